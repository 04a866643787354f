"""An export of everything stored about a learner."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class LearnerExport(BaseModel):
    """A bundle of everything that is held of the caller."""

    id: UUID = Field(description="Id of the export.")
    url: str = Field(description="Where the bundle can be read, by whoever has this address, until it expires.")
    expires_at: datetime = Field(description="When the address stops working.")
    bytes: int = Field(description="Size of the bundle, in bytes.")
    tables: dict[str, int] = Field(description="How many rows of each table are in it.")
