"""Learners as administrators see them."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from progressive_flow.identity.users.models import Visibility
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

    id: UUID
    username: str
    display_name: str | None
    email: str | None
    total_xp: int | None
    current_level: int | None
    created_at: datetime
    last_active_at: datetime
    erased_at: datetime | None = Field(description="When the learner left; nothing about a person is kept since.")


class LearnerFigures(BaseModel):
    """What a learner's work adds up to."""

    total_xp: int
    current_level: int
    challenges_started: int
    challenges_completed: int
    levels_completed: int
    time_spent_minutes: int
    current_streak_days: int
    longest_streak_days: int
    last_activity_date: date | None = Field(description="The learner's last active day, in their time zone.")


class LearnerChallenge(BaseModel):
    """A challenge that is open to a learner, or that they tried."""

    slug: str
    title: str
    status: Status
    unlocked: bool
    current_level: int
    levels_completed: list[int]
    total_attempts: int
    best_score: float | None
    xp_earned: int
    start_date: datetime | None
    completion_date: datetime | None


class LearnerAccount(BaseModel):
    """Who a learner is, and what their work adds up to."""

    id: UUID
    username: str
    display_name: str | None
    email: str | None
    visibility: Visibility
    time_zone: str
    skill_level: Literal["beginner", "intermediate", "advanced"]
    organizations: list[str] = Field(description="Slugs of the organizations the learner belongs to.")
    created_at: datetime
    last_active_at: datetime
    erased_at: datetime | None = Field(description="When the learner left; nothing about a person is kept since.")
    figures: LearnerFigures | None = Field(description="Null for who was erased.")


class LearnerDetail(LearnerAccount):
    """A learner with their progress."""

    challenges: list[LearnerChallenge] = Field(description="In the tracks' order; none of who was erased.")


class LearnerGrant(BaseModel):
    """A challenge that a grant opened."""

    challenge: str = Field(description="Its reference, as `challenge_slugs` of a grant has it.")
    title: str
    reason: str
    granted_by: UUID = Field(description="Id of the administrator.")
    created_at: datetime


class LearnerCorrection(BaseModel):
    """A correction of XP, as the audit log has it."""

    id: UUID
    amount: int
    reason: str
    reference: str
    corrected_by: UUID = Field(description="Id of the administrator.")
    created_at: datetime
