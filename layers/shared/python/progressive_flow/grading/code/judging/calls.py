"""What calls of functions have in common, on pages and in programs."""

from collections.abc import Iterator
from typing import Any

from progressive_flow.grading.code.draws.values import Draws, draw
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.task import Step

LEAST_FUEL = 50_000  # a solution's call that takes less is too small to compare with


def arguments(step: Step, seed: int) -> Iterator[list[Any]]:
    """Yield the arguments of each call of a step: those it states, or drawn ones, as often as it says."""
    draws = Draws(f"arguments {seed}")
    for _ in range(int(step.get("times", 1))):
        yield [draw(each, draws) for each in step["any"]] if "any" in step else list(step.get("with", []))


def check_effort(said: str, fuel: int, of_solution: int, most: float) -> None:
    """Fail a call that takes more than so many times the solution's fuel, without what any call takes."""
    times = round(fuel / max(of_solution, LEAST_FUEL), 1)
    if times > most:
        message = f"{said} takes {times:g} times the work that the solution takes, where {most:g} times is the most."
        raise FailedError(message, most, times)
