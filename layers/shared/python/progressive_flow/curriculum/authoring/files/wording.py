"""How problems are worded: levels by their numbers, names that were meant."""

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches

from progressive_flow.grading.system_design.figures import listed


def at_level(number: int, at: int, field: str, text: str) -> str:
    """Place a problem in the list of levels, which counts from 0, and name the level by its number, which counts from 1."""
    return f"levels.{at}.{field}: level {number}: {text}"


def numbered(levels: Sequence[int]) -> str:
    """``level 2``, ``levels 1 and 2``."""
    return f"level{'s' if len(levels) > 1 else ''} {listed([str(number) for number in levels])}"


def meant(name: str, known: Iterable[str]) -> str:
    """``: did you mean 'title'?`` if a known name is much like this one, otherwise nothing."""
    close = closest(name, known)
    return f": did you mean '{close}'?" if close else ""


def meant_or_all(name: str, known: Collection[str]) -> str:
    """Ask whether a known name was meant that is much like this one; if there is none, name all."""
    return meant(name, known) or (f"; there are: {', '.join(known)}" if known else "")


def closest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like this one; empty if none is much like it."""
    return next(iter(get_close_matches(name, list(known), 1)), "")
