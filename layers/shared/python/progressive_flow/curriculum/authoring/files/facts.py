"""What is said of a challenge of any kind."""

from pydantic import Field

from progressive_flow.curriculum.authoring.files.fields import Difficulty, LevelNumber, Slug, Text, Title
from progressive_flow.grading.system_design.fields import Strict


class Concept(Strict):
    """A chapter of the book that the challenge draws on."""

    chapter: int = Field(ge=1, le=12)
    topic: Text


class Facts(Strict):
    """What is said of a challenge but for its levels. ``level_count`` are planned; those in ``levels`` are published."""

    slug: Slug
    title: Title
    track: Slug
    lesson: Slug
    order: int = Field(ge=1, le=10_000)
    category: Slug
    difficulty: Difficulty
    description: Text
    prerequisites: list[Slug]
    ddia_concepts: list[Concept]
    tags: list[Slug] = Field(min_length=3, max_length=6)
    estimated_minutes: int = Field(ge=5, le=1000)
    xp_base: int = Field(ge=1, le=10_000)
    level_count: LevelNumber

    @property
    def file(self) -> str:
        """Name the file as problems do."""
        return f"{self.track}/{self.slug}/challenge.yaml"

    def misnumbered(self, numbers: list[int]) -> list[str]:
        """Return what is wrong with the numbers of its levels, as ``file: field: what is wrong``."""
        if numbers != list(range(1, len(numbers) + 1)):
            text = f"are numbered {numbers}: number them from 1 without gaps, in this order"
        elif len(numbers) > self.level_count:
            text = f"has {len(numbers)}, more than level_count {self.level_count}: raise it, or take levels out"
        else:
            return []
        return [f"{self.file}: levels: {text}"]

    @property
    def statement_file(self) -> str:
        """Name the file of the statement as problems do."""
        return f"{self.track}/{self.slug}/statement.md"
