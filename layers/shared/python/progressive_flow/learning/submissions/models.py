"""What learners submit, and the verdicts on it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.gamification.achievements.models import AwardedAchievement
from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import ChallengeReference, Level, Title, TotalXp, TriesLeft, UserLevel
from progressive_flow.progress.attempts.models import GRADED, AttemptRow, Feedback, TestResult


class Opened(BaseModel):
    """A challenge that an attempt unlocked."""

    slug: ChallengeReference
    title: Title


class Next(BaseModel):
    """What comes after an attempt."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    reason: Literal["retry", "next_level", "unlocked", "daily", "recommendations"] = Field(
        description="The level or the day's again; the next level; a challenge that this attempt opened; the daily challenge,"
        " not passed yet; what is recommended."
    )
    challenge: str | None = Field(description="Reference of the challenge; null for another try at the day's, or none.")
    level: int | None = Field(description="Level of the challenge; null where there is none.")
    suggestion_price: int | None = Field(
        default=None,
        description="What a suggested change to this attempt takes off the first pass now; 0 where it is free, null where"
        " none can be asked for.",
    )
    message: str = Field(description="What to do, in a sentence.")


class Offered(BaseModel):
    """What is there for a learner after an attempt beside its challenge, looked up as it is recorded."""

    suggestion_price: int | None
    daily_challenge: str | None = Field(description="Reference of the daily challenge, unless the learner passed it.")
    daily_level: int | None
    daily_title: str | None
    daily_bonus_xp: int | None


class SubmittedAttempt(BaseModel):
    """What an attempt is recorded of beside its verdict: whoever submitted it is whom the transaction acts for."""

    challenge_id: UUID
    challenge: str
    level: int
    version_id: UUID | None
    day: UUID | None = Field(description="The daily challenge that it was submitted to.")
    kind: str
    submission: dict[str, Any]
    at: datetime
    has_next: bool = Field(default=False, description="Whether the challenge has a published level after it.")


EXAMPLE: dict[str, Any] = {
    **GRADED,
    "first_pass": True,
    "challenge_completed": False,
    "unlocked": [],
    "achievements": [
        {
            "slug": "warm-start",
            "name": "Warm Start",
            "xp_reward": 25,
            "icon_url": "/v1/icons/achievements/warm-start.svg",
        }
    ],
    "streak_days": 4,
    "daily_bonus_xp": 0,
    "tries_left": 26,
    "total_xp": 505,
    "current_level": 3,
    "next": {
        "reason": "next_level",
        "challenge": "static-website",
        "level": 3,
        "message": "Level 3 comes next.",
    },
}


class GradedAttempt(AttemptRow):
    """The verdict on a submission, and what followed from it."""

    model_config = with_example(EXAMPLE)

    test_results: list[TestResult] = Field(description="One for each test of the level.")
    feedback: Feedback = Field(description="What to make of the results.")
    first_pass: bool = Field(description="Whether it is the first attempt that passed the level.")
    challenge_completed: bool = Field(description="Whether it passed the last level of the challenge that was missing.")
    unlocked: list[Opened] = Field(description="Challenges that it unlocked.")
    achievements: list[AwardedAchievement] = Field(description="Achievements that it unlocked.")
    streak_days: int = Field(description="Days of the learner's streak after it.")
    daily_bonus_xp: int = Field(
        description="Bonus of the daily challenge, paid beside xp_earned; 0 for an attempt at a level as such."
    )
    tries_left: TriesLeft
    total_xp: TotalXp
    current_level: UserLevel
    next: Next = Field(description="What comes after this attempt.")


class TrialResult(BaseModel):
    """What one visible test found in a trial."""

    id: str = Field(description="Id of the test within the level.")
    kind: str = Field(description="What it measures, a name from the component catalogue's `test_kinds`.")
    passed: bool = Field(description="Whether the target was met.")
    target: float = Field(description="What has to be met.")
    unit: str = Field(description="Unit of the target.")
    weight: float = Field(description="Its share of the score of an attempt, among all weights.")
    message: str = Field(description="What was found, in a sentence without a figure of the design.")


Band = Literal["under_50", "50_to_80", "80_to_100", "over_100"]


class NodeBand(BaseModel):
    """Roughly how busy one component is at the level's load."""

    node: str = Field(description="Id of the component in the design.")
    type: str = Field(description="Type of the component.")
    band: Band = Field(description="Range of its utilization in per cent; over 100 it cannot keep up.")


class Trial(BaseModel):
    """The verdict of a trial: by the visible tests alone, and nothing was recorded."""

    challenge: ChallengeReference
    level: Level
    passed: bool = Field(description="Whether the visible tests alone would pass.")
    catalogue_version: int = Field(description="The component catalogue it was evaluated with.")
    tries_left: TriesLeft
    tests_left_out: int = Field(description="Tests that apply to attempts only.")
    test_results: list[TrialResult] = Field(description="One for each visible test of the level.")
    nodes: list[NodeBand] = Field(description="Busiest first, without the client.")


class RecordedAttempt(BaseModel):
    """What the database says of an attempt it recorded."""

    attempt_id: UUID
    attempt_number: int
    xp_earned: int
    time_spent_minutes: int
    hints_used: int
    first_pass: bool
    challenge_completed: bool
    unlocked: list[Opened]
    achievements: list[AwardedAchievement]
    streak_days: int
    daily_bonus_xp: int
    total_xp: int
    current_level: int
    shown_score: float
    tries_left: int | None
