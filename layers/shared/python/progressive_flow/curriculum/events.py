"""Events about what authors write."""

from typing import ClassVar

from pydantic import BaseModel, Field

from progressive_flow.kernel.events.models import Event


class _OfItem(BaseModel):
    """Which item; the event's user is who owns it."""

    organization: str = Field(description="Slug of the organization.")
    kind: str = Field(description="What the item is: `challenge`, `page` or `track`.")
    slug: str = Field(description="Slug of the item.")
    title: str = Field(description="Title of the item.")


class ItemReviewed(_OfItem, Event):
    """A reviewer approved a revision of an item, or asked for changes."""

    topic: ClassVar[str] = "item.reviewed"

    revision: int = Field(description="Number of the revision.")
    verdict: str = Field(description="Whether it was `approved`, or `changes_requested`.")


class ItemPublished(_OfItem, Event):
    """A version of an item went live."""

    topic: ClassVar[str] = "item.published"

    version: int = Field(description="Number of the version.")
    label: str = Field(description="The version for people.")
    restored_from: int | None = Field(
        description="The version whose text it has again, after a rollback; null otherwise."
    )


class ItemArchived(_OfItem, Event):
    """An item was archived: nobody can begin it any more."""

    topic: ClassVar[str] = "item.archived"


class ItemRestored(_OfItem, Event):
    """An archived item was brought back."""

    topic: ClassVar[str] = "item.restored"
