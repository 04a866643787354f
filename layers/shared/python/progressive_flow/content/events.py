"""Events about uploads."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from progressive_flow.kernel.events.models import Event

UploadId = Annotated[UUID, Field(description="Id of the upload.")]
Organization = Annotated[str | None, Field(description="Slug of the organization; null for a learner's own.")]
Purpose = Annotated[str, Field(description="What it was uploaded for: `content`, `import` or `submission`.")]
FileName = Annotated[str, Field(description="Name of the file.")]


class UploadInspected(Event):
    """An upload was inspected; the inspection puts this on the bus itself, and a consumer decides what becomes of it."""

    topic: ClassVar[str] = "upload.inspected"

    upload_id: UploadId
    reason: str | None = Field(description="Why it must not be kept, for people; null if it is clean.", max_length=500)
    bytes: int = Field(description="Size of the file as it arrived, in bytes.")
    sha256: str = Field(description="SHA-256 of the file as it arrived, in hexadecimal.")
    stored_bytes: int | None = Field(description="Size of the file as it is kept, in bytes; null if it is not clean.")
    width: int | None = Field(description="Width of an image, in pixels; null for others.")
    height: int | None = Field(description="Height of an image, in pixels; null for others.")


class ImportApplied(Event):
    """An import saved its drafts; the event's user is who asked for it."""

    topic: ClassVar[str] = "import.applied"

    import_id: UUID = Field(description="Id of the import.")
    organization: str = Field(description="Slug of the organization.")
    saved: int = Field(description="How many drafts it changed or made.")


class UploadClean(Event):
    """An upload was found clean and may be linked; the event's user is who uploaded it."""

    topic: ClassVar[str] = "upload.clean"

    upload_id: UploadId
    organization: Organization
    purpose: Purpose
    file_name: FileName


class UploadRejected(Event):
    """An upload was rejected and is not kept; the event's user is who uploaded it."""

    topic: ClassVar[str] = "upload.rejected"

    upload_id: UploadId
    organization: Organization
    purpose: Purpose
    file_name: FileName
    reason: str = Field(description="Why, for people.")
