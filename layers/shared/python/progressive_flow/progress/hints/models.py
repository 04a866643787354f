"""Hints as learners buy them."""

from pydantic import BaseModel, ConfigDict, Field


class NewHint(BaseModel):
    """Which hint to reveal. A hint revealed before is shown again at no cost, so that no repetition buys two."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"hint_number": 1}]})

    hint_number: int = Field(ge=1, le=20, description="Place of the hint; hints come in order.")


class Hint(BaseModel):
    """A hint of a level. Its text is null until it is revealed; its penalty is shown beforehand."""

    hint_number: int
    hint: str | None
    xp_penalty: int = Field(description="Taken off the level's first pass; 0 once the level is passed.")
    revealed: bool


class RevealedHint(BaseModel):
    """A hint just shown, and what the next one would cost."""

    hint_number: int
    hint: str
    xp_penalty: int
    newly_revealed: bool
    hint_count: int
    next_penalty: int | None = Field(description="Null when there is no further hint.")


class Hints(BaseModel):
    """A level's hints, and what passing it first would pay now, less hints and a suggested change.

    At least a quarter of the reward always remains.
    """

    items: list[Hint]
    xp_reward: int
    xp_after_penalties: int
