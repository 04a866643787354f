"""What a check finds, and which rules may wait while a challenge is half-written."""

from typing import NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.curriculum.authoring.files.wording import at_level


class Finding(NamedTuple):
    """A line of ``file: field: what is wrong``; a warning fails nothing."""

    line: str
    warning: bool = False


def problem(challenge: Challenge, text: str, *, warning: bool = False) -> Finding:
    """Name the challenge's file before ``field: what is wrong``."""
    return Finding(f"{challenge.file}: {text}", warning)


def level_problem(challenge: Challenge, at: int, field: str, text: str, *, warning: bool = False) -> Finding:
    """Name the challenge's file and the level that is at this place, from 0, of the list before what is wrong."""
    return problem(challenge, at_level(challenge.levels[at].level, at, field, text), warning=warning)


def is_complete(challenge: Challenge) -> bool:
    """Whether all of its levels are written."""
    return len(challenge.levels) == challenge.level_count
