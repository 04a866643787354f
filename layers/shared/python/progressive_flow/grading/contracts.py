"""What every grader has in common. A kind of challenge is a grader: a submission model and a function that grades it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

POINTS_ONLY = "Only its name and its points are shown"  # what a test asks for whose visibility is `points`

Submitted_contra = TypeVar("Submitted_contra", bound=BaseModel, contravariant=True)


@dataclass(frozen=True, slots=True)
class GradingTask:
    """What a submission is graded against: the requirements, tests and criteria of one level's live version.

    ``hints`` are what the level sells; suggestions give none of it.
    """

    requirements: Mapping[str, Any]
    tests: Sequence[Mapping[str, Any]]
    criteria: Mapping[str, Any]
    hints: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """A graded submission. `score` is 0 to 100; `grader_version` names the grader that gave it, as stored with an attempt."""

    score: float
    passed: bool
    results: Sequence[Mapping[str, Any]]
    feedback: Mapping[str, Any]
    catalogue_version: int
    grader_version: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A submission that a task grades later: the kind of that task, and what its function needs to grade.

    The API answers 202 until then; `learning.submissions.pending` says how the function ends. A verdict that would come later
    than `expires_in` is not given, and the submission counts no attempt; a learner has `max_open` of the kind at once.
    """

    task: str
    payload: Mapping[str, Any]
    expires_in: timedelta | None = None
    max_open: int | None = None


class Grader(Protocol[Submitted_contra]):
    """Grades the submissions of one kind. It is pure: it reads no clock, no database and no network."""

    @property
    def version(self) -> int:
        """Return the version that its verdicts carry now; it makes suggestions for attempts of this version alone."""
        ...

    @property
    def kind(self) -> str:
        """Return the value of `kind` in the API and in the catalogue."""
        ...

    def stored(self, submission: Submitted_contra) -> Mapping[str, Any]:
        """Return what an attempt keeps of a submission."""
        ...

    def suggest(self, task: GradingTask, stored: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the one change that helps most to what an attempt keeps, or None.

        It has `change`, `test`, `cost_per_month`, `visible_tests_left` and `design`, which is what the change makes.
        """
        ...

    def grade(self, task: GradingTask, submission: Submitted_contra) -> Verdict | Pending:
        """Grade a submission against a task, or say which kind of task does."""
        ...
