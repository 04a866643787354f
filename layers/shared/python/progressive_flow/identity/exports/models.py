"""An export of everything stored about a learner."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class Export(BaseModel):
    """A bundle of everything that is held of the caller."""

    id: UUID
    url: str = Field(description="Where the bundle can be read, by whoever has this address, until it expires.")
    expires_at: datetime
    bytes: int
    tables: dict[str, int] = Field(description="How many rows of each table are in it.")
