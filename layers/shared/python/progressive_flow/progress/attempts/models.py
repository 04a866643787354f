"""Attempts as learners see them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from progressive_flow.grading.system_design.design_graph import DesignGraph
from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import ChallengeReference, Level, Score

Visibility = Literal["visible", "points", "hidden"]
CheckStatus = Literal["passed", "failed", "blocked", "exhausted", "not_run", "other"]
CheckLimit = Literal["cpu", "wall", "memory", "jobs", "output", "other"]
AttemptId = Annotated[UUID, Field(description="Id of an attempt.")]


class TestResult(BaseModel):
    """What one test case found, as far as its visibility lets the learner know."""

    __test__ = False  # no test class, whatever a collector may think

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str = Field(description="Id of the test within the level; `hidden-1` and so on for hidden ones.")
    title: str | None = Field(
        default=None, description="What a check of code asks for; null of designs and unless shown."
    )
    kind: str | None = Field(
        description="What it measures, a name from the component catalogue's `test_kinds`, or `check`; null unless visible."
    )
    score: float = Field(
        ge=0, le=1, description="Share of the test's weight that was earned; 0 or 1 unless the attempt passed."
    )
    passed: bool = Field(description="Whether the target was met.")
    status: CheckStatus | None = Field(
        default=None,
        description="Of a check of code: `passed`, `failed`, `blocked` by one that it needs, `exhausted`, or `not_run` after an"
        " exhausted one; `other` for one that this client does not know. Null of designs.",
    )
    limit: CheckLimit | None = Field(default=None, description="The limit that an exhausted check met; null of others.")
    expected: Any = Field(default=None, description="What a check of code expected; null unless visible.")
    actual: Any = Field(default=None, description="What it saw instead; null unless visible.")
    observed: float | None = Field(
        default=None, description="What was measured; null if there was nothing to measure, or it is not visible."
    )
    target: float | None = Field(default=None, description="What earns all of the weight; null unless visible.")
    unit: str | None = Field(default=None, description="Unit of both; null unless visible.")
    weight: float = Field(description="Its share of the score, among all weights.")
    message: str = Field(description="What was found, in a sentence.")
    hint: SkipJsonSchema[str] = Field(
        default="", exclude=True
    )  # what a learner reads of a check that is not shown and failed
    visibility: Visibility = Field(
        default="visible",
        description="`visible`: all is shown; `points`: name, points and outcome; `hidden`: points and outcome.",
    )

    @model_validator(mode="before")
    @classmethod
    def _of_before(cls, value: Any) -> Any:
        """Read what was stored when a test was either hidden or not."""
        if isinstance(value, dict) and value.get("hidden") and "visibility" not in value:
            return {**value, "visibility": "hidden"}
        return value


class NodeUtilization(BaseModel):
    """How busy one component is at the level's load."""

    node: str = Field(description="Id of the component in the design.")
    type: str = Field(description="Type of the component.")
    utilization: float | None = Field(description="Offered by capacity; above 1 it cannot keep up. Null if not finite.")
    offered_per_second: float | None = Field(
        description="Work that arrives, in the component's own unit a second; null if not finite."
    )
    capacity_per_second: float | None = Field(
        description="Work that it can do, in the same unit a second; null if not finite."
    )


class Advice(BaseModel):
    """What to change for some failing tests, made from the way of their operation through the design."""

    tests: list[str] = Field(
        description="Ids of the visible tests that it is for; none for what no test asks, such as an edge without effect."
    )
    text: str = Field(
        description="The way of the operation, the first component where it ends or is tightest, what is missing there and"
        " one action. Ids of components and operations stand between backticks.",
        examples=["`read` passes `app` and `db`; `db` (database) is the tightest of it at 140 %. Give `db` 2 units."],
    )


class CodeError(BaseModel):
    """An error that submitted code threw and did not catch."""

    name: str = Field(description="Name of its type.")
    message: str = Field(description="What it says.")
    where: str = Field(description="The script or the part of the page that threw it.")


