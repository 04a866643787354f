"""Draws the values of one attempt from a seed, so that an answer that was written down for one attempt fails in the next.

Only `random()` is used of the generator: its sequence is the same in every version of Python, which other methods' are not.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

SYLLABLES = (
    *("ba", "be", "bo", "da", "de", "di", "do", "fa", "fi", "ga", "go", "ka", "ki", "ko", "la", "le", "li", "lo"),
    *("ma", "me", "mi", "mo", "na", "ne", "no", "pa", "pe", "po", "ra", "re", "ri", "ro", "sa", "se", "so"),
    *("ta", "te", "to", "va", "vi", "vo", "za", "ze", "zo"),
)
MAX_TRIES = 1_000  # to find one more value that differs


class Draws:
    """A sequence of draws that a seed determines."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed).random  # noqa: S311 - reproducible on purpose; the seed is the secret

    def below(self, limit: int) -> int:
        """Return an integer from 0 to `limit - 1`."""
        return int(self._random() * limit)

    def between(self, low: int, high: int) -> int:
        """Return an integer from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, values: Sequence[Any]) -> Any:
        """Return one of the values."""
        return values[self.below(len(values))]

    def chance(self, share: float) -> bool:
        """Return True in `share` of all cases."""
        return self._random() < share

    def shuffled(self, values: Sequence[Any]) -> list[Any]:
        """Return the values in a drawn order."""
        left = list(values)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]

    def word(self) -> str:
        """Return a word of two to four syllables."""
        return "".join(self.one_of(SYLLABLES) for _ in range(self.between(2, 4)))


def draw_all(given: Mapping[str, Any], seed: int | str) -> dict[str, Any]:
    """Return the values of one attempt by their names, and `seed` for what draws later."""
    draws = Draws(seed)
    names = {name: draw(specification, draws) for name, specification in given.items()}
    return {**names, "seed": draws.below(2**31)}


def draw(specification: Any, draws: Draws, number: int = 1) -> Any:
    """Return one value of a specification; what is none stands for itself. `number` is its place in a list, from 1."""
    if not isinstance(specification, Mapping):
        return specification
    kind = next((kind for kind in _KINDS if kind in specification), None)
    if kind is None:
        raise ValueError(f"Nothing is drawn by {sorted(specification)}.")
    return _KINDS[kind](specification, draws, number)


def _integer(specification: Mapping[str, Any], draws: Draws, _: int) -> int:
    return draws.between(*specification["int"])


def _decimal(specification: Mapping[str, Any], draws: Draws, _: int) -> float:
    low, high = specification["decimal"]
    scale = 10 ** int(specification.get("places", 2))
    return float(draws.between(round(low * scale), round(high * scale)) / scale)


def _words(specification: Mapping[str, Any], draws: Draws, _: int) -> list[str]:
    found: dict[str, None] = {}
    for _attempt in range(MAX_TRIES):
        if len(found) == specification["words"]:
            break
        found[draws.word()] = None
    return list(found)


def _text(specification: Mapping[str, Any], draws: Draws, _: int) -> str:
    return " ".join(draws.word() for _ in range(draws.between(1, specification["text"])))


def _date(specification: Mapping[str, Any], draws: Draws, _: int) -> str:
    first, last = (date.fromisoformat(str(day)) for day in specification["date"])
    return (first + timedelta(days=draws.below((last - first).days + 1))).isoformat()


def _list(specification: Mapping[str, Any], draws: Draws, _: int) -> list[Any]:
    size = specification["size"]
    count = draws.between(*size) if isinstance(size, Sequence) else int(size)
    return [draw(specification["list"], draws, number) for number in range(1, count + 1)]


def _record(specification: Mapping[str, Any], draws: Draws, number: int) -> dict[str, Any]:
    return {name: draw(value, draws, number) for name, value in specification["record"].items()}


def _maybe(specification: Mapping[str, Any], draws: Draws, number: int) -> Any:
    is_missing = draws.chance(specification.get("missing", 0.25))
    return None if is_missing else draw(specification["maybe"], draws, number)


_KINDS: dict[str, Callable[[Mapping[str, Any], Draws, int], Any]] = {
    "int": _integer,
    "decimal": _decimal,
    "word": lambda _, draws, __: draws.word(),
    "words": _words,
    "text": _text,
    "email": lambda _, draws, __: f"{draws.word()}@{draws.word()}.example",
    "date": _date,
    "one of": lambda specification, draws, _: draws.one_of(specification["one of"]),
    "shuffled": lambda specification, draws, _: draws.shuffled(specification["shuffled"]),
    "serial": lambda specification, _, number: specification["serial"] + number - 1,
    "list": _list,
    "record": _record,
    "maybe": _maybe,
}
KINDS = tuple(_KINDS)
