"""The table of limits in docs/explanation/scaling.md, between two markers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from infra.limits.limits import LIMITS, Limit, connection_limit
from infra.limits.stage import Stage
from infra.paths import ROOT
from progressive_flow.kernel.declarations import registry

PAGE = ROOT / "docs" / "explanation" / "scaling.md"
BEGIN, END = "<!-- limits: `make limits` writes this table -->", "<!-- end of limits -->"
PROJECTED = 220  # endpoints


def growth() -> float:
    """Return by how much endpoints grow up to the projected number; jobs and consumers are taken to grow alike."""
    return PROJECTED / len(registry.endpoints())


def table(stages: Sequence[Stage]) -> str:
    """Return the table of all limits, a column each stage, and one for production with the projected endpoints."""
    names = [stage.config.stage for stage in stages]
    head = ["limit", "of AWS", "our gate", *names, f"{names[-1]} at {PROJECTED} endpoints", "source"]
    rows = [head, ["---", *["---:"] * (len(head) - 2), "---"]]
    rows += [_row(limit, stages) for limit in LIMITS]
    rows.append(_connections(stages))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def rows_of(text: str) -> list[list[str]]:
    """Return the cells of a table's rows, or of the table that a page has between its markers."""
    inside = text.rsplit(BEGIN, maxsplit=1)[-1].split(END, maxsplit=1)[0]
    return [
        [cell.strip() for cell in line.strip("|").split("|")] for line in inside.splitlines() if line.startswith("|")
    ]


def written(page: str, stages: Sequence[Stage]) -> str:
    """Return the page with the table between its markers."""
    block = f"{BEGIN}\n\n{table(stages)}\n\n{END}"
    return re.sub(f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, page, count=1, flags=re.DOTALL)


def write(stages: Sequence[Stage], page: Path = PAGE) -> None:
    """Write the table into the page."""
    page.write_text(written(page.read_text(), stages))


def _row(limit: Limit, stages: Sequence[Stage]) -> list[str]:
    numbers = [f"{limit.measure(stage, 1):,}" for stage in stages]
    projected = f"{limit.measure(stages[-1], growth()):,}"
    gate = "" if limit.gate is None else f"{limit.gate:,}"
    return [limit.name, f"{limit.maximum:,}", gate, *numbers, projected, limit.source]


def _connections(stages: Sequence[Stage]) -> list[str]:
    """Return the row whose limit differs by stage: needed of available."""
    limits = [connection_limit(stage) for stage in stages]
    numbers = [f"{limit.measure(stage, 1):,} of {limit.maximum:,}" for limit, stage in zip(limits, stages, strict=True)]
    projected = f"{limits[-1].measure(stages[-1], growth()):,} of {limits[-1].maximum:,}"
    return [limits[-1].name, "", "", *numbers, projected, limits[-1].source]
