"""A mutant: a solution with one small mistake, of the kind that learners make."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """What was changed, in words that the gate prints, and the files with the change."""

    what: str
    files: Mapping[str, str]
