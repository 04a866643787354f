"""Shows a tagged value to a learner as Python writes it, cut where it is long."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

MAX_SHOWN = 120  # characters
MAX_DEPTH = 100
MAX_DIGITS = 60  # hexadecimal ones of an integer that is shown in decimal ones
AROUND: Mapping[str, tuple[str, str]] = {
    "tuple": ("(", ")"),
    "set": ("{", "}"),
    "frozenset": ("frozenset({", "})"),
    "deque": ("deque([", "])"),
    "range": ("range of [", "]"),
    "iterator": ("iterator of [", "]"),
    "view": ("view of [", "]"),
}
EMPTY: Mapping[str, str] = {"tuple": "()", "set": "set()", "frozenset": "frozenset()"}


def shown_value(value: Any, length: int = MAX_SHOWN) -> str:
    """Return a value in Python's notation, in at most `length` characters."""
    parts: list[str] = []
    left = length
    for part in pieces(value, MAX_DEPTH):
        parts.append(part[: left + 1])
        left -= len(parts[-1])
        if left < 0:
            return "".join(parts)[: length - 1] + "…"
    return "".join(parts)


def pieces(value: Any, depth: int) -> Iterator[str]:
    """Yield the notation of a value piece by piece, so that a large one is never written whole."""
    if depth == 0:
        yield "…"
    elif isinstance(value, list):
        yield from around("[", value, "]", depth)
    elif isinstance(value, dict):
        yield from tagged(value, depth) if "$" in value else pairs(value.items(), depth)
    elif isinstance(value, str):
        yield text(value)
    else:
        yield repr(value)


def text(value: str) -> str:
    """Return the notation of a text; more than can be shown is cut before it is escaped."""
    return repr(value[: 2 * MAX_SHOWN])[: None if len(value) <= 2 * MAX_SHOWN else -1]


def around(begin: str, values: list[Any], end: str, depth: int) -> Iterator[str]:
    """Yield values with commas between them."""
    yield begin
    for place, value in enumerate(values):
        if place:
            yield ", "
        yield from pieces(value, depth - 1)
    yield end


def pairs(items: Any, depth: int) -> Iterator[str]:
    """Yield the notation of a dict."""
    yield "{"
    for place, (key, value) in enumerate(items):
        if place:
            yield ", "
        yield from pieces(key, depth - 1)
        yield ": "
        yield from pieces(value, depth - 1)
    yield "}"


def tagged(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Yield the notation of what JSON has no form for; of something forged, its kind alone."""
    kind, content = str(value["$"])[:MAX_SHOWN], value.get("is")
    if kind in AROUND and isinstance(content, list):
        yield from collection(kind, content, depth)
    elif kind == "dict" and is_pairs(content):
        yield from pairs(content, depth)
    elif kind == "object":
        yield from described(value)
    elif kind in CONTENTS and isinstance(content, str | list):
        yield CONTENTS[kind](content)
    else:
        yield "…" if kind == "deep" else f"<{kind}>"


def collection(kind: str, content: list[Any], depth: int) -> Iterator[str]:
    """Yield the notation of a collection that has items."""
    begin, end = AROUND[kind]
    if not content and kind in EMPTY:
        yield EMPTY[kind]
    elif kind == "tuple" and len(content) == 1:
        yield from around(begin, content, ",)", depth)
    else:
        yield from around(begin, content, end, depth)


def is_pairs(content: Any) -> bool:
    """Return whether a content is that of a dict."""
    return isinstance(content, list) and all(isinstance(pair, list) and len(pair) == 2 for pair in content)  # noqa: PLR2004 - a pair


def described(value: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an object says of itself, or its class."""
    content = value.get("is")
    name = str(value.get("class", "object"))[:MAX_SHOWN]
    yield content[: MAX_SHOWN + 1] if isinstance(content, str) else f"<{name}>"


def integer(content: Any) -> str:
    """Return a large integer in decimal digits, or how many hexadecimal ones it has where they are many."""
    digits = str(content)
    if len(digits) > MAX_DIGITS:
        return f"<an integer of {len(digits.removeprefix('-').removeprefix('0x'))} hexadecimal digits>"
    try:
        return str(int(digits, 16))
    except ValueError:
        return "<int>"


def called(name: str) -> Callable[[Any], str]:
    """Return what shows a value as the call that makes it."""
    return lambda content: f"{name}({content!r})" if isinstance(content, str) else f"{name}({str(content)[1:-1]})"


def shown_complex(content: Any) -> str:
    """Return a complex number; forged parts may be no numbers, or larger than any float."""
    try:
        return str(complex(*content)) if numbers(content, 2) else "<complex>"
    except OverflowError:
        return "<complex>"


def numbers(content: Any, count: int) -> bool:
    """Return whether a content is a list of so many numbers."""
    return (
        isinstance(content, list) and len(content) == count and all(isinstance(each, int | float) for each in content)
    )


CONTENTS: Mapping[str, Callable[[Any], str]] = {
    "int": integer,
    "float": str,
    "complex": shown_complex,
    "bytes": lambda content: repr(plain_bytes(content)),
    "Decimal": called("Decimal"),
    "Fraction": called("Fraction"),
    "date": called("date"),
    "time": called("time"),
    "datetime": called("datetime"),
    "timedelta": called("timedelta"),
}


def plain_bytes(content: Any) -> bytes:
    """Return the beginning of bytes, none of what is forged."""
    try:
        return bytes.fromhex(str(content)[: 2 * MAX_SHOWN])
    except ValueError:
        return b""
