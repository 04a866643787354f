"""What the models of the content files are made of, beside what those of levels are."""

from typing import Annotated, Literal

from pydantic import Field

SLUG_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Slug = Annotated[str, Field(pattern=SLUG_PATTERN, max_length=100)]
Text = Annotated[str, Field(min_length=1)]
Title = Annotated[str, Field(min_length=1, max_length=200)]
LevelNumber = Annotated[int, Field(ge=1, le=5)]
Band = Annotated[list[float], Field(min_length=2, max_length=2)]
Difficulty = Literal["beginner", "intermediate", "advanced"]
