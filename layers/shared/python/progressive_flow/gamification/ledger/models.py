"""What administrators put right."""

from datetime import date as date_
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from progressive_flow.kernel.http.members import TotalXp, UserLevel
from progressive_flow.kernel.http.parameters import LearnerId, Reason

Reference = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,199}$")]
MAX_CORRECTION = 100_000


class NewXpCorrection(BaseModel):
    """XP to give or to take."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "0198c2b4-0000-7000-8000-000000000000",
                    "amount": -50,
                    "reason": "Paid twice by a faulty import",
                    "reference": "TICKET-17",
                }
            ]
        },
    )

    user_id: LearnerId
    amount: int = Field(ge=-MAX_CORRECTION, le=MAX_CORRECTION, description="Never 0; negative takes XP away.")
    reason: Reason = Field(
        description="The learner sees it in the ledger. It names nobody, for it stays after erasure."
    )
    reference: Reference = Field(description="Yours, one for each correction: sent again, it pays nothing.")

    @field_validator("amount")
    @classmethod
    def not_zero(cls, amount: int) -> int:
        """Refuse a correction of nothing."""
        if amount == 0:
            raise PydanticCustomError("zero", "A correction of 0 corrects nothing.")
        return amount


class XpCorrection(BaseModel):
    """A correction as it was made."""

    user_id: UUID = Field(description="Id of the learner.")
    reference: str = Field(description="The reference that was sent.")
    paid: int = Field(description="0 if this reference was used for the learner before.")
    total_xp: TotalXp
    current_level: UserLevel


class Scores(BaseModel):
    """All-time scores on the global leaderboards."""

    xp: int = Field(description="Score by XP.")
    challenges: int = Field(description="Score by challenges completed.")


class Figures(BaseModel):
    """What is kept of a learner and follows from the ledger and their progress."""

    total_xp: TotalXp
    current_level: UserLevel
    total_challenges_started: int = Field(description="How many challenges the learner submitted to.")
    total_challenges_completed: int = Field(description="How many challenges the learner completed.")
    total_levels_completed: int = Field(description="How many levels the learner passed.")
    total_time_spent_minutes: int = Field(description="Minutes that the server measured on levels.")
    all_time_scores: Scores = Field(description="Scores on the global leaderboards of all time.")


class Recomputation(BaseModel):
    """A learner's totals before and after they were recomputed."""

    user_id: UUID = Field(description="Id of the learner.")
    before: Figures = Field(description="The figures as they were stored.")
    after: Figures = Field(description="The figures as they are now.")
    changed: bool = Field(description="Whether they differ.")


class XpSource(BaseModel):
    """What XP was paid for, as other routes name it. What does not belong to the type is null."""

    type: Literal["level", "challenge", "achievement", "daily", "streak", "correction", "import"] = Field(
        description="Kind of source: `daily` is the bonus of a daily challenge, `import` brought XP from an older system."
    )
    challenge: str | None = Field(description="Reference of the challenge, of a level, a challenge or an import.")
    level: int | None = Field(description="Number of the level, of a level.")
    achievement: str | None = Field(
        description="Slug of the achievement, of an achievement or a correction that revoked or restored it."
    )
    date: date_ | None = Field(description="The day of the daily challenge, UTC, of `daily`.")
    streak_days: int | None = Field(description="How long the streak was, of a streak.")
    reference: str | None = Field(description="An administrator's reference of a correction, for questions about it.")


class XpTransaction(BaseModel):
    """A row of the ledger."""

    id: UUID = Field(description="Id of the row.")
    amount: int = Field(description="XP paid; negative where a correction took some.")
    source: XpSource = Field(description="What it was paid for.")
    description: str = Field(description="What it was paid for, as a sentence for people.")
    organization: str | None = Field(
        description="Whose XP it is, as a slug: that of `public` is the platform's and counts in `total_xp`; another's"
        " counts on the leaderboards of that organization alone. Null for one that the learner belongs to no longer."
    )
    created_at: datetime = Field(description="When it was paid.")
