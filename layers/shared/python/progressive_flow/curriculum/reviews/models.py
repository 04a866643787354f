"""Reviews of revisions, as authors and reviewers see them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Verdict = Literal["approved", "changes_requested"]


class Comment(BaseModel):
    """What a reviewer says of one place of the document."""

    model_config = ConfigDict(extra="forbid")

    pointer: str = Field(
        max_length=500,
        pattern="^(/.*)?$",
        description="JSON pointer into the document; empty for all of it.",
        examples=["/modules/0/title"],
    )
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)] = Field(
        description="What should be different, or what is good."
    )


EXAMPLE: dict[str, Any] = {
    "verdict": "changes_requested",
    "comments": [{"pointer": "/modules/0/title", "text": "Say what the module is about."}],
}


class ReviewToSave(BaseModel):
    """What the caller says of a revision, in the place of what they said before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    verdict: Verdict = Field(description="Whether it can be published as it is.")
    comments: list[Comment] = Field(
        default=[], max_length=50, description="What is to be said of places in the document."
    )


class Review(BaseModel):
    """What a reviewer said of a revision."""

    revision: int = Field(description="Number of the revision.")
    reviewer: str | None = Field(description="Username of the reviewer; null once they were erased.")
    is_own: bool = Field(description="Whether the caller wrote it.")
    verdict: Verdict = Field(description="Whether it can be published as it is.")
    comments: list[Comment] = Field(description="What was said of places in the document.")
    created_at: datetime = Field(description="When it was saved last.")


class Reviews(BaseModel):
    """What reviewers said of an item."""

    items: list[Review] = Field(description="The newest first, at most 100.")
