"""Runs a check on a program in Python: all its calls in one fresh interpreter, compared one after another."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.judging.calls import arguments, check_effort
from progressive_flow.grading.code.judging.page.facts import source
from progressive_flow.grading.code.judging.runs import Report, Subject
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.matching.matchers import described, is_matcher, matches, shown
from progressive_flow.grading.code.matching.notation import shown_value
from progressive_flow.grading.code.matching.values import same_value
from progressive_flow.grading.code.sealed.programs import run_python
from progressive_flow.grading.code.sealed.results import CallResult, PythonRun, Thrown
from progressive_flow.grading.code.task import Check, Step

MAIN = "main.py"
IDLE = "def idle(*arguments):\n    pass\n"


_Calls = Sequence[Mapping[str, Any]]
_Measure = Callable[[str, _Calls], int]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A step with its references filled, and the call that it makes, if it makes one."""

    step: Step
    call: Mapping[str, Any] | None = None


def run_python_check(check: Check, subject: Subject, report: Report) -> None:
    """Run the calls of a check on a fresh program; raise FailedError or ExhaustedError, and fill the report."""
    plan = list(_planned(check.steps, dict(subject.names)))
    calls = [planned.call for planned in plan if planned.call is not None]
    run = run_python(subject.images, subject.files[MAIN], calls, report.max_fuel)
    _report(run, report)
    if run.error:
        raise FailedError(f"Your program could not be run: {_thrown(run.error)}", None, run.error.get("type"))
    _Comparison(subject, calls, run, report).compare(plan)


def _planned(steps: Sequence[Any], names: dict[str, Any]) -> Iterator[_Planned]:
    """Yield the steps in the order in which they happen, those of loops as often as they happen."""
    for step in steps:
        if "repeat" in step:
            for _ in range(int(fill(step["repeat"], names))):
                yield from _planned(step["steps"], names)
        elif "each" in step:
            for index, value in enumerate(fill(step["each"], names)):
                yield from _planned(step["do"], names | {step["as"]: value, "index": index, "nth": index + 1})
        elif "call" in step:
            filled = fill(step, names)
            for given in arguments(filled, names["seed"]):
                yield _Planned({**filled, "with": given}, _call(filled, given))
        else:
            yield _Planned(fill(step, names))


def _call(step: Step, given: list[Any]) -> dict[str, Any]:
    """Return a call as the program's instance takes it."""
    call: dict[str, Any] = {"arguments": given}
    if "use" in step:
        call |= {"use": step["use"]} | ({"method": step["method"]} if "method" in step else {})
    else:
        call["new" if step.get("new") else "function"] = step["call"]
    return call | ({"as": step["as"]} if "as" in step else {})


def _report(run: PythonRun, report: Report) -> None:
    report.fuel = run.fuel
    printed = [run.printed, *(result.printed for result in run.results)]
    report.console = "".join(printed).splitlines()
    if run.error:
        report.errors = [{"name": run.error["type"], "message": run.error["message"], "where": MAIN}]


