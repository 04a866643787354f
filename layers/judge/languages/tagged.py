"""Values as JSON, both ways. What JSON has no form for is {"$": its kind, "is": its content}.

null, booleans, integers below 2**63, finite floats, texts, lists, and dicts whose keys are texts other than "$" stand for
themselves. Kinds: int (hexadecimal), float (nan, inf, -inf), complex [real, imaginary], Decimal, Fraction, date, time and
datetime (their text), timedelta [days, seconds, microseconds], bytes (hexadecimal), tuple, set, frozenset, deque, range,
iterator and view (their items), dict (pairs), object (its class and, where it defines one, its repr), and deep (something
nested too deeply).
"""

import collections
import datetime as dt
import decimal
import fractions
import itertools
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

MAX_DEPTH = 40
MAX_ITEMS = 20_000  # of all collections of one value together
MAX_LISTED = 1_000  # items of an iterator
MAX_REPR = 500
MAX_NAME = 80
SMALL = 2**63
PLAIN = frozenset({str, bool, type(None)})


class TooLargeError(Exception):
    """A value is larger than what an answer may hold."""


class NotKeptError(Exception):
    """An argument is the result of an earlier call, which gave none."""


class Writer:
    """Turns one value into JSON, and counts what it holds."""

    def __init__(self) -> None:
        self.items = 0

    def write(self, value: Any, depth: int = MAX_DEPTH) -> Any:
        """Return a value as JSON. Raises `TooLargeError`, and whatever the value's own methods raise."""
        if value is None or value is True or value is False:
            return value
        if depth == 0:
            return {"$": "deep"}
        write = EXACT.get(type(value)) or next(
            (write for kinds, write in WRITERS if isinstance(value, kinds)), Writer.other
        )
        return write(self, value, depth - 1)

    def each(self, values: Collection[Any], depth: int) -> list[Any]:
        """Return the values of a collection. What needs no tag is not looked at further, since there may be many."""
        self.items += len(values)
        if self.items > MAX_ITEMS:
            raise TooLargeError
        write = self.write
        return [
            value if (kind := type(value)) in PLAIN or (kind is int and -SMALL < value < SMALL) else write(value, depth)
            for value in values
        ]

    def integer(self, value: int, _depth: int) -> Any:
        """Write an integer; a large one in hexadecimal, whose length is not limited and costs no division."""
        number = int(value)
        return number if -SMALL < number < SMALL else tag("int", hex(number))

    def float(self, value: float, _depth: int) -> Any:
        """Write a float."""
        number = float(value)
        return number if math.isfinite(number) else tag("float", repr(number))

    def dict(self, value: Mapping[Any, Any], depth: int) -> Any:
        """Write a dict: as it is if its keys are plain texts, else as pairs."""
        values = self.each(value.values(), depth)
        if "$" not in value and all(kind is str for kind in map(type, value)):
            return dict(zip(value, values, strict=True))
        keys = self.each(value.keys(), depth)
        return tag("dict", [[key, inner] for key, inner in zip(keys, values, strict=True)])

    def iterator(self, value: Iterator[Any], depth: int) -> Any:
        """Write what an iterator gives, up to MAX_LISTED items; `more` says that there are others."""
        listed = self.each(list(itertools.islice(value, MAX_LISTED)), depth)
        missing = object()
        more = len(listed) == MAX_LISTED and next(value, missing) is not missing
        return {**tag("iterator", listed), **({"more": True} if more else {})}

    def other(self, value: Any, depth: int) -> Any:
        """Write a value that no kind is for."""
        kind = type(value)
        if is_iterator(value):
            return self.iterator(value, depth)
        described = {"$": "object", "class": str(kind.__name__)[:MAX_NAME]}
        if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
            return {**described, "is": str(value.__name__)[:MAX_REPR]}
        # The repr that every object has names its address, which says nothing.
        if vars(object)["__repr__"] is kind.__repr__:
            return described
        return {**described, "is": repr(value)[:MAX_REPR]}


