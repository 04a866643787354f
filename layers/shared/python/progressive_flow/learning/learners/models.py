"""Learners as administrators see them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from progressive_flow.identity.users.models import Visibility
from progressive_flow.kernel.http.members import ChallengeReference, Title, TotalXp, UserLevel
from progressive_flow.progress.enrollments.models import Status

LearnerSearch = Annotated[
    str,
    StringConstraints(min_length=1, max_length=255),
    Field(
        description="Only learners whose address, username or display name begins so, whatever its case.",
        examples=["ada@"],
    ),
]


class LearnerRow(BaseModel):
    """A learner in a list. Who was erased has neither address nor display name, and no XP."""

    id: UUID = Field(description="Id of the user.")
    username: str = Field(description="Unique name of the user.")
    display_name: str | None = Field(description="Name that others may see; null shows the username instead.")
    email: str | None = Field(
        description="Address of the account; null until the identity provider delivered it, and for who was erased."
    )
    total_xp: int | None = Field(description="All XP of the learner; null for who was erased.")
    current_level: int | None = Field(description="The learner's level, from 1; null for who was erased.")
    created_at: datetime = Field(description="When the user was created.")
    last_active_at: datetime = Field(description="When the learner last did something that is recorded.")
    erased_at: datetime | None = Field(description="When the learner left; nothing about a person is kept since.")


class LearnerFigures(BaseModel):
    """What a learner's work adds up to."""

    total_xp: TotalXp
    current_level: UserLevel
    challenges_started: int = Field(description="How many challenges the learner submitted to.")
    challenges_completed: int = Field(description="How many challenges the learner completed.")
    levels_completed: int = Field(description="How many levels the learner passed.")
    time_spent_minutes: int = Field(description="Minutes that the server measured on levels.")
    current_streak_days: int = Field(description="Days of the current streak; 0 without one.")
    longest_streak_days: int = Field(description="Days of the longest streak there was.")
    last_activity_date: date | None = Field(description="The learner's last active day, in their time zone.")


class LearnerChallenge(BaseModel):
    """A challenge that is open to a learner, or that they tried."""

    slug: ChallengeReference
    title: Title
    status: Status = Field(description="The learner's progress.")
    unlocked: bool = Field(description="Whether the learner may attempt it.")
    current_level: int = Field(description="Highest level passed; 0 before the first.")
    levels_completed: list[int] = Field(description="Numbers of the levels passed, ascending.")
    total_attempts: int = Field(description="How often the learner submitted to its levels.")
    best_score: float | None = Field(
        description="Best score of all attempts at its levels, 0 to 100; null before the first."
    )
    xp_earned: int = Field(description="XP that the learner earned on it.")
    start_date: datetime | None = Field(description="When the learner first submitted to it; null until then.")
    completion_date: datetime | None = Field(description="When the last of its levels was passed; null until then.")


class LearnerAccount(BaseModel):
    """Who a learner is, and what their work adds up to."""

    id: UUID = Field(description="Id of the user.")
    username: str = Field(description="Unique name of the user.")
    display_name: str | None = Field(description="Name that others may see; null shows the username instead.")
    email: str | None = Field(
        description="Address of the account; null until the identity provider delivered it, and for who was erased."
    )
    visibility: Visibility = Field(
        description="What others see: the name, a pseudonym that the server draws, or nothing."
    )
    time_zone: str = Field(description="IANA name of the zone in which the learner's days count.")
    skill_level: Literal["beginner", "intermediate", "advanced"] = Field(
        description="What the initial assessment recommended; `beginner` before it."
    )
    organizations: list[str] = Field(description="Slugs of the organizations the learner belongs to.")
    created_at: datetime = Field(description="When the user was created.")
    last_active_at: datetime = Field(description="When the learner last did something that is recorded.")
    erased_at: datetime | None = Field(description="When the learner left; nothing about a person is kept since.")
    figures: LearnerFigures | None = Field(description="Null for who was erased.")


class LearnerDetail(LearnerAccount):
    """A learner with their progress."""

    challenges: list[LearnerChallenge] = Field(description="In the tracks' order; none of who was erased.")


class LearnerGrant(BaseModel):
    """A challenge that a grant opened."""

    challenge: str = Field(description="Its reference, as `challenge_slugs` of a grant has it.")
    title: Title
    reason: str = Field(description="Why it was granted, as the administrator wrote it.")
    granted_by: UUID = Field(description="Id of the administrator.")
    created_at: datetime = Field(description="When it was granted.")


class LearnerCorrection(BaseModel):
    """A correction of XP, as the audit log has it."""

    id: UUID = Field(description="Id of its row in the audit log.")
    amount: int = Field(description="XP given; negative where some was taken.")
    reason: str = Field(description="Why it was corrected, as the administrator wrote it.")
    reference: str = Field(description="The administrator's own reference for it.")
    corrected_by: UUID = Field(description="Id of the administrator.")
    created_at: datetime = Field(description="When it was corrected.")
