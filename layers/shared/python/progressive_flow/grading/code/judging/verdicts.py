"""What the judge says of a submission."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from progressive_flow.grading.code.sealed.exhausted import Limit
from progressive_flow.grading.code.task import Check, Visibility

Status = Literal["passed", "failed", "blocked", "exhausted", "not_run"]
MAX_VALUE = 500  # characters of an expected or an actual value as JSON
MAX_CONSOLE = 4_000  # characters of what the code printed
MAX_ERRORS = 5


class FailedError(Exception):
    """A step that did not hold: the sentence for the learner, what was expected and what was seen."""

    def __init__(self, message: str, expected: Any = None, actual: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.actual = actual


@dataclass(slots=True)
class CheckResult:
    """What came of one check. `limit` is set where it is exhausted; `score` is `weight` or 0."""

    id: str
    title: str
    visibility: Visibility
    hint: str
    weight: float
    status: Status = "not_run"
    limit: Limit | None = None
    message: str = ""
    expected: Any = None
    actual: Any = None
    fuel: int = 0

    @classmethod
    def of(cls, check: Check, title: str) -> "CheckResult":
        """Return the result of a check that has not run yet."""
        return cls(check.id, title, check.visibility, check.hint, check.weight)

    @property
    def score(self) -> float:
        """Return the weight that was earned."""
        return self.weight if self.status == "passed" else 0.0


@dataclass(slots=True)
class CodeVerdict:
    """A judged submission. `score` is 0 to 100; `fuel` counts WebAssembly instructions, equal for equal input."""

    score: float
    passed: bool
    results: Sequence[CheckResult]
    errors: Sequence[Mapping[str, Any]] = field(default_factory=list)
    console: Sequence[str] = field(default_factory=list)
    fuel: int = 0
