"""Measures the platform and prints each figure beside its floor and its aim: `python -m tests.benchmarks --help`."""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tests.benchmarks import (
    attempts,
    console,
    designs,
    figures,
    growth,
    imports,
    judging,
    kernel,
    kinds,
    leaderboards,
    learners,
    page,
    periods,
    proving,
    publishing,
    reading,
    round_trips,
    submissions,
    wal,
)
from tests.benchmarks.bench import Bench, scale
from tests.benchmarks.figures import Report
from tests.benchmarks.pace import Pace, remark

SECTIONS: dict[str, tuple[str, Callable[[Bench], Report]]] = {
    "imports": ("Imports of a cold start", imports.measure),
    "kernel": ("The kernel, warm, without a database", kernel.measure),
    "proofs": ("Proofs of who calls", proving.measure),
    "reading": ("Reading content", reading.measure),
    "designs": ("Grading designs", designs.measure),
    "round-trips": ("Round trips to PostgreSQL", round_trips.measure),
    "attempts": ("Graded attempts", attempts.measure),
    "kinds": ("Attempts by kind, and where their time goes", kinds.measure),
    "learners": ("Learners with a past, and the jobs that go through learners", learners.measure),
    "growth": ("What a past costs", growth.measure),
    "wal": ("Write-ahead log of an attempt", wal.measure),
    "leaderboards": ("Leaderboards", leaderboards.measure),
    "periods": ("Closing periods", periods.measure),
    "publishing": ("Publishing", publishing.measure),
    "judging": ("Judging code", judging.measure),
    "console": ("The web console in a browser", console.measure),
    "submissions": ("Submissions of code, on the local platform", submissions.measure),
}


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions: about a minute")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=list(SECTIONS), default=list(SECTIONS),
                        help=f"measure only these: {', '.join(SECTIONS)}")  # fmt: skip
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
    parser.add_argument("--page", action="store_true", help="write docs/performance.md, from a whole run")
    parser.add_argument("-v", "--verbose", action="store_true", help="show the tables of details too")
    options = parser.parse_args(arguments)
    if options.page and (options.quick or set(options.only) != set(SECTIONS)):
        parser.error("--page is for a whole run: leave --quick and --only out")
    return options


def main(arguments: list[str]) -> None:
    """Measure what is asked for."""
    options = parse(arguments)
    console, started = _console(), time.monotonic()
    results: dict[str, Report] = {}
    pace = Pace()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    with progress, Bench(quick=options.quick, progress=progress, scale=scale()) as bench:
        for name in (name for name in SECTIONS if name in options.only):
            title, measure = SECTIONS[name]
            bench.begin(title)
            before = pace.ask()
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):  # handlers log there
                results[name] = measure(bench)
            results[name].remarks.append(remark(before, pace.ask()))
            bench.end()
            figures.show(console, title, results[name], verbose=options.verbose)
    seconds = time.monotonic() - started
    _report_missed(console, results)
    console.print(f"Took {seconds:.0f} s on {os.cpu_count()} processors: {pace.range}.")
    if options.page:
        page.write({name: (SECTIONS[name][0], report) for name, report in results.items()}, seconds, pace, scale())
    if options.json:
        options.json.write_text(json.dumps(_document(options, results, seconds), indent=2) + "\n")


def _console() -> Console:
    """Return standard output; wide enough for the tables where nobody watches."""
    return Console(highlight=False) if sys.stdout.isatty() else Console(highlight=False, width=140)


def _report_missed(console: Console, results: dict[str, Report]) -> None:
    missed = [(name, figure) for name, report in results.items() for figure in report.figures if figure.missed]
    if not missed:
        console.print("[green]Every aim is met.[/green]")
    for name, figure in missed:
        sign = "at least" if figure.at_least else "at most"
        wanted = f"{figures.number(figure.aim or 0)} {figure.unit}"
        console.print(f"[red]missed[/red] {name}: {figure.name}: {figures.number(figure.value)}, aim {sign} {wanted}")


def _document(options: argparse.Namespace, results: dict[str, Report], seconds: float) -> dict[str, Any]:
    return {
        "quick": options.quick,
        "scale": scale(),
        "seconds": round(seconds, 1),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "sections": {name: report.as_data() for name, report in results.items()},
    }


if __name__ == "__main__":
    main(sys.argv[1:])
