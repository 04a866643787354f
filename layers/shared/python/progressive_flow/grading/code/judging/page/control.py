"""Steps that repeat others, compare before with after, or change what surrounds the page."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.page.targets import target
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.matching.matchers import equal, first_number, shown
from progressive_flow.grading.code.task import Step


def _repeat(run: PageRun, times: Any, step: Step) -> None:
    for _ in range(int(fill(times, run.names))):
        run.run(step["steps"])


def _each(run: PageRun, values: Any, step: Step) -> None:
    for index, value in enumerate(fill(values, run.names)):
        run.names |= {step["as"]: value, "index": index, "nth": index + 1}
        run.run(step["do"])


def _changes(run: PageRun, wanted: Mapping[str, Any], step: Step) -> None:
    """Compare the numbers in targets before and after steps, wherever they began: a number that is written down fails."""
    by: Mapping[str, Any] = fill(wanted, run.names)
    before = {text: _number(run, text) for text in by}
    run.run(step["when"])
    for text, difference in by.items():
        after = _number(run, text)
        if not equal(after - before[text], float(difference)):
            message = f"Expected {text} to change by {difference}, but it went from {before[text]:g} to {after:g}."
            raise FailedError(message, difference, after - before[text])


def _number(run: PageRun, text: str) -> float:
    found = run.page.find(target(text), text=True, value=True)
    if not found["count"]:
        raise FailedError(f"There is no {text} on the page.", text)
    seen = found["items"][0]["text"] or found["items"][0]["value"] or ""
    number = first_number(seen)
    if number is None:
        raise FailedError(f"Expected {text} to show a number, but it reads {shown(seen)}.", "a number", seen)
    return number


def _wait(run: PageRun, milliseconds: Any, _: Step) -> None:
    run.page.wait(float(milliseconds))


def _resize(run: PageRun, width: Any, _: Step) -> None:
    run.width = int(width)
    run.page.resize(run.width)


def _reload(run: PageRun, _: Any, __: Step) -> None:
    run.reload()


HANDLERS: dict[str, Handler] = {
    "repeat": _repeat,
    "each": _each,
    "changes": _changes,
    "wait": _wait,
    "resize": _resize,
    "reload": _reload,
}
