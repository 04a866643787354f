"""Figures for administrators."""

from typing import Literal

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.members import Title


class Completion(BaseModel):
    """How learners fare with a track or a challenge."""

    kind: Literal["track", "challenge"] = Field(description="What the row is about.")
    slug: str = Field(description="Reference of the track or the challenge.")
    title: Title
    started: int = Field(description="How many learners began it.")
    completed: int = Field(description="How many learners completed it.")
    enrolled: int | None = Field(description="Of tracks.")
    average_percentage: float | None = Field(description="Of tracks: how far those are who began.")
    average_attempts: float | None = Field(description="Of challenges, over those who began; as are the rest.")
    average_best_score: float | None = Field(description="Of challenges: mean of the learners' best scores, 0 to 100.")
    average_minutes: float | None = Field(description="Of challenges: mean of the minutes spent.")


class CompletionStatistics(BaseModel):
    """Every track, then every challenge; one that nobody touched counts 0."""

    items: list[Completion] = Field(description="Challenges or tracks, each with its figures.")
