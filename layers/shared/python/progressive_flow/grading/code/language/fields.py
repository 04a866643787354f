"""What the models of the language are made of."""

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from progressive_flow.grading.code.draws.references import ReferenceMistakeError, names_in

MAX_TEXT = 2_000  # characters of one text in a step
MAX_STEPS = 60


class Strict(BaseModel):
    """A field that is not known is an error, a text where a number belongs is one too."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _reference(text: str) -> str:
    """Accept what can be filled with drawn values; whether its names are given is asked of the whole task."""
    try:
        names_in(text)
    except ReferenceMistakeError as error:
        raise ValueError(str(error)) from None
    return text


def regular_expression(text: str) -> str:
    """Return a text that is a regular expression; raise ValueError for another."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None
    return text


Text = Annotated[str, Field(max_length=MAX_TEXT), AfterValidator(_reference)]
Reference = Annotated[str, Field(pattern=r"^(\$|= )", max_length=200), AfterValidator(_reference)]
Number = float | Reference
Count = Annotated[int, Field(ge=0, le=1_000)] | Reference
Milliseconds = Annotated[float, Field(ge=0, le=60_000)] | Reference
# A target as `page.targets` reads it.
Target = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(_reference)]
Json = Any  # compared or passed on as it is


def listed(values: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    return ", ".join(sorted(values))
