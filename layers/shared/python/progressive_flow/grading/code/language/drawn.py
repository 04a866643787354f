"""Specifications of drawn values: one form each, recognized by its first word."""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Discriminator, Field, Tag, model_validator

from progressive_flow.grading.code.draws.values import KINDS
from progressive_flow.grading.code.language.fields import Json, Strict, listed

Bound = Annotated[int, Field(ge=-(10**12), le=10**12)]
Size = Annotated[int, Field(ge=0, le=1_000)]


def _ordered(ends: list[Any]) -> None:
    if ends[0] > ends[1]:
        raise ValueError(f"must go from the least to the most, not from {ends[0]} to {ends[1]}")


class Integer(Strict):
    """An integer from the first to the second, both included."""

    form: ClassVar[str] = "int"

    ends: list[Bound] = Field(alias="int", min_length=2, max_length=2)

    @model_validator(mode="after")
    def _in_order(self) -> "Integer":
        _ordered(self.ends)
        return self


class Decimal(Strict):
    """A number from the first to the second with so many decimal places."""

    form: ClassVar[str] = "decimal"

    ends: list[float] = Field(alias="decimal", min_length=2, max_length=2)
    places: Annotated[int, Field(ge=0, le=6)] = 2


class Word(Strict):
    """A word that means nothing."""

    form: ClassVar[str] = "word"

    is_wanted: Literal[True] = Field(alias="word")


class Words(Strict):
    """So many different words."""

    form: ClassVar[str] = "words"

    count: int = Field(alias="words", ge=1, le=50)


class Text(Strict):
    """A text of one to so many words."""

    form: ClassVar[str] = "text"

    count: int = Field(alias="text", ge=1, le=200)


class Email(Strict):
    """An e-mail address in a domain that is reserved for examples."""

    form: ClassVar[str] = "email"

    is_wanted: Literal[True] = Field(alias="email")


class Date(Strict):
    """A date from the first to the second, as YYYY-MM-DD."""

    form: ClassVar[str] = "date"

    days: list[str] = Field(alias="date", min_length=2, max_length=2)

    @model_validator(mode="after")
    def _dates(self) -> "Date":
        _ordered([date.fromisoformat(day) for day in self.days])
        return self


class OneOf(Strict):
    """One of the values."""

    form: ClassVar[str] = "one of"

    values: list[Json] = Field(alias="one of", min_length=1, max_length=100)


class Shuffled(Strict):
    """The values in a drawn order."""

    form: ClassVar[str] = "shuffled"

    values: list[Json] = Field(alias="shuffled", min_length=1, max_length=100)


class Serial(Strict):
    """The place in the list that it is drawn for, counted from this number."""

    form: ClassVar[str] = "serial"

    first: Bound = Field(alias="serial")


class ListOf(Strict):
    """A list of drawn values, of a size or of one between two."""

    form: ClassVar[str] = "list"

    each: "Drawn" = Field(alias="list")
    size: Size | Annotated[list[Size], Field(min_length=2, max_length=2)]


class Record(Strict):
    """A mapping of drawn values."""

    form: ClassVar[str] = "record"

    values: dict[str, "Drawn"] = Field(alias="record", min_length=1, max_length=30)


class Maybe(Strict):
    """A drawn value, or null in a share of all cases."""

    form: ClassVar[str] = "maybe"

    value: "Drawn" = Field(alias="maybe")
    missing: float = Field(default=0.25, ge=0, le=1)


def _form(value: Any) -> str:
    """Return the tag of a specification's form, in brackets since it is no place; what is no mapping stands for itself."""
    if isinstance(value, Strict):
        return f"[{getattr(value, 'form', 'unknown')}]"
    if not isinstance(value, dict):
        return "[itself]"
    return f"[{next((kind for kind in KINDS if kind in value), 'unknown')}]"


class Unknown(Strict):
    """A mapping without a word that says what is drawn."""

    @model_validator(mode="before")
    @classmethod
    def _refuse(cls, value: Any) -> Any:
        raise ValueError(f"nothing is drawn by {listed(map(str, value))}: write one of {listed(KINDS)}")


Drawn = Annotated[
    Annotated[Integer, Tag("[int]")]
    | Annotated[Decimal, Tag("[decimal]")]
    | Annotated[Word, Tag("[word]")]
    | Annotated[Words, Tag("[words]")]
    | Annotated[Text, Tag("[text]")]
    | Annotated[Email, Tag("[email]")]
    | Annotated[Date, Tag("[date]")]
    | Annotated[OneOf, Tag("[one of]")]
    | Annotated[Shuffled, Tag("[shuffled]")]
    | Annotated[Serial, Tag("[serial]")]
    | Annotated[ListOf, Tag("[list]")]
    | Annotated[Record, Tag("[record]")]
    | Annotated[Maybe, Tag("[maybe]")]
    | Annotated[Json, Tag("[itself]")]
    | Annotated[Unknown, Tag("[unknown]")],
    Discriminator(_form),
]
