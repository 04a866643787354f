"""Steps in which a person does something on the page."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.page.targets import target
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.task import Step


def _visible(run: PageRun, text: str) -> int:
    """Return the first visible element that a target names; fail where a person would see none."""
    found = run.page.find(target(text), visible=True)
    if not found["count"]:
        raise FailedError(f"There is no {text} on the page.", text)
    for item in found["items"]:
        if item["visible"]:
            return int(item["ref"])
    raise FailedError(f"{text} is on the page, but not visible.", "visible", "not visible")


def _stays(run: PageRun) -> None:
    """Fail where what was done made the browser leave the page."""
    gone = run.page.gone
    if not gone:
        return
    if gone["kind"] == "submit":
        message = (
            "The form was sent and the page reloaded: nothing stopped the browser from doing so"
            " (event.preventDefault())."
        )
        raise FailedError(message, "the page stays", "the page reloaded")
    raise FailedError(f"The page was left for {gone['url']}.", "the page stays", gone["url"])


def _click(run: PageRun, text: str, step: Step) -> None:
    for _ in range(int(step.get("times", 1))):
        run.page.act("click", _visible(run, text))
        _stays(run)


def _double_click(run: PageRun, text: str, _: Step) -> None:
    run.page.act("click", _visible(run, text), double=True)
    _stays(run)


def _type(run: PageRun, values: Mapping[str, Any], _: Step) -> None:
    for text, value in values.items():
        field = _visible(run, text)
        run.page.act("focus", field)
        run.page.act("clear", field)
        for character in str(value):
            run.page.act("key", key="Enter" if character == "\n" else character)
        _stays(run)


def _press(run: PageRun, key: Any, step: Step) -> None:
    for _ in range(int(step.get("times", 1))):
        run.page.act("key", key=str(key))
    _stays(run)


def _select(run: PageRun, values: Mapping[str, Any], _: Step) -> None:
    for text, option in values.items():
        run.page.act("select", _visible(run, text), option=str(option))


def _submit(run: PageRun, text: str, _: Step) -> None:
    run.page.act("submit", _visible(run, text))
    _stays(run)


def _blur(run: PageRun, _: Any, __: Step) -> None:
    run.page.act("blur")


def _on(kind: str) -> Handler:
    """Make the handler of an act on one element that needs nothing more."""

    def act(run: PageRun, text: str, _: Step) -> None:
        run.page.act(kind, _visible(run, text))

    return act


HANDLERS: dict[str, Handler] = {
    "click": _click,
    "double click": _double_click,
    "type": _type,
    "clear": _on("clear"),
    "press": _press,
    "hover": _on("hover"),
    "focus": _on("focus"),
    "blur": _blur,
    "select": _select,
    "submit": _submit,
}
