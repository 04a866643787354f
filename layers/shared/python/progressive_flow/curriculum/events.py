"""Events about what authors write."""

from typing import ClassVar

from pydantic import Field

from progressive_flow.kernel.events.models import Event


class ItemReviewed(Event):
    """A reviewer approved a revision of an item, or asked for changes; the event's user is who owns the item."""

    topic: ClassVar[str] = "item.reviewed"

    organization: str = Field(description="Slug of the organization.")
    kind: str = Field(description="What the item is: `challenge` or `track`.")
    slug: str = Field(description="Slug of the item.")
    title: str = Field(description="Title of the item.")
    revision: int = Field(description="Number of the revision.")
    verdict: str = Field(description="Whether it was `approved`, or `changes_requested`.")