def is_iterator(value: Any) -> bool:
    """Return whether looking at a value's items would use them up."""
    return hasattr(type(value), "__next__")


def tag(kind: str, content: Any) -> dict[str, Any]:
    """Return a tagged value."""
    return {"$": kind, "is": content}


def texts(kind: str, text: Callable[[Any], str]) -> Callable[[Writer, Any, int], Any]:
    """Return what writes values whose content is a text."""
    return lambda _writer, value, _depth: tag(kind, text(value))


def items(kind: str) -> Callable[[Writer, Any, int], Any]:
    """Return what writes collections."""
    return lambda writer, value, depth: tag(kind, writer.each(value, depth))


# A subclass is written as what it extends, which Python too calls equal: a named tuple as a tuple, a Counter as a dict.
WRITERS: tuple[tuple[Any, Callable[[Writer, Any, int], Any]], ...] = (
    (str, lambda _writer, value, _depth: str.__str__(value)),
    (int, Writer.integer),
    (float, Writer.float),
    (list, lambda writer, value, depth: writer.each(value, depth)),
    (tuple, items("tuple")),
    (dict, Writer.dict),
    (set, items("set")),
    (frozenset, items("frozenset")),
    ((bytes, bytearray), texts("bytes", lambda value: value.hex())),
    (complex, lambda writer, value, depth: tag("complex", writer.each((value.real, value.imag), depth))),
    (decimal.Decimal, texts("Decimal", decimal.Decimal.__str__)),
    (fractions.Fraction, texts("Fraction", fractions.Fraction.__str__)),
    (dt.datetime, texts("datetime", dt.datetime.isoformat)),
    (dt.date, texts("date", dt.date.isoformat)),
    (dt.time, texts("time", dt.time.isoformat)),
    (
        dt.timedelta,
        lambda writer, value, depth: tag(
            "timedelta", writer.each((value.days, value.seconds, value.microseconds), depth)
        ),
    ),
    (collections.deque, items("deque")),
    (range, items("range")),
    ((type({}.keys()), type({}.values()), type({}.items())), items("view")),
)

# Most values are of these types themselves, and found at once.
EXACT: dict[type, Callable[[Writer, Any, int], Any]] = {
    kind: write for kinds, write in WRITERS for kind in (kinds if isinstance(kinds, tuple) else (kinds,))
}

READERS: dict[str, Callable[[Any], Any]] = {
    "int": lambda content: int(content, 16),
    "float": float,
    "complex": lambda content: complex(*content),
    "Decimal": decimal.Decimal,
    "Fraction": fractions.Fraction,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "datetime": dt.datetime.fromisoformat,
    "timedelta": lambda content: dt.timedelta(*content),
    "bytes": bytes.fromhex,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
    "deque": collections.deque,
    "iterator": iter,
    "dict": dict,
}


def read(content: Any, kept: Mapping[str, Any]) -> Any:
    """Return the value of JSON. {"$": "kept", "is": name} is what an earlier call was kept as."""
    if isinstance(content, list):
        return [read(inner, kept) for inner in content]
    if not isinstance(content, dict):
        return content
    if "$" not in content:
        return {key: read(inner, kept) for key, inner in content.items()}
    if content["$"] == "kept":
        return kept_as(content["is"], kept)
    return READERS[content["$"]](read(content["is"], kept))


def is_kept(content: Any) -> bool:
    """Return whether JSON names what was kept, or holds such a name."""
    if isinstance(content, dict):
        return content.get("$") == "kept" or any(map(is_kept, content.values()))
    return isinstance(content, list) and any(map(is_kept, content))


def kept_as(name: str, kept: Mapping[str, Any]) -> Any:
    """Return what an earlier call was kept as. Raises `NotKeptError` where it gave nothing."""
    if name not in kept:
        raise NotKeptError
    return kept[name]


def write(value: Any) -> Any:
    """Return a value as JSON. Raises `TooLargeError`, and whatever the value's own methods raise."""
    return Writer().write(value)
