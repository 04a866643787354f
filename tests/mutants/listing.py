"""Reads the lists of mutants, which are numbered through all files in the order of the files' names."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

FOLDER = Path(__file__).parent


class Mutant(NamedTuple):
    """One mistake: in `file`, the text `replace` becomes `by`, which breaks a rule; `killed_by` is the test that must fail."""

    number: int
    file: str
    replace: str
    by: str
    breaks: str
    killed_by: str

    def applied(self, source: str) -> str:
        """Return a file's text with the mistake; raise ValueError unless the text to replace occurs exactly once."""
        if (occurrences := source.count(self.replace)) != 1:
            raise ValueError(f"Mutant {self.number}: its text occurs {occurrences} times in {self.file}, not once.")
        return source.replace(self.replace, self.by)


def mutants() -> list[Mutant]:
    """Return all mutants."""
    return [Mutant(number, **row) for number, row in enumerate(_rows(), 1)]


def _rows() -> Iterator[dict[str, str]]:
    for file in sorted(FOLDER.glob("*.yaml")):
        yield from yaml.load(file.read_text(), Loader=yaml.CSafeLoader)
