"""A page, and that a learner has read it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.examples import with_example
from progressive_flow.kernel.http.members import Title, TrackReference

EXAMPLE: dict[str, Any] = {
    "slug": "northwind:why-pages-are-cached",
    "title": "Why pages are cached",
    "description": "What a copy near the reader saves.",
    "track": "northwind:serving-the-shop",
    "module": "the-shop",
    "lesson": "pages",
    "body": "# Why pages are cached\n\nMost readers ask for the same pages.",
    "images": [],
    "estimated_minutes": 4,
    "version": 1,
    "completed_at": None,
}


class Image(BaseModel):
    """An image of a page."""

    id: UUID = Field(description="Id of the upload: the text shows it as `upload:<id>`.")
    url: str = Field(description="Address of the file for fifteen minutes, on another host than this API.")
    width: int | None = Field(description="Width in pixels; null for an SVG that has none.")
    height: int | None = Field(description="Height in pixels; null for an SVG that has none.")


class PageRow(BaseModel):
    """A page of a lesson without its images."""

    slug: str = Field(description="Reference of the page, for addresses.")
    title: Title
    description: str = Field(description="What it is about, in a sentence.")
    track: TrackReference
    module: str = Field(description="Slug of the module that it belongs to.")
    lesson: str = Field(description="Slug of the lesson that it belongs to.")
    body: str = Field(
        description="Markdown. Sanitise what you render of it. Links such as `challenge:<slug>` lead to content of the"
        " page's organization, or of `public` where that has none of the name."
    )
    estimated_minutes: int = Field(description="Minutes that reading takes, at 200 words a minute.")
    version: int = Field(description="The version that is live.")
    completed_at: datetime | None = Field(description="When the learner said that they had read it; null before.")


class Page(PageRow):
    """A page of a lesson."""

    model_config = with_example(EXAMPLE)

    images: list[Image] = Field(description="The images that the text shows.")


class PageCompletion(BaseModel):
    """That the learner has read a page."""

    slug: str = Field(description="Reference of the page.")
    version: int = Field(description="The version that was live then.")
    completed_at: datetime = Field(description="When the learner said so first.")
