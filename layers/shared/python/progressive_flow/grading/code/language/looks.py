"""Steps that look at the page, at what it did, at what functions gave and at what a query found."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from progressive_flow.grading.code.language.acts import Step
from progressive_flow.grading.code.language.fields import Count, Json, Strict, Target, Text, regular_expression
from progressive_flow.grading.code.matching.matchers import MATCHERS, is_matcher

Name = Annotated[str, Field(min_length=1, max_length=100)]
RULES = Literal[
    "html-lang",
    "title",
    "duplicate-id",
    "image-alt",
    "name",
    "label",
    "heading-order",
    "aria-ref",
    "tabindex",
    "keyboard",
]


def _matcher(value: Any) -> Any:
    """Refuse a mapping in which matchers and other words are mixed: a mistyped one would be compared as a value."""
    if isinstance(value, dict) and not is_matcher(value) and set(value) & set(MATCHERS):
        raise ValueError(f"mixes matchers with other words: matchers are {', '.join(MATCHERS)}")
    if isinstance(value, dict) and "matches" in value:
        regular_expression(value["matches"])
    return value


Expected = Annotated[Json, BeforeValidator(_matcher)]


class Element(Strict):
    """What an element must show, hold or look like."""

    text: Expected = None
    texts: list[Expected] | Text | None = None
    value: Expected = None
    count: Count | Expected = None
    checked: bool | None = None
    disabled: bool | None = None
    visible: bool | None = None
    focused: bool | None = None
    focus_inside: bool | None = Field(default=None, alias="focus inside")
    role: Expected = None
    name: Expected = None
    valid: bool | None = None
    html: Expected = None
    style: dict[Name, Expected] | None = None
    attributes: dict[Name, Expected] | None = None
    has_class: list[Name] | Name | None = Field(default=None, alias="class")
    no_class: list[Name] | Name | None = Field(default=None, alias="no class")
    every: bool = False


def _element(value: Any) -> Any:
    """Read an expectation of an element: properties, or the text that it shows."""
    return value if isinstance(value, dict) and not is_matcher(value) else {"text": value}


class See(Step):
    """What elements show, hold and look like."""

    verb = "see"

    elements: dict[Target, Annotated[Element, BeforeValidator(_element)]] = Field(alias="see", min_length=1)


class Console(Step):
    """All lines of the console, or one of them."""

    verb = "console"

    lines: list[Json] | Expected = Field(alias="console")


class Dialogs(Step):
    """The text of an alert, a confirmation or a prompt."""

    verb = "dialogs"

    text: Expected = Field(alias="dialogs")


class Request(Strict):
    """What a request must carry."""

    request: Expected = None
    method: Expected = None
    url: Expected = None
    body: Expected = None
    json_: Expected = Field(default=None, alias="json")
    headers: Expected = None


class SeenRequests(Strict):
    """How many requests there were, and what the last one carried."""

    count: Count | Expected = None
    last: Request | None = None


class Requests(Step):
    """What the page asked of the network."""

    verb = "requests"

    seen: SeenRequests = Field(alias="requests")


class Storage(Step):
    """What localStorage holds by its keys; `{json: ...}` compares the JSON that a text is."""

    verb = "storage"

    items: dict[str, Expected] = Field(alias="storage", min_length=1)


class PageFacts(Strict):
    """The page as a whole."""

    title: Expected = None
    url: Expected = None
    errors: bool | None = None


class Page(Step):
    """The page's title and address, and whether its code threw errors."""

    verb = "page"

    facts: PageFacts = Field(alias="page")


class Accessible(Step):
    """No mistake of accessibility, by all rules or by those that are named."""

    verb = "accessible"

    rules: Literal[True] | RULES | list[RULES] = Field(alias="accessible")


class Contrast(Step):
    """Every visible text has the contrast that WCAG 2.2 asks for at level AA."""

    verb = "contrast"

    is_wanted: Literal[True] = Field(alias="contrast")


class Words(Strict):
    """Words that a source must use or must not hold."""

    uses: list[Text] = Field(default=[])
    avoids: list[Text] = Field(default=[])


class Source(Step):
    """Words in a file, without its comments."""

    verb = "source"

    files: dict[str, Words] = Field(alias="source", min_length=1)


class Spy(Step):
    """Record the calls of a function from now on."""

    verb = "spy"

    name: Name = Field(alias="spy")


class SeenCalls(Strict):
    """How often a function was called, with what at last, and at which milliseconds."""

    count: Count | Expected = None
    last: list[Json] | None = None
    at: list[Json] | None = None


class Calls(Step):
    """How functions were called that are spied on."""

    verb = "calls"

    seen: dict[Name, SeenCalls | Count] = Field(alias="calls", min_length=1)
