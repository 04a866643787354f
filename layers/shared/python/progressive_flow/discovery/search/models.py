"""What a search finds."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

MAX_TERMS = 20
SearchWords = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description=f"Words to search for, at most {MAX_TERMS}; a text in quotation marks is one phrase, and -word leaves out.",
        examples=["cache invalidation"],
    ),
]
KindFilter = Annotated[Literal["challenge", "page", "track"], Field(description="Only items of this kind.")]


class Fragment(BaseModel):
    """A piece of text, and whether it is what was searched for."""

    text: str = Field(description="The text, plain: whoever shows it escapes it.")
    is_match: bool = Field(description="Whether it is a word that was searched for.")


class Result(BaseModel):
    """Something that was found."""

    kind: Literal["challenge", "page", "track"] = Field(description="What it is.")
    slug: str = Field(description="Reference of it, for addresses.")
    organization: str = Field(description="Slug of the organization that owns it.")
    title: str = Field(description="Title of it.")
    summary: str = Field(description="What it is about, for people.")
    snippet: list[Fragment] = Field(description="A part of its text, in pieces, with the words that were found marked.")


class ResultRow(BaseModel):
    """A row of a search, with what its cursor needs."""

    id: UUID
    kind: Literal["challenge", "page", "track"]
    slug: str
    organization: str
    title: str
    summary: str
    snippet: str
    rank: float
