"""What a check finds, and which rules may wait while a challenge is half-written."""

from typing import NamedTuple

from progressive_flow.curriculum.authoring.files import Challenge

FULL_LEVELS = 5


class Finding(NamedTuple):
    """A line of ``file: field: what is wrong``; a warning fails nothing."""

    line: str
    warning: bool = False


def problem(challenge: Challenge, text: str, *, warning: bool = False) -> Finding:
    """Name the challenge's file before ``field: what is wrong``."""
    return Finding(f"{challenge.file}: {text}", warning)


def is_complete(challenge: Challenge) -> bool:
    """Whether all five levels are written."""
    return len(challenge.levels) == FULL_LEVELS
