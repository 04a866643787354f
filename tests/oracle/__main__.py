"""Compare the evaluator with the simulation: ``python -m tests.oracle [--challenge SLUG] [--level N] [--page]``."""

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.oracle.cases import all_cases
from tests.oracle.compare import Compared, compare
from tests.oracle.page import PAGE, outliers, page, summary


def main() -> None:
    """Run the comparison, print its tables, and write the page if it is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--challenge", help="slug of one challenge")
    parser.add_argument("--level", type=int, help="number of one level")
    parser.add_argument("--visits", type=int, default=200_000, help="requests at nodes that are drawn at least")
    parser.add_argument("--max-visits", type=int, default=800_000, help="and at most, until p99 is known to 2 %%")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", action="store_true", help=f"write {PAGE}")
    chosen = parser.parse_args()
    cases = all_cases(chosen.challenge, chosen.level)
    with ProcessPoolExecutor(chosen.processes) as pool:
        found: list[Compared] = []
        for done in pool.map(partial(compare, visits=chosen.visits, max_visits=chosen.max_visits), cases):
            found.append(done)
            print(f"{len(found)} of {len(cases)}", end="\r", file=sys.stderr, flush=True)
    rows = [row for each in found for row in each.rows]
    print("\n".join([*summary(rows), "", *outliers(rows)]))
    if chosen.page:
        Path(PAGE).write_text(
            page(found, " ".join(["python -m tests.oracle", *sys.argv[1:]]), datetime.now(UTC).date()), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
