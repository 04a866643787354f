"""A draft of a challenge as learners will see it, and the verdict on a submission to it."""

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.grading.contracts import Verdict
from progressive_flow.grading.kinds import Submission
from progressive_flow.grading.system_design.grader import EXAMPLE
from progressive_flow.kernel.http.members import Level, Title
from progressive_flow.kernel.http.parameters import LevelNumber
from progressive_flow.learning.levels.models import ShownLevel
from progressive_flow.progress.attempts.models import Feedback, TestResult


class PreviewedLevel(ShownLevel):
    """A level as learners see it before they try."""

    hint_penalties: list[int] = Field(description="What each hint takes off the first pass, in their order.")


class Preview(BaseModel):
    """A draft of a challenge as learners will see it: no hidden test, no hint's text, no solution."""

    revision: int = Field(description="Number of the revision that is shown.")
    title: Title
    description: str = Field(description="What it is about, in a sentence.")
    statement: str = Field(description="Markdown: the system, what it must do, how well, and the estimates.")
    difficulty: str = Field(description="How difficult it is.")
    category: str = Field(description="Its category.")
    estimated_minutes: int = Field(description="Estimated minutes for all levels.")
    xp_base: int = Field(description="XP that is paid on top by the pass that completes all of its levels.")
    level_count: int = Field(description="How many levels it will have in all.")
    levels: list[PreviewedLevel] = Field(description="The levels that the draft has.")


class DraftSubmission(BaseModel):
    """What is submitted to a level of a draft."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"level": 1, "submission": EXAMPLE}]})

    level: LevelNumber
    submission: Submission = Field(description="What a learner would submit.")


class DraftVerdict(BaseModel):
    """The verdict on a submission to a draft, with every test as its author wrote it; nothing was recorded."""

    revision: int = Field(description="Number of the revision by which it was graded.")
    level: Level
    score: float = Field(description="Share of the tests' weights that was earned, 0 to 100.")
    passed: bool = Field(description="Whether it would pass the level.")
    test_results: list[TestResult] = Field(description="One for each test, hidden ones and derived ones included.")
    feedback: Feedback = Field(description="What to make of the results.")


class DraftLevel(BaseModel):
    """The level of a revision that somebody tries a submission on."""

    organization: str
    slug: str
    revision: int
    level: int


def verdict_on(draft: DraftLevel, verdict: Verdict) -> DraftVerdict:
    """Return what an author reads of a verdict: all of it."""
    return DraftVerdict.model_validate(
        {
            "revision": draft.revision,
            "level": draft.level,
            "score": verdict.score,
            "passed": verdict.passed,
            "test_results": verdict.results,
            "feedback": verdict.feedback,
        }
    )
