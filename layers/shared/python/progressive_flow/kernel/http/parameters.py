"""Parameters and fields that many handlers take, declared once: their bounds are checked and documented."""

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _without_address(text: str) -> str:
    """Refuse what may be an e-mail address, whichever at sign it has: the text outlives the erasure of whom it is about."""
    if "@" in unicodedata.normalize("NFKC", text):
        raise PydanticCustomError("address", "Leave out e-mail addresses: this text stays when a learner is erased.")
    return text


Slug = Annotated[
    str,
    Field(
        pattern="^[a-z0-9][a-z0-9-]{0,99}$",
        description="The name that addresses contain: `slug` of what a list shows.",
        examples=["url-shortener"],
    ),
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
LearnerId = Annotated[UUID, Field(description="Id of a learner: `id` in what `GET /v1/admin/learners` lists.")]
Limit = Annotated[int, Field(ge=1, le=100, description="How many rows at most.")]
Cursor = Annotated[str, Field(max_length=500, description="`next_cursor` of the page before.")]
Confirmation = Annotated[str, Field(max_length=100, description="The caller's username, as confirmation.")]
Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
    AfterValidator(_without_address),
    Field(json_schema_extra={"pattern": "^[^@\ufe6b\uff20]+$"}),
]
