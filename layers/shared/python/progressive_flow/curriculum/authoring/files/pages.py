"""A page: what learners read between challenges."""

from pydantic import Field

from progressive_flow.curriculum.authoring.files.fields import Slug, Text, Title
from progressive_flow.grading.system_design.fields import Strict

MAX_BODY = 100_000  # characters


class Page(Strict):
    """A page of a lesson. ``order`` is its place in the track: it comes before the challenge of the same place."""

    slug: Slug
    title: Title
    track: Slug
    lesson: Slug
    order: int = Field(ge=1, le=10_000)
    description: Text
    body: str = Field(min_length=1, max_length=MAX_BODY)
