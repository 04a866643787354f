"""Steps in which a person does something, or in which what surrounds the page changes."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from progressive_flow.grading.code.language.fields import Json, Milliseconds, Reference, Strict, Target, Text

Width = Annotated[int, Field(ge=200, le=4_000)] | Reference
Times = Annotated[int, Field(ge=1, le=200)] | Reference


class Step(Strict):
    """A step: one word that says what is done, and what belongs to it. `say` replaces the sentence that a learner reads."""

    verb: ClassVar[str]

    say: Text | None = None


class Click(Step):
    """Click an element."""

    verb = "click"

    target: Target = Field(alias="click")
    times: Times = 1


class DoubleClick(Step):
    """Click an element twice, as a double click."""

    verb = "double click"

    target: Target = Field(alias="double click")


class Type(Step):
    """Put a text into each field, key by key, in place of what it held."""

    verb = "type"

    values: dict[Target, Json] = Field(alias="type", min_length=1)


class Clear(Step):
    """Empty a field."""

    verb = "clear"

    target: Target = Field(alias="clear")


class Press(Step):
    """Press a key, such as `Enter`, `Tab`, `Shift+Tab` or `a`, on what has the focus."""

    verb = "press"

    key: Text = Field(alias="press")
    times: Times = 1


class Hover(Step):
    """Move the pointer onto an element."""

    verb = "hover"

    target: Target = Field(alias="hover")


class Focus(Step):
    """Give an element the focus."""

    verb = "focus"

    target: Target = Field(alias="focus")


class Blur(Step):
    """Take the focus away from what has it."""

    verb = "blur"

    is_wanted: Literal[True] = Field(alias="blur")


class Select(Step):
    """Choose an option of a list by its text or value."""

    verb = "select"

    values: dict[Target, Json] = Field(alias="select", min_length=1)


class Submit(Step):
    """Send a form, as Enter does."""

    verb = "submit"

    target: Target = Field(alias="submit")


class Wait(Step):
    """Let virtual time pass, in milliseconds."""

    verb = "wait"

    milliseconds: Milliseconds = Field(alias="wait")


class Resize(Step):
    """Give the window another width, in CSS pixels."""

    verb = "resize"

    width: Width = Field(alias="resize")


class Reload(Step):
    """Load the page again; localStorage stays."""

    verb = "reload"

    is_wanted: Literal[True] = Field(alias="reload")
