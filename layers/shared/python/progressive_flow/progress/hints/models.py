"""Hints as learners buy them."""

from pydantic import BaseModel, ConfigDict, Field


class NewHint(BaseModel):
    """Which hint to reveal. A hint revealed before is shown again at no cost, so that no repetition buys two."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hint_number": 1}]})

    hint_number: int = Field(ge=1, le=20, description="Place of the hint; hints come in order.")


class LevelHint(BaseModel):
    """A hint of a level. Its text is null until it is revealed; its penalty is shown beforehand."""

    hint_number: int = Field(description="Place of the hint, from 1.")
    hint: str | None = Field(description="The hint; null until it is revealed.")
    xp_penalty: int = Field(description="Taken off the level's first pass; 0 once the level is passed.")
    revealed: bool = Field(description="Whether it was revealed.")


class RevealedHint(BaseModel):
    """A hint just shown, and what the next one would cost."""

    hint_number: int = Field(description="Place of the hint, from 1.")
    hint: str = Field(description="The hint.")
    xp_penalty: int = Field(description="XP that it takes off the level's first pass; 0 once the level is passed.")
    newly_revealed: bool = Field(description="False where it was revealed before.")
    hint_count: int = Field(description="How many hints the level has.")
    next_penalty: int | None = Field(description="Null when there is no further hint.")


class Hints(BaseModel):
    """A level's hints, and what passing it first would pay now, less hints and a suggested change.

    At least a quarter of the reward always remains.
    """

    items: list[LevelHint] = Field(description="The level's hints, in order.")
    xp_reward: int = Field(description="XP of the level's first pass, without penalties.")
    xp_after_penalties: int = Field(description="XP that the first pass would pay now.")
