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
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

MAX_DEPTH = 40
MAX_ITEMS = 20_000  # of all collections of one value together
MAX_LISTED = 1_000  # items of an iterator
MAX_TEXT = 100_000  # characters of one value together
MAX_REPR = 500
SMALL = 2**63


class TooLargeError(Exception):
    """A value is larger than what an answer may hold."""


class NotKeptError(Exception):
    """An argument is the result of an earlier call, which gave none."""


class Writer:
    """Turns one value into JSON, and counts what it holds."""

    def __init__(self) -> None:
        self.items = 0
        self.text = 0

    def write(self, value: Any, depth: int = MAX_DEPTH) -> Any:
        """Return a value as JSON. Raises `TooLargeError`, and whatever the value's own methods raise."""
        if value is None or value is True or value is False:
            return value
        if depth == 0:
            return {"$": "deep"}
        for kinds, write in WRITERS:
            if isinstance(value, kinds):
                return write(self, value, depth - 1)
        return self.other(value, depth - 1)

    def length(self, text: str) -> str:
        """Return a text, and count it."""
        self.text += len(text)
        if self.text > MAX_TEXT:
            raise TooLargeError
        return text

    def each(self, values: Iterable[Any], depth: int) -> list[Any]:
        """Return the values of a collection."""
        return [self.write(value, depth) for value in self.counted(values)]

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """Yield values, and count them."""
        for value in values:
            self.items += 1
            if self.items > MAX_ITEMS:
                raise TooLargeError
            yield value

    def integer(self, value: int, _depth: int) -> Any:
        """Write an integer; a large one in hexadecimal, whose length is not limited and costs no division."""
        number = int(value)
        return number if -SMALL < number < SMALL else tag("int", self.length(hex(number)))

    def float(self, value: float, _depth: int) -> Any:
        """Write a float."""
        number = float(value)
        return number if math.isfinite(number) else tag("float", repr(number))

    def dict(self, value: Mapping[Any, Any], depth: int) -> Any:
        """Write a dict: as it is if its keys are plain texts, else as pairs."""
        pairs = [(key, self.write(inner, depth)) for key, inner in self.counted(value.items())]
        if all(type(key) is str and key != "$" for key, _ in pairs):
            return {self.length(key): inner for key, inner in pairs}
        return tag("dict", [[self.write(key, depth), inner] for key, inner in pairs])

    def iterator(self, value: Iterator[Any], depth: int) -> Any:
        """Write what an iterator gives, up to MAX_LISTED items; `more` says that there are others."""
        listed = self.each(itertools.islice(value, MAX_LISTED), depth)
        missing = object()
        more = len(listed) == MAX_LISTED and next(value, missing) is not missing
        return {**tag("iterator", listed), **({"more": True} if more else {})}

    def other(self, value: Any, depth: int) -> Any:
        """Write a value that no kind is for."""
        kind = type(value)
        if is_iterator(value):
            return self.iterator(value, depth)
        described = {"$": "object", "class": kind.__name__[:80]}
        if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
            return {**described, "is": str(value.__name__)[:MAX_REPR]}
        # The repr that every object has names its address, which says nothing.
        if vars(object)["__repr__"] is kind.__repr__:
            return described
        return {**described, "is": self.length(repr(value)[:MAX_REPR])}


def is_iterator(value: Any) -> bool:
    """Return whether looking at a value's items would use them up."""
    return hasattr(type(value), "__next__")


def tag(kind: str, content: Any) -> dict[str, Any]:
    """Return a tagged value."""
    return {"$": kind, "is": content}


def texts(kind: str, text: Callable[[Any], str]) -> Callable[[Writer, Any, int], Any]:
    """Return what writes values whose content is a text."""
    return lambda writer, value, _depth: tag(kind, writer.length(text(value)))


def items(kind: str) -> Callable[[Writer, Any, int], Any]:
    """Return what writes collections."""
    return lambda writer, value, depth: tag(kind, writer.each(value, depth))


# A subclass is written as what it extends, which Python too calls equal: a named tuple as a tuple, a Counter as a dict.
WRITERS: tuple[tuple[Any, Callable[[Writer, Any, int], Any]], ...] = (
    (str, lambda writer, value, _depth: writer.length(str.__str__(value))),
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
