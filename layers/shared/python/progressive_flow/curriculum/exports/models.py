"""Exports, as authors and reviewers see them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.curriculum.items.models import ItemSlug

ExportId = Annotated[UUID, Field(description="Id of the export.")]


class ExportToBegin(BaseModel):
    """What is to be exported."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"track": "first-track"}]})

    track: ItemSlug | None = Field(
        default=None, description="Slug of the one track whose items are exported; left out, everything is."
    )


class ContentExport(BaseModel):
    """An export, with the address of its zip once it is done."""

    id: ExportId
    track: str | None = Field(description="The one track that was asked for; null for everything.")
    state: Literal["running", "done", "failed"] = Field(description="Whether it is being written, and what came of it.")
    progress: float = Field(ge=0, le=1, description="The share of the work that is done.")
    items: int | None = Field(description="How many items are in it; null until it is done.")
    bytes: int | None = Field(description="Size of the zip in bytes; null until it is done.")
    url: str | None = Field(
        description="Where the zip can be read, by whoever has this address, for 15 minutes; null until it is done."
    )
    requested_by: str | None = Field(description="Username of who asked for it; null once they were erased.")
    requested_at: datetime = Field(description="When it was asked for; the zip is deleted a week later.")
    finished_at: datetime | None = Field(description="When it was written; null until then.")
