"""Events about achievements, streaks and skills."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.gamification.achievements.models import Rarity
from progressive_flow.kernel.events.models import Event


class AchievementUnlocked(Event):
    """A learner met the criteria of an achievement."""

    topic: ClassVar[str] = "achievement.unlocked"

    achievement_id: UUID = Field(description="Id of the achievement.")
    achievement: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    description: str = Field(description="What the learner did for it.")
    rarity: Rarity = Field(description="How rare the achievement is meant to be.")
    xp_earned: int = Field(description="XP that the achievement paid.")


class AchievementRevoked(Event):
    """An administrator took an achievement from a learner; no award gives it back."""

    topic: ClassVar[str] = "achievement.revoked"

    achievement_id: UUID = Field(description="Id of the achievement.")
    achievement: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    revocation: int = Field(description="Number of the revocation: 1 for the first of this achievement and learner.")
    reason: str = Field(description="Why, in the administrator's words; the learner reads it.")
    xp_taken: int = Field(description="XP that the achievement had paid, which a correction took back.")


class AchievementRestored(Event):
    """An administrator gave a revoked achievement back to a learner."""

    topic: ClassVar[str] = "achievement.restored"

    achievement_id: UUID = Field(description="Id of the achievement.")
    achievement: str = Field(description="Reference of the achievement.")
    name: str = Field(description="Name of the achievement.")
    revocation: int = Field(description="Number of the revocation that was undone.")
    reason: str = Field(description="Why, in the administrator's words; the learner reads it.")
    xp_returned: int = Field(description="XP that the revocation had taken, which a correction paid back.")


class StreakReached(Event):
    """A learner's streak reached a milestone."""

    topic: ClassVar[str] = "streak.reached"

    days: int = Field(description="Length of the streak in days.")
    xp_earned: int = Field(description="XP that the milestone paid: 0 if the learner reached it before.")


class StreakReminder(Event):
    """It is a learner's evening and their streak ends with this day unless they are active; sent once a day."""

    topic: ClassVar[str] = "streak.reminder"

    days: int = Field(description="Length of the streak in days.")


class SkillUnlocked(Event):
    """A learner's points brought a skill to its first level."""

    topic: ClassVar[str] = "skill.unlocked"

    skill: str = Field(description="Slug of the skill.")
    level: int = Field(description="Level that the skill reached.")


class SkillMastered(Event):
    """A learner's points brought a skill to its last level."""

    topic: ClassVar[str] = "skill.mastered"

    skill: str = Field(description="Slug of the skill.")
    level: int = Field(description="Level that the skill reached, which is its last.")
