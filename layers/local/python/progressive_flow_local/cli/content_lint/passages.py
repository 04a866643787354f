"""Texts that learners and authors read, and where they stand."""

from collections.abc import Iterator
from typing import NamedTuple

from progressive_flow.curriculum.authoring.files.code_challenges import CodeLevelText
from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.levels import Level


class Passage(NamedTuple):
    """A text and where it stands, as ``file: field``."""

    place: str
    text: str


def of_facts(challenge: Facts, statement: str) -> Iterator[Passage]:
    """The texts of a challenge of any kind but for its levels."""
    yield Passage(f"{challenge.statement_file}: text", statement)
    yield Passage(f"{challenge.file}: title", challenge.title)
    yield Passage(f"{challenge.file}: description", challenge.description)


def of_level(file: str, at: int, level: Level | CodeLevelText) -> Iterator[Passage]:
    """The texts of a level of any kind."""
    yield Passage(f"{file}: levels.{at}.description", level.description)
    yield Passage(f"{file}: levels.{at}.solution_approach", level.solution_approach)
    for place, hint in enumerate(level.hints):
        yield Passage(f"{file}: levels.{at}.hints.{place}.text", hint.text)
