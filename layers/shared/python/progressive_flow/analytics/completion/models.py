"""Figures for administrators."""

from typing import Literal

from pydantic import BaseModel, Field


class Completion(BaseModel):
    """How learners fare with a track or a challenge."""

    kind: Literal["track", "challenge"]
    slug: str
    title: str
    started: int
    completed: int
    enrolled: int | None = Field(description="Of tracks.")
    average_percentage: float | None = Field(description="Of tracks: how far those are who began.")
    average_attempts: float | None = Field(description="Of challenges, over those who began; as are the rest.")
    average_best_score: float | None
    average_minutes: float | None


class CompletionStatistics(BaseModel):
    """Every track, then every challenge; one that nobody touched counts 0."""

    items: list[Completion]
