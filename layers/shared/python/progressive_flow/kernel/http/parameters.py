"""Parameters that many handlers take, declared once: their bounds are checked and documented."""

from typing import Annotated

from pydantic import Field

Slug = Annotated[
    str, Field(pattern="^[a-z0-9][a-z0-9-]{0,99}$", description="Name in addresses.", examples=["url-shortener"])
]
Reference = Annotated[
    str,
    Field(
        pattern="^([a-z0-9][a-z0-9-]{0,99}:)?[a-z0-9][a-z0-9-]{0,99}$",
        description="Slug of the content; after its organization's slug and a colon unless the organization is public.",
        examples=["url-shortener"],
    ),
]
OrganizationFilter = Annotated[
    str, Field(max_length=100, description="Only content of this organization, by its slug.", examples=["public"])
]
LevelNumber = Annotated[int, Field(ge=1, le=5, description="Level, 1 to 5.")]
Limit = Annotated[int, Field(ge=1, le=100, description="How many rows at most.")]
Cursor = Annotated[str, Field(max_length=500, description="`next_cursor` of the page before.")]
Confirmation = Annotated[str, Field(max_length=100, description="The caller's username, as confirmation.")]
