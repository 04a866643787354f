"""What a section found: figures, each beside its floor and its aim, and how they are shown."""

import string
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

FEW = 10.0  # below this two decimals are significant


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `floor` is the least that is possible or that somebody else needs, `source` says who says so."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    source: str = ""
    aim: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Return the value as a multiple of its floor, or of its aim if it has no floor."""
        base = self.floor or self.aim
        return self.value / base if base else None

    @property
    def missed(self) -> bool:
        """Return whether there is an aim, and the value is on the wrong side of it."""
        if self.aim is None:
            return False
        return self.value < self.aim if self.at_least else self.value > self.aim

    def as_data(self) -> dict[str, Any]:
        """Return what JSON carries."""
        return {**asdict(self), "ratio": self.ratio, "missed": self.missed}


@dataclass(frozen=True, slots=True)
class Listing:
    """A table besides the figures; one with `detail` is shown only when asked for."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | float]]
    detail: bool = False


@dataclass(slots=True)
class Report:
    """All that a section found."""

    figures: list[Figure] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return what JSON carries."""
        return {
            "figures": [figure.as_data() for figure in self.figures],
            "listings": [asdict(listing) for listing in self.listings],
            "remarks": self.remarks,
        }


def show(console: Console, title: str, report: Report, *, verbose: bool) -> None:
    """Print a section."""
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("figure", "value", "floor", "", "aim", "ratio"):
        table.add_column(heading, justify="left" if heading == "figure" else "right", no_wrap=heading != "figure")
    sources: dict[str, str] = {}
    for figure in report.figures:
        mark = sources.setdefault(figure.source, string.ascii_lowercase[len(sources)]) if figure.source else ""
        table.add_row(*_cells(figure, mark))
    console.print(table)
    for source, mark in sources.items():
        console.print(f"[dim]{mark} floor {source}[/dim]")
    for listing in report.listings:
        if verbose or not listing.detail:
            console.print(_listed(listing))
    for remark in report.remarks:
        console.print(f"[dim]· {remark}[/dim]")
    console.print()


def _cells(figure: Figure, mark: str) -> list[str]:
    aim = "" if figure.aim is None else f"{'≥' if figure.at_least else '≤'} {number(figure.aim)}"
    style = "red" if figure.missed else "green" if figure.aim is not None else "default"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    name = f"{figure.name} [dim]({figure.note})[/dim]" if figure.note else figure.name
    floor = "" if figure.floor is None else number(figure.floor)
    return [name, f"[{style}]{number(figure.value)} {figure.unit}[/{style}]", floor, mark, aim, ratio]


def _listed(listing: Listing) -> Table:
    table = Table(title=listing.title, title_justify="left", title_style="dim")
    for column in listing.columns:
        table.add_column(column)
    for row in listing.rows:
        table.add_row(*(cell if isinstance(cell, str) else number(cell) for cell in row))
    return table


def number(value: float) -> str:
    """Write a number with as many digits as mean something."""
    if value == int(value) or abs(value) >= FEW * FEW * FEW:
        return f"{value:,.0f}"
    return f"{value:,.2f}" if abs(value) < FEW else f"{value:,.1f}"
