"""Steps that call a learner's functions, and steps that look at what programs and queries gave."""

from typing import Annotated, Literal

from pydantic import Field

from progressive_flow.grading.code.language.acts import Step, Times
from progressive_flow.grading.code.language.drawn import Drawn
from progressive_flow.grading.code.language.fields import Json, Strict, Text
from progressive_flow.grading.code.language.looks import Expected, Name


class Method(Strict):
    """A method of what was made or returned."""

    name: Name
    arguments: list[Json] = Field(default=[], alias="args")


class Call(Step):
    """Call a function and compare what it gives."""

    verb = "call"

    function: Name | None = Field(alias="call")
    arguments: list[Json] | Text = Field(default=[], alias="with")
    drawn: list[Drawn] | None = Field(default=None, alias="any")
    times: Times = 1
    gives: Expected = None
    throws: Literal[True] | Expected = None
    like: Literal["solution"] | None = None
    keeps: bool = False
    effort: float | None = Field(default=None, ge=1, le=100)
    kept_as: Name | None = Field(default=None, alias="as")
    use: Name | None = None
    method: Method | Name | None = None
    new: bool = False


class Output(Step):
    """What the program printed so far."""

    verb = "output"

    text: Expected = Field(alias="output")


class FoundRows(Strict):
    """How the rows of a query are compared with the solution's."""

    like: Literal["solution"]
    ordered: list[Name] | bool = False
    columns: Literal["name", "position"] = "name"


class Rows(Step):
    """The rows that the learner's last query finds."""

    verb = "rows"

    found: FoundRows = Field(alias="rows")


class Probe(Step):
    """A query of the author's on the database that the learner's statements leave."""

    verb = "probe"

    query: Annotated[str, Field(min_length=1, max_length=2_000)] = Field(alias="probe")
    gives: list[list[Json]] | None = None
    like: Literal["solution"] | None = None
