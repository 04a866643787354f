"""Items, their drafts and their history, as authors and reviewers see them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ItemKind = Annotated[Literal["challenge", "page", "track"], Field(description="What the item is.")]
KindFilter = Annotated[Literal["challenge", "page", "track"], Field(description="Only items of this kind.")]
State = Literal["draft", "live", "archived"]
StateFilter = Annotated[State, Field(description="Only items in this state.")]
OwnFilter = Annotated[bool, Field(description="Only items that the caller owns.")]
ItemSearch = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    Field(description="Only items whose slug or title contains this, whatever its case.", examples=["cache"]),
]
ItemSlug = Annotated[
    str,
    Field(
        pattern="^[a-z0-9]+(-[a-z0-9]+)*$",
        max_length=100,
        description="Slug of the item, as in its document.",
        examples=["first-track"],
    ),
]
RevisionNumber = Annotated[int, Field(ge=1, le=2_147_483_647, description="Number of a revision of the draft.")]
EXAMPLE: dict[str, Any] = {
    "slug": "first-track",
    "title": "First track",
    "description": "What the academy begins with.",
    "difficulty_level": "fundamentals",
    "estimated_hours": 3,
    "order": 1,
    "prerequisites": [],
    "modules": [
        {
            "slug": "basics",
            "title": "Basics",
            "description": "Where everything begins.",
            "lessons": [
                {"slug": "first-lesson", "title": "First lesson", "description": "One challenge to begin with."}
            ],
        }
    ],
}


class DraftToSave(BaseModel):
    """A draft in the place of the one before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"document": EXAMPLE}]})

    document: dict[str, Any] = Field(
        description="What the item says, with the fields of the content files: a track of `tracks.yaml`,"
        " `challenge.yaml` with the text of `statement.md` as `statement`, or a page with its Markdown as `body`."
    )


class _Named(BaseModel):
    """What an item is, and whose."""

    kind: ItemKind
    slug: ItemSlug
    title: str = Field(description="Title of the draft.")
    state: State = Field(description="Whether it is a draft alone, published, or withdrawn.")
    owner: str | None = Field(description="Username of who may change the draft; null once they were erased.")


class ItemSummary(_Named):
    """An item without its document."""

    revision: int = Field(description="Number of the draft's last revision, from 1.")
    created_at: datetime = Field(description="When it was made.")
    updated_at: datetime = Field(description="When the draft was changed last.")


class ItemRow(ItemSummary):
    """A row of a list, with what its cursor needs."""

    id: UUID = Field(exclude=True)


class Item(_Named):
    """An item with the document of one revision."""

    revision: int = Field(description="Number of the revision that is shown.")
    document: dict[str, Any] = Field(description="The document as it was saved, its members in any order.")
    saved_by: str | None = Field(description="Username of who saved it; null once they were erased.")
    saved_at: datetime = Field(description="When it was saved.")


class Revision(BaseModel):
    """A revision without its document."""

    revision: int = Field(description="Number of the revision.")
    saved_by: str | None = Field(description="Username of who saved it; null once they were erased.")
    saved_at: datetime = Field(description="When it was saved.")
    bytes: int = Field(description="Length of the document as JSON, in bytes.")


class Change(BaseModel):
    """One place in which two revisions differ."""

    pointer: str = Field(description="JSON pointer into the document.", examples=["/levels/0/xp_reward"])
    what: Literal["added", "removed", "changed"] = Field(description="What became of the value there.")
    before: Any = Field(description="The value of the earlier revision; null where it was added.")
    after: Any = Field(description="The value of the later revision; null where it was removed.")


class Changes(BaseModel):
    """What changed from one revision to another."""

    since: int = Field(description="Number of the earlier revision.")
    revision: int = Field(description="Number of the later revision.")
    items: list[Change] = Field(description="In the order of the document, at most 500.")
    is_whole: bool = Field(description="Whether these are all changes.")