class Feedback(BaseModel):
    """What to make of a verdict. Attempts from before a member existed have it empty."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    summary: str = Field(
        default="", description="Outcome, number of tests met and, if it passed, the score, in a sentence."
    )
    bottleneck: str | None = Field(
        default=None,
        description="The busiest component, in a sentence; null if none is busy, or no visible test asks how busy they are.",
    )
    next_step: str | None = Field(
        default=None,
        description="What to change first: the advice for the first visible test that must pass and fails; null if nothing"
        " failed.",
    )
    advice: list[Advice] = Field(
        default=[],
        description="A line for each failing visible test, one that several share once; what must pass first.",
    )
    strengths: list[str] = Field(default=[], description="What the design does well, a sentence for each.")
    utilization: list[NodeUtilization] = Field(default=[], description="Busiest first, without the client.")
    console: str = Field(default="", description="What submitted code printed in the first check in which it did.")
    errors: list[CodeError] = Field(default=[], description="What it threw in the first check in which it did.")


class AttemptRow(BaseModel):
    """An attempt in a list."""

    id: UUID = Field(description="Id of the attempt.")
    challenge: ChallengeReference
    level: Level
    attempt_number: int = Field(description="Number among the learner's attempts at the level, from 1.")
    score: Score
    passed: bool = Field(description="Whether it met the level's passing criteria.")
    xp_earned: int = Field(description="XP that it earned; 0 unless something was passed for the first time.")
    hints_used: int = Field(description="How many hints of the level were revealed before it.")
    time_spent_minutes: int = Field(description="Minutes since the level was opened or attempted before; 30 at most.")
    created_at: datetime = Field(description="When it was submitted.")


GRADED: dict[str, Any] = {
    "id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
    "challenge": "static-website",
    "level": 2,
    "attempt_number": 3,
    "score": 92.5,
    "passed": True,
    "xp_earned": 50,
    "hints_used": 0,
    "time_spent_minutes": 12,
    "created_at": "2026-05-06T09:30:00Z",
    "test_results": [
        {
            "id": "fetch-fast",
            "kind": "p99",
            "score": 1,
            "passed": True,
            "observed": 41.2,
            "target": 50,
            "unit": "ms",
            "weight": 3,
            "message": "99 of 100 requests take 41.2 ms or less.",
        }
    ],
    "feedback": {
        "summary": "Passed with 92.5 of 100: 6 of 7 tests met.",
        "bottleneck": "edge works at 62 % of its capacity.",
        "next_step": "Give `edge` more memory: units or shards; replicas hold the same items again.",
        "advice": [
            {
                "tests": ["mostly-from-edge"],
                "text": "Give `edge` more memory: units or shards; replicas hold the same items again.",
            }
        ],
        "strengths": ["99 of 100 requests take 41.2 ms or less."],
        "utilization": [
            {
                "node": "edge",
                "type": "cdn",
                "utilization": 0.62,
                "offered_per_second": 20000,
                "capacity_per_second": 32258.1,
            }
        ],
    },
}
EXAMPLE: dict[str, Any] = {
    **GRADED,
    "version": 3,
    "is_current": True,
    "catalogue_version": 2,
    "design": {
        "schema": "sd-graph/1",
        "nodes": [{"id": "users", "type": "client"}, {"id": "edge", "type": "cdn", "units": 2}],
        "edges": [{"from": "users", "to": "edge"}],
    },
}


class AttemptDetail(AttemptRow):
    """An attempt with the design and the verdict on it."""

    model_config = with_example(EXAMPLE)

    version: int = Field(description="The version of the challenge on which it was graded.")
    is_current: bool = Field(description="Whether an attempt made now would be graded by the same tests.")
    catalogue_version: int = Field(description="The component catalogue it was graded with.")
    design: DesignGraph | dict[str, Any] = Field(
        union_mode="left_to_right", description="What was submitted; a design for the kind `system_design`."
    )
    test_results: list[TestResult] = Field(description="One for each test of the level.")
    feedback: Feedback = Field(description="What to make of the results.")
