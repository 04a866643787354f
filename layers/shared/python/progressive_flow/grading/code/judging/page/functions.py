"""Steps that call a learner's functions, and look at how their functions called others."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from progressive_flow.grading.code.judging.calls import arguments, check_effort
from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.matching.matchers import described, equal, matches, shown
from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.task import Step

PASSED_ON = ("as", "use", "method", "new")  # what the page does with a call beside calling
NO_WORK = "(() => undefined)"  # a function whose calls cost what every call costs


def _spy(run: PageRun, name: str, _: Step) -> None:
    if not run.page.spy(name):
        raise FailedError(f"There is no function {name}.", name)


def _calls(run: PageRun, wanted: Mapping[str, Any], _: Step) -> None:
    spies = run.page.state()["spies"]
    for name, value in wanted.items():
        expected = value if isinstance(value, Mapping) else {"count": value}
        _calls_of(name, spies.get(name, []), expected)


def _calls_of(name: str, seen: Sequence[Mapping[str, Any]], expected: Mapping[str, Any]) -> None:
    if "count" in expected and not matches(len(seen), expected["count"]):
        message = (
            f"Expected the calls of {name} to {described(expected['count'])}, but it was called {len(seen)} times."
        )
        raise FailedError(message, expected["count"], len(seen))
    last = seen[-1]["args"] if seen else None
    if "last" in expected and not equal(last, expected["last"]):
        message = f"Expected the last call of {name} with {shown(expected['last'])}, but it was {shown(last)}."
        raise FailedError(message, expected["last"], last)
    times = [call["at"] for call in seen]
    if "at" in expected and times != expected["at"]:
        raise FailedError(
            f"Expected {name} to be called at {expected['at']} ms, but it was at {times}.", expected["at"], times
        )


def _call(run: PageRun, name: str | None, step: Step) -> None:
    for given in arguments(step, run.names["seed"]):
        _call_once(run, name, step, given)


def _call_once(run: PageRun, name: str | None, step: Step, given: list[Any]) -> None:
    label = name or step["use"]
    options = {key: step[key] for key in PASSED_ON if key in step}
    before = run.page.fuel
    outcome = run.page.call(None if "use" in step else name, args=[_passed(each) for each in given], **options)
    fuel = run.page.fuel - before
    if outcome.get("missing"):
        raise FailedError(_missing(name), label)
    said = f"{label}({', '.join(map(shown, given))})"
    if "throws" in step:
        _threw(said, outcome, step["throws"])
        return
    _returned(said, outcome)
    _value(run, name, step, given, said, outcome, fuel)


def _missing(name: str | None) -> str:
    return f"There is no function {name}." if name else "What the call before returned is no function."


def _passed(argument: Any) -> Any:
    is_spy = isinstance(argument, Mapping) and set(argument) == {"spy"}
    return {"$spy": argument["spy"]} if is_spy else argument


def _threw(said: str, outcome: Mapping[str, Any], wanted: Any) -> None:
    threw = outcome.get("threw")
    if threw is None:
        raise FailedError(
            f"Expected {said} to throw, but it returned {shown(outcome.get('value'))}.", wanted, outcome.get("value")
        )
    name = threw.get("name") if isinstance(threw, Mapping) else None
    if wanted is not True and not matches(name, wanted):
        raise FailedError(f"Expected {said} to throw {wanted}, but it threw {shown(threw)}.", wanted, threw)


def _returned(said: str, outcome: Mapping[str, Any]) -> None:
    if outcome.get("threw") is not None:
        raise FailedError(f"{said} threw {shown(outcome['threw'])}.", None, outcome["threw"])
    if outcome.get("promise"):
        raise FailedError(f"{said} returned a promise that never settled.", None, "pending")


def _value(
    run: PageRun, name: str | None, step: Step, given: list[Any], said: str, outcome: Mapping[str, Any], fuel: int
) -> None:
    is_compared = step.get("like") == "solution"
    model = _model(run, name, given) if is_compared or "effort" in step else None
    expected = model.value if model and is_compared else step.get("gives")
    actual = outcome.get("value")
    if (is_compared or "gives" in step) and not matches(actual, expected):
        message = f"Expected {said} to return {shown(expected)}, but it returned {shown(actual)}."
        raise FailedError(message, expected, actual)
    if step.get("keeps") and not equal(outcome.get("after"), given):
        message = f"{said} changed its argument into {shown(outcome.get('after'))}."
        raise FailedError(message, given, outcome.get("after"))
    if model and "effort" in step:
        own, of_solution = (
            used - _fuel_of(page, NO_WORK, given) for page, used in ((run.page, fuel), (run.model, model.fuel))
        )
        check_effort(said, own, of_solution, step["effort"])


class _Model(NamedTuple):
    """What the solution returned, and the fuel that it took."""

    value: Any
    fuel: int


def _model(run: PageRun, name: str | None, given: list[Any]) -> _Model:
    before = run.model.fuel
    value = run.model.call(name, args=given).get("value")
    return _Model(value, run.model.fuel - before)


def _fuel_of(page: Page, function: str, given: list[Any]) -> int:
    before = page.fuel
    page.call(function, args=given)
    return page.fuel - before


HANDLERS: dict[str, Handler] = {"spy": _spy, "calls": _calls, "call": _call}
