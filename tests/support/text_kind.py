"""A kind of challenge for tests alone, whose submissions a task grades: texts, which pass if they are long enough."""

from collections.abc import Mapping
from typing import Any, Literal

import psycopg
import pytest
from pydantic import BaseModel, ConfigDict, RootModel

from progressive_flow.grading import kinds
from progressive_flow.grading.contracts import GradingTask, Pending, Verdict
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.tasks import Completion, Payload, Report, TaskFailedError, task
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.http.endpoint import Endpoint
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.submissions import pending

KIND = "text"
TASK = "grade_text"
ENDPOINTS = ("submit_attempt", "submit_daily_attempt", "run_trial")
LONG_ENOUGH = {"kind": KIND, "text": "It depends on how often it is read."}
TOO_SHORT = {"kind": KIND, "text": "No."}
UNREADABLE = {"kind": KIND, "text": "?"}


class Text(BaseModel):
    """A text to be graded."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["text"]
    text: str


class TextSubmission(RootModel[Text]):
    """What is submitted, as `kinds.Submission` has it."""

    @property
    def kind(self) -> str:
        return self.root.kind


class TextGrader:
    """Leaves the grading of texts to a task."""

    kind = KIND

    def stored(self, submission: Text) -> Mapping[str, Any]:
        """Return the text."""
        return {"text": submission.text}

    def grade(self, task: GradingTask, submission: Text) -> Pending:
        """Return what the task needs."""
        return Pending(TASK, {"text": submission.text})


@task(TASK, timeout=30)
def grade_text(payload: Payload, report: Report) -> Completion:
    """Grade a text by its length."""
    text = payload["grading"]["text"]
    if text == UNREADABLE["text"]:
        raise TaskFailedError("unreadable", "Nobody can read this.")
    report(0.5)
    score = min(100.0, 5.0 * len(text))
    result = {
        "id": "length", "kind": None, "score": score / 100, "passed": score >= 100, "weight": 1.0,
        "message": "A text has 20 characters.", "visibility": "visible",
    }  # fmt: skip
    verdict = Verdict(
        score, score >= 100, [result], {"summary": "Length counts."}, catalogue_version=1, grader_version=7
    )
    return pending.recorded(payload, verdict)


def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the API take texts, and workers grade them."""
    monkeypatch.setitem(kinds.GRADERS, KIND, TextGrader())
    monkeypatch.setattr(registry, "tasks", lambda: {TASK: grade_text})
    for endpoint in registry.endpoints():
        if endpoint.route.name in ENDPOINTS:
            monkeypatch.setattr(endpoint, "binding", _binding(endpoint, monkeypatch))


def _binding(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> Binding:
    """Bind an endpoint's body to texts."""
    monkeypatch.setitem(endpoint.function.__annotations__, "submission", TextSubmission)
    return Binding(endpoint.function, endpoint.route, given=(Principal, Transaction))


def make_textual(connection: psycopg.Connection, slug: str) -> None:
    """Make a challenge take texts."""
    connection.execute("update curriculum.challenges set kind = %s where slug = %s", [KIND, slug])
