"""What administrators put right."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

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

    user_id: UUID
    reference: str
    paid: int = Field(description="0 if this reference was used for the learner before.")
    total_xp: int
    current_level: int


class Scores(BaseModel):
    """All-time scores on the global leaderboards."""

    xp: int
    challenges: int


class Figures(BaseModel):
    """What is kept of a learner and follows from the ledger and their progress."""

    total_xp: int
    current_level: int
    total_challenges_started: int
    total_challenges_completed: int
    total_levels_completed: int
    total_time_spent_minutes: int
    all_time_scores: Scores


class Recomputation(BaseModel):
    """A learner's totals before and after they were recomputed."""

    user_id: UUID
    before: Figures
    after: Figures
    changed: bool


class XpTransaction(BaseModel):
    """A row of the ledger."""

    id: UUID
    amount: int
    source_type: Literal["level", "challenge", "achievement", "daily", "streak", "correction", "import"]
    source_id: str
    description: str
    created_at: datetime
