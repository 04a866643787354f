"""Measures attempts of both platforms in turns and writes docs/performance-peer.md: `python -m tests.benchmarks.peer`."""

import argparse
import os
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from rich.console import Console

from progressive_flow.kernel import paths
from progressive_flow_local.errors import LocalError
from tests.benchmarks import figures, page
from tests.benchmarks.bench import Bench
from tests.benchmarks.pace import Pace, remark
from tests.benchmarks.peer import ctfd, turns

PAGE = paths.root() / "docs" / "performance-peer.md"
HEAD = """\
# Performance beside CTFd

`make bench-peer CTFD=<source folder of CTFd>` writes this page; do not edit it. Both platforms run on one machine and are
asked in turns. CPU is that of all their processes: gateway, functions and PostgreSQL here; web server, MariaDB and Redis
there. Figures are medians of the rounds; what CTFd needs is the floor, and the brackets say how many times less is needed
here, with the least and the most of the rounds. An attempt is graded here by computing a design, pays XP, and moves
leaderboards, streak and achievements; CTFd compares a text and stores the solve.
"""


def main(arguments: list[str]) -> None:
    """Run both platforms and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peer", description=__doc__)
    parser.add_argument("source", type=Path, help="source folder of CTFd")
    parser.add_argument("--rounds", type=int, default=5, help="how often both are asked, in turns")
    parser.add_argument("--page", action="store_true", help="write docs/performance-peer.md")
    options = parser.parse_args(arguments)
    started, pace = time.monotonic(), Pace()
    waiting = Console(stderr=True).status("Starting CTFd and PostgreSQL, making learners, asking both in turns")
    with waiting, tempfile.TemporaryDirectory(prefix="peer-") as folder, Bench() as bench:
        with ctfd.running(options.source.resolve(), Path(folder), turns.learners(options.rounds)) as peer:
            before = pace.ask()
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
                report = turns.measure(bench, peer, options.rounds)
        report.remarks.append(remark(before, pace.ask()))
    title = f"Attempts beside CTFd {peer.version}"
    figures.show(Console(highlight=False, width=140), title, report, verbose=False)
    if options.page:
        page.write({"peer": (title, report)}, time.monotonic() - started, pace, file=PAGE, head=HEAD)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except LocalError as error:
        sys.exit(str(error))