@dataclass(slots=True)
class _Comparison:
    """Compares what calls gave with what steps expect; the solution is run once, when a step first asks for it."""

    subject: Subject
    calls: Sequence[Mapping[str, Any]]
    run: PythonRun
    report: Report
    model: PythonRun | None = None

    def compare(self, plan: Sequence[_Planned]) -> None:
        """Raise FailedError at the first step that does not hold."""
        printed, number = self.run.printed, -1
        for planned in plan:
            try:
                if planned.call is not None:
                    number += 1
                    printed += self.run.results[number].printed
                    self._call(planned.step, number)
                elif "output" in planned.step:
                    _output(printed, planned.step["output"])
                else:
                    source(self.subject.files, planned.step["source"])
            except FailedError as failed:
                if "say" in planned.step:
                    failed.message = str(planned.step["say"])
                raise

    def _call(self, step: Step, number: int) -> None:
        result = self.run.results[number]
        said = f"{_label(step)}({', '.join(map(shown_value, step['with']))})"
        if result.missing:
            raise FailedError(result.missing, step["call"])
        if "throws" in step:
            _threw(said, result, step["throws"])
            return
        if result.threw:
            raise FailedError(f"{said} raised {_thrown(result.threw)}", step.get("gives"), result.threw["type"])
        if "gives" in step or step.get("like") == "solution":
            expected = step["gives"] if "gives" in step else self._model().results[number].value
            _value(said, result.value, expected)
        if step.get("keeps") and not same_value(result.arguments, step["with"]):
            message = f"{said} changed its arguments into {shown_value(result.arguments)}."
            raise FailedError(message, step["with"], result.arguments)
        if "effort" in step:
            self._effort(said, step, number)

    def _model(self) -> PythonRun:
        if self.model is None:
            self.model = run_python(self.subject.images, self.subject.task.solution[MAIN], self.calls)
        return self.model

    def _effort(self, said: str, step: Step, number: int) -> None:
        own = self._fuel_of_call(self.subject.files[MAIN], number, self._own)
        of_solution = self._fuel_of_call(self.subject.task.solution[MAIN], number, self._solution)
        check_effort(said, own, of_solution, step["effort"])

    def _fuel_of_call(self, code: str, number: int, fuel: _Measure) -> int:
        """Return the fuel of one call alone: what the calls up to it take, without those before it and an idle one."""
        before, idle = self.calls[:number], {"arguments": self.calls[number]["arguments"], "function": "idle"}
        return fuel(code, self.calls[: number + 1]) - fuel(f"{code}\n{IDLE}", [*before, idle])

    def _own(self, code: str, calls: _Calls) -> int:
        """Return the fuel of a learner's program, which has what is left of the attempt's, and may know why it runs again."""
        left = max(0, self.report.max_fuel - self.report.fuel)
        used = run_python(self.subject.images, code, calls, left).fuel
        self.report.fuel += used
        return used

    def _solution(self, code: str, calls: _Calls) -> int:
        return run_python(self.subject.images, code, calls).fuel


def _label(step: Step) -> str:
    if "use" not in step:
        return str(step["call"])
    return f"{step['use']}.{step['method']}" if "method" in step else str(step["use"])


def _output(printed: str, wanted: Any) -> None:
    actual = printed if is_matcher(wanted) else printed.rstrip("\n")
    expected = wanted.rstrip("\n") if isinstance(wanted, str) else wanted
    if not matches(actual, expected):
        raise FailedError(f"Expected the output to {described(expected)}, but it is {shown(actual)}.", expected, actual)


def _threw(said: str, result: CallResult, wanted: Any) -> None:
    if result.threw is None:
        kind = "an error" if wanted is True else wanted
        message = f"Expected {said} to raise {kind}, but it returned {shown_value(result.value)}."
        raise FailedError(message, wanted, result.value)
    kinds = result.threw["kinds"]
    if wanted is not True and not any(matches(kind, wanted) for kind in kinds):
        message = f"Expected {said} to raise {wanted}, but it raised {_thrown(result.threw)}"
        raise FailedError(message, wanted, result.threw["type"])


def _value(said: str, actual: Any, expected: Any) -> None:
    held = matches(actual, expected) if is_matcher(expected) else same_value(actual, expected)
    if not held:
        wanted = described(expected) if is_matcher(expected) else shown_value(expected)
        verb = "return a value that must " if is_matcher(expected) else "return "
        message = f"Expected {said} to {verb}{wanted}, but it returned {shown_value(actual)}."
        raise FailedError(message, expected, actual)


def _thrown(error: Thrown) -> str:
    """Return an error as the end of a sentence."""
    line = f" (line {error['line']})" if error.get("line") else ""
    return f"{error['type']}{line}: {error['message']}"
