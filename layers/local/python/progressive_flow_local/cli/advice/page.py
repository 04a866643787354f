"""The page of the measurements, `docs/reference/advice.md`: written by `progressive-flow content advice --page`."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.kernel import paths
from progressive_flow_local.cli.advice import drawn, tables
from progressive_flow_local.cli.advice.measured import Advised

WIDTH = 130
MARKS = ("<!-- counts -->", "<!-- designs -->", "<!-- end -->")


def place() -> Path:
    """Return where the page is."""
    return paths.root() / "docs" / "reference" / "advice.md"


def designs() -> Path:
    """Return the file of the designs that people draw."""
    return paths.root() / "tests" / "unit" / "grading" / "system_design" / "drawn" / "designs.yaml"


def section(challenges: Sequence[Challenge]) -> str:
    """Return the section on the designs that people draw."""
    return _wrapped(drawn.page(drawn.read(designs()), challenges))


def write(found: Sequence[Advised], challenges: Sequence[Challenge]) -> None:
    """Write the measurements between the marks of the page."""
    text = place().read_text()
    counts = "\n".join(tables.table(found))
    text = _between(text, MARKS[0], MARKS[1], f"\n{counts}\n\n## Designs that people draw\n\n")
    place().write_text(_between(text, MARKS[1], MARKS[2], f"\n{section(challenges)}\n"))


def _between(text: str, begin: str, end: str, new: str) -> str:
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}{new}{end}", text, flags=re.DOTALL)


def _wrapped(lines: Iterable[str]) -> str:
    """Return lines of at most the width of the documentation; items of lists are indented."""
    found: list[str] = []
    for line in lines:
        indent = "  " if line.startswith("- ") else ""
        found += textwrap.wrap(
            line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ) or [""]
    return "\n".join(found).rstrip()
