"""Events about attempts and challenges."""

from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.kernel.events.models import Event


class UnlockedChallenge(BaseModel):
    """A challenge that became available."""

    id: UUID = Field(description="Id of the challenge.")
    slug: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Title of the challenge.")


class AttemptGraded(Event):
    """An attempt was graded and recorded, whether it passed or not."""

    topic: ClassVar[str] = "attempt.graded"

    attempt_id: UUID = Field(description="Id of the attempt.")
    challenge_id: UUID = Field(description="Id of the challenge.")
    challenge: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Title of the challenge.")
    level: int = Field(description="Number of the level.")
    score: float = Field(description="Score of the attempt, 0 to 100; in tenths of the whole if it failed.")
    passed: bool = Field(description="Whether the attempt passed.")
    first_pass: bool = Field(description="Whether the learner passed the level for the first time.")
    xp_earned: int = Field(description="XP that the attempt paid, the bonus of the daily challenge included.")
    level_xp: int = Field(description="XP that the attempt paid for the level and the completion of its challenge.")


class ChallengeCompleted(Event):
    """A learner passed the last missing level of a challenge."""

    topic: ClassVar[str] = "challenge.completed"

    challenge_id: UUID = Field(description="Id of the challenge.")
    challenge: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Title of the challenge.")
    unlocked: list[UnlockedChallenge] = Field(description="Challenges that the completion unlocked.")


class ChallengeOpened(Event):
    """A challenge became available to a learner without an action of theirs, for example after its publication."""

    topic: ClassVar[str] = "challenge.opened"

    challenge_id: UUID = Field(description="Id of the challenge.")
    challenge: str = Field(description="Reference of the challenge.")
    title: str = Field(description="Title of the challenge.")
