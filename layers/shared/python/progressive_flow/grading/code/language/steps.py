"""The steps of a check, by the runtime of its task: each form is recognized by the one word that says what is done."""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from progressive_flow.grading.code.language.acts import (
    Blur,
    Clear,
    Click,
    DoubleClick,
    Focus,
    Hover,
    Press,
    Reload,
    Resize,
    Select,
    Step,
    Submit,
    Times,
    Type,
    Wait,
)
from progressive_flow.grading.code.language.calls import Call, Output, Probe, Rows
from progressive_flow.grading.code.language.fields import MAX_STEPS, Json, Number, Reference, Target, listed
from progressive_flow.grading.code.language.looks import (
    Accessible,
    Calls,
    Console,
    Contrast,
    Dialogs,
    Page,
    Requests,
    See,
    Source,
    Spy,
    Storage,
)

UNKNOWN = "a step"


class Holder(Step):
    """A step that holds others."""


class Repeat(Holder):
    """Do steps several times."""

    verb = "repeat"

    times: Times = Field(alias="repeat")


class Each(Holder):
    """Do steps for each of some values, by the name that `as` gives; `$index` counts from 0 and `$nth` from 1."""

    verb = "each"

    values: list[Json] | Reference = Field(alias="each")
    name: str = Field(alias="as", pattern=r"^[a-z_]+$")


class PageRepeat(Repeat):
    """Repeat steps on a page."""

    steps: "PageSteps"


class PageEach(Each):
    """Do steps on a page for each value."""

    steps: "PageSteps" = Field(alias="do")


class Changes(Holder):
    """The number in each target moves by so much while the steps of `when` run."""

    verb = "changes"

    by: dict[Target, Number] = Field(alias="changes", min_length=1)
    steps: "PageSteps" = Field(alias="when")


class ProgramRepeat(Repeat):
    """Repeat steps on a program."""

    steps: "ProgramSteps"


class ProgramEach(Each):
    """Do steps on a program for each value."""

    steps: "ProgramSteps" = Field(alias="do")


_ACTS = ("click", "double click", "type", "clear", "press", "hover", "focus", "blur", "select", "submit")
_AROUND = ("wait", "resize", "reload", "repeat", "each", "changes")
_LOOKS = ("see", "console", "dialogs", "requests", "storage", "page", "accessible", "contrast", "source")
_FUNCTIONS = ("spy", "calls", "call")
PAGE_VERBS = (*_ACTS, *_AROUND, *_LOOKS, *_FUNCTIONS)
PROGRAM_VERBS = ("call", "output", "source", "repeat", "each")
QUERY_VERBS = ("rows", "probe", "source")


class Unknown(Step):
    """A step that no word begins, or more than one: it refuses every value with a sentence."""

    verb = UNKNOWN
    verbs: ClassVar[tuple[str, ...]]

    @model_validator(mode="before")
    @classmethod
    def _refuse(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError('must be a mapping that begins with what is done, such as `click: button "Add"`')  # noqa: TRY004
        named = listed(verb for verb in cls.verbs if verb in value)
        there = f"{named} are there" if named else f"there is {listed(map(str, value)) or 'nothing'}"
        raise ValueError(f"must have one of the words {listed(cls.verbs)}: {there}")


class UnknownOnPage(Unknown):
    """A step that a page has not."""

    verbs = PAGE_VERBS


class UnknownOfProgram(Unknown):
    """A step that a program has not."""

    verbs = PROGRAM_VERBS


class UnknownOfQuery(Unknown):
    """A step that a query has not."""

    verbs = QUERY_VERBS


def _verb_of(*verbs: str) -> Callable[[Any], str]:
    """Make the function that finds the tag of a step's form. Brackets mark that it is no place in a document."""

    def find(value: Any) -> str:
        if isinstance(value, Step):
            return f"[{value.verb}]"
        named = [verb for verb in verbs if isinstance(value, dict) and verb in value]
        return f"[{named[0] if len(named) == 1 else UNKNOWN}]"

    return find


def _whole(value: Any) -> Any:
    """Read a step of one word, such as `reload`, as the mapping that it is short for."""
    return [{step: True} if isinstance(step, str) else step for step in value] if isinstance(value, list) else value


PageStep = Annotated[
    Annotated[Click, Tag("[click]")]
    | Annotated[DoubleClick, Tag("[double click]")]
    | Annotated[Type, Tag("[type]")]
    | Annotated[Clear, Tag("[clear]")]
    | Annotated[Press, Tag("[press]")]
    | Annotated[Hover, Tag("[hover]")]
    | Annotated[Focus, Tag("[focus]")]
    | Annotated[Blur, Tag("[blur]")]
    | Annotated[Select, Tag("[select]")]
    | Annotated[Submit, Tag("[submit]")]
    | Annotated[Wait, Tag("[wait]")]
    | Annotated[Resize, Tag("[resize]")]
    | Annotated[Reload, Tag("[reload]")]
    | Annotated[PageRepeat, Tag("[repeat]")]
    | Annotated[PageEach, Tag("[each]")]
    | Annotated[Changes, Tag("[changes]")]
    | Annotated[See, Tag("[see]")]
    | Annotated[Console, Tag("[console]")]
    | Annotated[Dialogs, Tag("[dialogs]")]
    | Annotated[Requests, Tag("[requests]")]
    | Annotated[Storage, Tag("[storage]")]
    | Annotated[Page, Tag("[page]")]
    | Annotated[Accessible, Tag("[accessible]")]
    | Annotated[Contrast, Tag("[contrast]")]
    | Annotated[Source, Tag("[source]")]
    | Annotated[Spy, Tag("[spy]")]
    | Annotated[Calls, Tag("[calls]")]
    | Annotated[Call, Tag("[call]")]
    | Annotated[UnknownOnPage, Tag(f"[{UNKNOWN}]")],
    Discriminator(_verb_of(*PAGE_VERBS)),
]
ProgramStep = Annotated[
    Annotated[Call, Tag("[call]")]
    | Annotated[Output, Tag("[output]")]
    | Annotated[Source, Tag("[source]")]
    | Annotated[ProgramRepeat, Tag("[repeat]")]
    | Annotated[ProgramEach, Tag("[each]")]
    | Annotated[UnknownOfProgram, Tag(f"[{UNKNOWN}]")],
    Discriminator(_verb_of(*PROGRAM_VERBS)),
]
QueryStep = Annotated[
    Annotated[Rows, Tag("[rows]")]
    | Annotated[Probe, Tag("[probe]")]
    | Annotated[Source, Tag("[source]")]
    | Annotated[UnknownOfQuery, Tag(f"[{UNKNOWN}]")],
    Discriminator(_verb_of(*QUERY_VERBS)),
]
PageSteps = Annotated[list[PageStep], BeforeValidator(_whole), Field(min_length=1, max_length=MAX_STEPS)]
ProgramSteps = Annotated[list[ProgramStep], BeforeValidator(_whole), Field(min_length=1, max_length=MAX_STEPS)]
QuerySteps = Annotated[list[QueryStep], BeforeValidator(_whole), Field(min_length=1, max_length=MAX_STEPS)]
