"""The shape of ``tracks.yaml``: tracks, their modules and lessons."""

from typing import Literal

from pydantic import Field

from progressive_flow.curriculum.authoring.files.fields import Slug, Text, Title
from progressive_flow.grading.system_design.fields import Strict


class Lesson(Strict):
    """What a handful of challenges have in common."""

    slug: Slug
    title: Title
    description: Text


class Module(Strict):
    """A chapter of a track; its place in the list is its order."""

    slug: Slug
    title: Title
    description: Text
    lessons: list[Lesson] = Field(min_length=1)


class Track(Strict):
    """A learning track; ``difficulty_level`` is the documents' word for which of the three it is."""

    slug: Slug
    title: Title
    description: Text
    difficulty_level: Literal["fundamentals", "concepts", "systems"]
    estimated_hours: int = Field(ge=1, le=1000)
    order: int = Field(ge=1, le=10_000)
    prerequisites: list[Slug]
    modules: list[Module] = Field(min_length=1)


class TracksFile(Strict):
    """The file ``tracks.yaml``."""

    tracks: list[Track] = Field(min_length=1)
