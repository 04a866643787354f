"""What a learner sees first."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.gamification.icons.models import ShownIcon
from progressive_flow.kernel.http.members import ChallengeReference, Level, Title, TotalXp, UserLevel


class CurrentChallenge(BaseModel):
    """A challenge the learner is in the middle of."""

    slug: ChallengeReference
    title: Title
    levels_completed: list[int] = Field(description="Numbers of the levels passed, ascending.")
    level_count: int = Field(description="How many levels it has in all, published or not.")


class DayAtAGlance(BaseModel):
    """The daily challenge and whether the learner passed it."""

    challenge: ChallengeReference
    title: Title
    level: Level
    passed: bool = Field(description="Whether the learner passed it today.")


class RecentAchievement(BaseModel):
    """An achievement of late."""

    slug: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    icon_url: ShownIcon
    rarity: str = Field(description="How rare it is: `common`, `rare`, `epic` or `legendary`.")
    unlocked_at: datetime = Field(description="When the learner unlocked it.")


class Dashboard(BaseModel):
    """What a learner sees first, read live."""

    id: UUID = Field(description="Id of the user.")
    username: str = Field(description="Unique name of the user.")
    display_name: str | None = Field(description="Name that others may see; null shows the username instead.")
    total_xp: TotalXp
    current_level: UserLevel
    current_streak_days: int = Field(description="Days of the current streak; 0 without one.")
    rank_percentile: float | None = Field(
        description="Share of ranked learners who are not ahead by XP, 0 to 100; null before the first XP."
    )
    achievements_count: int = Field(description="How many achievements the learner has unlocked.")
    challenges_completed: int = Field(description="How many challenges the learner has completed.")
    track_progress: dict[str, float] = Field(description="Per cent completed, by difficulty of the tracks.")
    unread_notifications: int = Field(description="How many notifications are not read yet.")
    in_progress: list[CurrentChallenge] = Field(description="The five begun last.")
    daily_challenge: DayAtAGlance | None = Field(description="Today's, UTC; null if none was chosen.")
    recent_achievements: list[RecentAchievement] = Field(description="The three unlocked last, newest first.")
