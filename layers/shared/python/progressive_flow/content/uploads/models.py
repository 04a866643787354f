"""Uploads, as who manages an organization's media sees them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from progressive_flow.content.uploads.media_types import MAX_BYTES, RULES, MediaType
from progressive_flow.identity.organizations.models import OrganizationSlug

UploadId = Annotated[UUID, Field(description="Id of the upload.")]
Purpose = Annotated[
    Literal["content", "import"],
    Field(description="What it is for: to be shown in content, or to be loaded as content."),
]
State = Literal["requested", "clean", "rejected", "held"]
StateFilter = Annotated[State, Field(description="Only uploads in this state.")]
PurposeFilter = Annotated[Literal["content", "import"], Field(description="Only uploads for this purpose.")]
FileName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=r'^[^\x00-\x1f\x7f/\\"]+$',
        description="Name of the file, without a folder.",
        examples=["load-balancer.png"],
    ),
]
Sha256 = Annotated[
    str,
    Field(
        pattern="^[0-9a-f]{64}$",
        description="SHA-256 of the file, in hexadecimal.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
Bytes = Annotated[int, Field(ge=1, le=MAX_BYTES, description="Size of the file, in bytes.")]
EXAMPLE: dict[str, Any] = {
    "file_name": "load-balancer.png",
    "media_type": "image/png",
    "bytes": 48_213,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class NewUpload(BaseModel):
    """A file that is about to be uploaded."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    file_name: FileName
    media_type: MediaType = Field(
        description="What the file is. It may have 10 MiB as an image, 500 MiB as a video, 25 MiB as application/pdf, 20 MiB"
        " as application/zip, and 1 MiB as SVG, captions or text."
    )
    bytes: Bytes
    sha256: Sha256
    purpose: Purpose = "content"

    @model_validator(mode="after")
    def _fits(self) -> "NewUpload":
        """Refuse a file that is too large for its type."""
        most = RULES[self.media_type].max_bytes
        if self.bytes > most:
            raise ValueError(f"A file of type {self.media_type} may have {most:,} bytes at most.")
        return self


class Upload(BaseModel):
    """An upload of an organization."""

    id: UploadId
    organization: OrganizationSlug
    purpose: Literal["content", "import"] = Field(description="What it is for.")
    file_name: str = Field(description="Name of the file.")
    media_type: str = Field(description="What the file is, as it was asked for.")
    bytes: int = Field(description="Size of the file as it was uploaded, in bytes.")
    sha256: str = Field(description="SHA-256 of the file as it was uploaded, in hexadecimal.")
    state: State = Field(
        description="Whether it is awaited or being inspected, may be linked, was refused, or is held while people decide"
        " on it; nothing is linked unless it is `clean`."
    )
    reason: str | None = Field(description="Why it was rejected; null unless it was.")
    stored_bytes: int | None = Field(
        description="Size of the file as it is delivered, in bytes: images lose their metadata. Null until it is clean."
    )
    width: int | None = Field(description="Width in pixels; null until it is clean, and for what is no image.")
    height: int | None = Field(description="Height in pixels; null until it is clean, and for what is no image.")
    uploaded_by: str | None = Field(description="Username of who uploaded it; null once they were erased.")
    created_at: datetime = Field(description="When it was requested.")
    expires_at: datetime = Field(description="Until when a requested file may arrive.")
    finished_at: datetime | None = Field(description="When it became clean or was rejected; null until then.")


class UploadRow(Upload):
    """An upload with what its place and its cursor need."""

    organization_id: UUID = Field(exclude=True)


class UploadWithLink(Upload):
    """An upload with the address of its file."""

    url: str | None = Field(
        description="Where the file can be read, by whoever has this address, for 15 minutes; null unless it is clean."
    )


class Form(BaseModel):
    """How the file is sent: a multipart form with these fields in this order and the file as `file`, the last one."""

    url: str = Field(description="Where the form is posted.")
    fields: dict[str, str] = Field(description="What the form has beside the file, as it is.")
    expires_at: datetime = Field(description="When the form stops working.")


class RequestedUpload(Upload):
    """An upload whose file is awaited."""

    form: Form = Field(description="How the file is sent. It takes exactly the file that was asked for.")
