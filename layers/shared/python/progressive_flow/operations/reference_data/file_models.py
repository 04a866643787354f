"""The shape of the reference files beside the challenges: achievements, the skill tree, the question bank."""

from typing import Annotated, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from progressive_flow.curriculum.authoring.files.fields import Difficulty, Slug
from progressive_flow.gamification.achievements.criteria import Criteria

AchievementCategory = Literal["speed", "mastery", "streak", "exploration"]
Rarity = Literal["common", "rare", "epic", "legendary"]
Name = Annotated[str, Field(min_length=3, max_length=60)]
Sentence = Annotated[str, Field(min_length=20, max_length=300)]
Option = Annotated[str, Field(min_length=1, max_length=120)]

XP_OF_RARITY: dict[str, tuple[int, int]] = {
    "common": (25, 50),
    "rare": (75, 150),
    "epic": (200, 400),
    "legendary": (500, 1000),
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Achievement(_Strict):
    """One achievement; the rarer, the more it is worth."""

    slug: Slug
    name: Name
    description: Sentence
    category: AchievementCategory
    rarity: Rarity
    xp_reward: int
    criteria: Criteria

    @model_validator(mode="after")
    def _worth(self) -> Self:
        low, high = XP_OF_RARITY[self.rarity]
        if not low <= self.xp_reward <= high:
            raise ValueError(f"xp_reward of a {self.rarity} achievement is {low} to {high}")
        return self


class Skill(_Strict):
    """One skill of the tree; the parent is a prerequisite by itself, ``needs`` names further ones."""

    slug: Slug
    name: Name
    description: Sentence
    parent: Slug | None = None
    needs: list[Slug] = []
    max_level: int = Field(ge=3, le=5)
    xp_per_level: int = Field(ge=50, le=400)

    @property
    def prerequisites(self) -> list[str]:
        """Name all skills that come first."""
        return [*([self.parent] if self.parent else []), *self.needs]


class Question(_Strict):
    """One question on a topic; ``answer`` counts options from 0."""

    slug: Slug
    topic: Slug
    chapter: int = Field(ge=1, le=12)
    difficulty: Difficulty
    prompt: str = Field(min_length=20, max_length=600)
    options: list[Option] = Field(min_length=3, max_length=5)
    answer: int = Field(ge=0)
    explanation: str = Field(min_length=60, max_length=900)

    @model_validator(mode="after")
    def _answerable(self) -> Self:
        if self.answer >= len(self.options):
            raise ValueError(f"answer {self.answer} is no option: there are {len(self.options)}, counted from 0")
        if len({option.strip().casefold() for option in self.options}) < len(self.options):
            raise ValueError("two options say the same")
        return self


class AchievementsFile(_Strict):
    """The file ``achievements.yaml``."""

    achievements: list[Achievement]


class SkillsFile(_Strict):
    """The file ``skills.yaml``: each branch's skills in order."""

    branches: dict[Slug, list[Skill]]


class QuestionsFile(_Strict):
    """A file of ``questions/``: those on one track's topics."""

    questions: list[Question]


class References(NamedTuple):
    """All of it: achievements in order, skills by branch in order, questions by track."""

    achievements: list[Achievement]
    branches: dict[str, list[Skill]]
    questions: dict[str, list[Question]]
