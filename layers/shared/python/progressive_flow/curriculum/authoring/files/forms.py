"""What a value must be, in an author's words, for each common way in which a model refuses one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from progressive_flow.curriculum.authoring.files.fields import SLUG_PATTERN
from progressive_flow.curriculum.authoring.files.wording import closest, meant, meant_or_all
from progressive_flow.grading.system_design.fields import KEY_PATTERN
from progressive_flow.grading.system_design.figures import number

Place = tuple[int | str, ...]

MAX_SHOWN = 40  # characters of a text that is wrong
# Steps of a place by which pydantic says which form of a value, or that a key, is wrong; a document has no such place.
LABELS = ("literal[", "list[", "[")
NUMBER = "a number"
WHOLE_NUMBER = "a whole number"
MAPPING = "a mapping of names to values"
TYPES = {
    "int_type": WHOLE_NUMBER,
    "int_from_float": WHOLE_NUMBER,
    "int_parsing": WHOLE_NUMBER,
    "float_type": NUMBER,
    "finite_number": "a finite number",
    "string_type": "a text",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": MAPPING,
    "model_type": MAPPING,
    "model_attributes_type": MAPPING,
}
BOUNDS = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
PATTERNS = {
    SLUG_PATTERN: ("lower-case letters and digits, in words that single hyphens join", "-"),
    KEY_PATTERN: ("1 to 40 lower-case letters, digits, hyphens and underscores", "_"),
}


def refusals(model: type[BaseModel], error: ValidationError) -> list[tuple[Place, str]]:
    """Return where each wrong value is, and what is wrong with it: one problem a value."""
    found: dict[Place, str] = {}
    rows = [(_place(row), row) for row in error.errors(include_url=False) if not _is_other_form(row)]
    unknown = {place: _known(model, place) for place, row in rows if row["type"] == "extra_forbidden"}
    misspelt = {(*place[:-1], closest(str(place[-1]), known)) for place, known in unknown.items()}
    for place, row in rows:
        if row["type"] == "missing" and place in misspelt:
            continue  # it is there under a name that is reported already
        found.setdefault(place, _unknown(place, unknown[place]) if place in unknown else _message(row))
    return list(found.items())


def _place(row: ErrorDetails) -> Place:
    """Return where a value is, without pydantic's labels; a field that is not known may be called like one."""
    last = len(row["loc"]) - 1 if row["type"] == "extra_forbidden" else None
    return tuple(step for at, step in enumerate(row["loc"]) if at == last or not _is_label(step))


def _is_label(step: int | str) -> bool:
    return isinstance(step, str) and step.startswith(LABELS)


def _is_other_form(row: ErrorDetails) -> bool:
    """Whether it says that a list is no text, or a text no list, where both are allowed."""
    if not row["loc"] or not _is_label(row["loc"][-1]):
        return False
    return row["type"] == "list_type" or (row["type"] == "literal_error" and isinstance(row["input"], list))


def _known(model: type[BaseModel], place: Place) -> list[str]:
    """Name the fields beside one that is not known there; of several forms of a value, those of all."""
    return [name for name in dict.fromkeys(_fields(model, place[:-1])) if name != place[-1]]


def _fields(kind: Any, steps: Place) -> Iterator[str]:
    """Yield the names of the fields that are known where the steps lead."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, field in kind.model_fields.items():
            if not steps:
                yield field.alias or name
            elif steps[0] == (field.alias or name):
                yield from _fields(field.annotation, steps[1:])
    elif get_origin(kind) in {list, dict}:
        yield from _fields(get_args(kind)[-1], steps[1:])
    else:
        for part in get_args(kind):
            yield from _fields(part, steps)


def _unknown(place: Place, known: list[str]) -> str:
    return f"there is no such field here{meant_or_all(str(place[-1]), known)}"


def _message(row: ErrorDetails) -> str:
    kind, value, limits = row["type"], row["input"], row.get("ctx", {})
    if kind == "missing":
        return "is missing, and is required"
    if kind in TYPES:
        return f"must be {TYPES[kind]}, not {_shown(value)}{_quoted(TYPES[kind], value)}"
    if kind in BOUNDS:
        name, words = BOUNDS[kind]
        return f"must be {words} {limits[name]:g}, not {value}"
    if kind == "literal_error":
        return _choice(value, limits)
    if kind == "string_pattern_mismatch" and limits["pattern"] in PATTERNS:
        return _pattern(value, *PATTERNS[limits["pattern"]])
    return _length(kind, value, limits) or row["msg"].removeprefix("Value error, ")


def _quoted(wanted: str, value: object) -> str:
    is_number = isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)
    return ": write it without quotes" if is_number and wanted in {NUMBER, WHOLE_NUMBER} else ""


def _choice(value: object, limits: Mapping[str, Any]) -> str:
    expected = str(limits["expected"])
    hint = meant(value, re.findall(r"'([^']*)'", expected)) if isinstance(value, str) else ""
    return f"'{value}' is not known here{hint}" if hint else f"must be {expected}, not {_shown(value)}"


def _pattern(value: str, words: str, joint: str) -> str:
    fitting = re.sub(r"[^a-z0-9]+", joint, value.lower()).strip(joint)[:MAX_SHOWN]
    return f"must be {words}{f', such as {fitting!r}' if fitting else ''}, not {_shown(value)}"


def _length(kind: str, value: Any, limits: Mapping[str, Any]) -> str:
    match kind:
        case "too_short":
            return f"has {number(limits['actual_length'], 'item')}, must have at least {limits['min_length']}"
        case "too_long":
            return f"has {number(limits['actual_length'], 'item')}, must have at most {limits['max_length']}"
        case "string_too_short" if limits["min_length"] == 1:
            return "must not be empty"
        case "string_too_short":
            return f"has {len(value)} characters, must have at least {limits['min_length']}"
        case "string_too_long":
            return f"has {len(value)} characters, must have at most {limits['max_length']}"
        case _:
            return ""


def _shown(value: object) -> str:
    """Return a value as a sentence names it, without the contents of what has parts."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case str():
            return f"the text '{value[:MAX_SHOWN]}{'...' if len(value) > MAX_SHOWN else ''}'"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return str(value)
