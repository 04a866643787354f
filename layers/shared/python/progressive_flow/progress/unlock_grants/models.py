"""What grants of unlocked challenges look like."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.members import ChallengeReference
from progressive_flow.kernel.http.parameters import LearnerId, Reason, Reference


class NewUnlockGrant(BaseModel):
    """Challenges to open for a learner, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "user_id": "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071",
                    "challenge_slugs": ["url-shortener"],
                    "reason": "Knows the fundamentals from an earlier course",
                }
            ]
        },
    )

    user_id: LearnerId
    challenge_slugs: list[Reference] = Field(
        min_length=1, max_length=100, description="References of the challenges to unlock."
    )
    reason: Reason = Field(description="It names nobody, for the audit log keeps it after erasure.")


class UnlockGrant(BaseModel):
    """What a grant opened."""

    user_id: UUID = Field(description="Id of the learner.")
    unlocked: list[str] = Field(description="Slugs opened just now.")
    already_unlocked: list[str] = Field(description="References of those that were unlocked before.")


class RevokedUnlock(BaseModel):
    """A grant that was taken back. Attempts, passed levels and XP stay."""

    user_id: UUID = Field(description="Id of the learner.")
    challenge: ChallengeReference
    still_unlocked: bool = Field(description="Whether it stays open, since its prerequisites are completed.")
