"""Checks, publications and versions of items, as authors and reviewers see them."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from progressive_flow.curriculum.items.models import ItemKind, ItemSlug
from progressive_flow.learning.publishing.reports import Report

PublicationId = Annotated[UUID, Field(description="Id of a publication.")]
VersionNumber = Annotated[int, Field(ge=1, le=2_147_483_647, description="Number of a version.")]
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=2000)]

Label = Annotated[str, Field(pattern=r"^v[1-9][0-9]{0,3}\.(0|[1-9][0-9]{0,3})$", examples=["v2.0"])]


class Address(NamedTuple):
    """Which item: as authors address it."""

    organization: str
    kind: str
    slug: str


class CheckToBegin(BaseModel):
    """Which revision is to be checked."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"revision": 1}]})

    revision: int | None = Field(
        default=None, ge=1, le=2_147_483_647, description="Number of the revision; the last one if it is left out."
    )


class Check(BaseModel):
    """The last check of a revision."""

    revision: int = Field(description="Number of the revision.")
    state: Literal["running", "passed", "failed"] = Field(description="Whether it still runs, and what it found.")
    progress: float = Field(ge=0, le=1, description="The share of the work that is done.")
    grader_version: int = Field(
        description="The grader that checks it; a publication needs a check by the present one."
    )
    compared_with: int | None = Field(description="The live version whose solutions are tried; null if there was none.")
    is_compatible: bool | None = Field(
        description="Whether those solutions still pass, at least 98 % of them; null until it passed."
    )
    report: Report | None = Field(description="What was found; null while it runs.")
    requested_by: str | None = Field(description="Username of who asked for it; null once they were erased.")
    requested_at: datetime = Field(description="When it was asked for.")
    finished_at: datetime | None = Field(description="When it ended; null while it runs.")


class NewPublication(BaseModel):
    """What is to be published: a revision that passed its check and its reviews, or an older version again."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"revision": 1, "changelog": "The first lessons are here."},
                {"restored_from": 1, "changelog": "Back to the text before, which was clearer."},
            ]
        },
    )

    revision: int | None = Field(
        default=None, ge=1, le=2_147_483_647, description="Number of the revision that is published."
    )
    restored_from: int | None = Field(
        default=None, ge=1, le=2_147_483_647, description="Number of the version that a rollback publishes again."
    )
    changelog: Reason = Field(description="What changes, for learners.")
    label: Label | None = Field(
        default=None,
        description="The next label or a higher one; left out, the label follows from whether solutions still pass.",
    )
    breaking_reason: Reason | None = Field(
        default=None, description="Why it is published although solutions of the live version fail."
    )
    scheduled_at: Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)] | None = Field(
        default=None, description="When it goes live; at once if it is left out or has passed."
    )

    @model_validator(mode="after")
    def _one_source(self) -> "NewPublication":
        if (self.revision is None) == (self.restored_from is None):
            raise ValueError("Name a revision to publish, or a version to restore: one of them.")
        return self


class Publication(BaseModel):
    """What was asked to be published, and what came of it."""

    id: UUID = Field(description="Id of the publication.")
    state: Literal["scheduled", "live", "superseded", "cancelled", "failed"] = Field(
        description="Whether it waits, is what learners see, was followed by another one, was cancelled, or was refused when due."
    )
    revision: int | None = Field(description="Number of the revision; null for a rollback.")
    restored_from: int | None = Field(description="The version that a rollback publishes again; null otherwise.")
    version: int | None = Field(description="The version that it became; null until then.")
    label: str | None = Field(description="The version's label, or the one that was asked for.")
    changelog: str = Field(description="What changed, for learners.")
    breaking_reason: str | None = Field(
        description="Why it was published although solutions failed; null if none was given."
    )
    scheduled_at: datetime | None = Field(description="When it was to go live; null for at once.")
    problem: dict[str, Any] | None = Field(description="Why it failed when it was due, as `kind` and `detail`.")
    requested_by: str | None = Field(description="Username of who asked for it; null once they were erased.")
    created_at: datetime = Field(description="When it was asked for.")
    finished_at: datetime | None = Field(description="When it went live or ended; null while it waits.")


class ItemToPublish(BaseModel):
    """An item of several that are published as one."""

    model_config = ConfigDict(extra="forbid")

    kind: ItemKind
    slug: ItemSlug
    revision: int = Field(ge=1, le=2_147_483_647, description="Number of the revision that is published.")
    label: Label | None = Field(
        default=None, description="The next label or a higher one; left out, the label follows as for a single item."
    )
    breaking_reason: Reason | None = Field(
        default=None, description="Why it is published although solutions of the live version fail."
    )


class NewPublications(BaseModel):
    """Revisions of several items that are published as one: all go live, or none does."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "items": [
                        {"kind": "track", "slug": "made-track", "revision": 1},
                        {"kind": "page", "slug": "made-page", "revision": 2},
                    ],
                    "changelog": "The course on replicas is here.",
                }
            ]
        },
    )

    items: list[ItemToPublish] = Field(min_length=1, max_length=200, description="What is published, in any order.")
    changelog: Reason = Field(description="What changes, for learners; each version gets it.")

    @field_validator("items")
    @classmethod
    def _once(cls, items: list[ItemToPublish]) -> list[ItemToPublish]:
        if len({(item.kind, item.slug) for item in items}) < len(items):
            raise PydanticCustomError("item_twice", "Name each item once.")
        return items


class PublishedItem(BaseModel):
    """An item that went live with others."""

    kind: ItemKind
    slug: ItemSlug
    publication_id: UUID = Field(description="Id of its publication.")
    version: int = Field(description="The version that it became.")
    label: str = Field(description="The version's label.")


class PublishedItems(BaseModel):
    """What went live as one."""

    items: list[PublishedItem] = Field(description="The items, by kind and slug.")


class Version(BaseModel):
    """A version of an item."""

    version: int = Field(description="Number of the version, from 1.")
    label: str = Field(description="The version for people: the first number rises when solutions of before may fail.")
    is_live: bool = Field(description="Whether learners see it.")
    changelog: str = Field(description="What changed, for learners.")
    is_compatible: bool = Field(description="Whether solutions of the version before still passed.")
    breaking_reason: str | None = Field(description="Why it was published although they did not.")
    approvals: int = Field(description="How many reviewers had approved it.")
    restored_from: int | None = Field(
        description="The version whose text it has again, after a rollback; null otherwise."
    )
    published_by: str | None = Field(
        description="Username of who published it; null for files, and once they were erased."
    )
    published_at: datetime = Field(description="When it went live.")


class VersionDocument(Version):
    """A version with its document."""

    document: dict[str, Any] = Field(description="The document as it was published, its members in any order.")


class ItemChanges(BaseModel):
    """What changes of an item beside its draft; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"archived": True}]})

    archived: bool | None = Field(
        default=None, description="Whether nobody can begin it any more; what learners did stays."
    )
    owner: str | None = Field(
        default=None, min_length=1, max_length=50, description="Username of the author who owns the draft from now on."
    )
