"""What a check finds of a revision."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

MAX_FINDINGS = 50  # problems, and warnings: who corrects these checks again
MAX_PLACE, MAX_MESSAGE = 100, 300  # characters


class CheckFinding(BaseModel):
    """Something to correct, or to think about."""

    place: str = Field(description="Where in the document, as names and numbers with dots; empty for all of it.")
    message: str = Field(description="What is wrong there, or could be better.")


class Solutions(BaseModel):
    """What became of solutions of the live version under the new one's levels."""

    tried: int = Field(description="How many were graded: of each level that changed, the best ones of 500 learners.")
    passed_before: int = Field(description="How many of them pass the live version with today's grader.")
    pass_now: int = Field(description="How many of those pass the new one.")
    failing_references: list[int] = Field(
        description="Versions whose reference designs passed the live version and fail the new one."
    )
    broken_tests: dict[str, int] = Field(
        description="How many of the solutions that fail now fail which test, by level and test as `2/latency`."
    )
    examples: list[dict[str, Any]] = Field(description="Designs that fail now, at most five, without their learners.")


class Report(BaseModel):
    """What a check found."""

    problems: list[CheckFinding] = Field(
        description=f"What must be corrected before it can be published: the first {MAX_FINDINGS}, and how many more there are."
    )
    warnings: list[CheckFinding] = Field(description="What may stay as it is, as many.")
    solutions: Solutions | None = Field(
        description="What became of solutions of the live version; null before a challenge is live, while there are problems,"
        " and for what is no challenge."
    )


def shortened(findings: Sequence[CheckFinding]) -> list[CheckFinding]:
    """Return the first findings, each cut to what fits on a screen, and one that says how many more there are."""
    shown = [
        CheckFinding(place=found.place[:MAX_PLACE], message=found.message[:MAX_MESSAGE])
        for found in findings[:MAX_FINDINGS]
    ]
    more = len(findings) - len(shown)
    return [*shown, CheckFinding(place="", message=f"There are {more:,} more: correct these first.")] if more else shown
