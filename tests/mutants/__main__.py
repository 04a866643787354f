"""Shows that the suite kills every mutant. `make mutants`, which installs everything first.

    python -m tests.mutants [NUMBER ...] [--jobs JOBS]

First the tests that must kill the mutants have to pass without one. Then each mutant is applied by itself: it is killed if a
test fails, it survived if all pass, and it is invalid if anything else happens, such as an error in a test's set-up.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from time import monotonic

from tests.mutants.copies import Copy, Run
from tests.mutants.listing import Mutant, mutants

PASSED, FAILED = 0, 1  # pytest's exit codes
END_OF_OUTPUT = 2_000  # characters shown of a run that ended in an unexpected way


def main(arguments: Sequence[str]) -> int:
    """Run the chosen mutants, or all; return 1 unless every one is killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Show that the suite kills mutants.")
    parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER", help="a mutant's number; all without one")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many run at once")
    options = parser.parse_args(arguments)
    chosen = [mutant for mutant in mutants() if not options.numbers or mutant.number in options.numbers]
    with tempfile.TemporaryDirectory(prefix="progressive-flow-mutants-") as folder:
        copies = [Copy(Path(folder) / str(number)) for number in range(max(1, min(options.jobs, len(chosen))))]
        for copy in copies:
            copy.check_imports()
        return _passes_unchanged(copies[0], chosen) or _kill_all(copies, chosen)


def _passes_unchanged(copy: Copy, chosen: Sequence[Mutant]) -> int:
    """Return 1 and show why if the tests do not pass without a mutant."""
    run = copy.pytest(*sorted({mutant.killed_by for mutant in chosen}))
    if run.code == PASSED:
        print(f"Without a mutant: {run.output.splitlines()[-1]}", flush=True)
        return 0
    print(run.output, "Without a mutant, the tests must pass.", sep="\n", flush=True)
    return 1


def _kill_all(copies: Sequence[Copy], chosen: Sequence[Mutant]) -> int:
    free: SimpleQueue[Copy] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def kill(mutant: Mutant) -> str:
        copy = free.get()
        try:
            return _kill(copy, mutant)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        outcomes = list(pool.map(kill, chosen))
    counts = {outcome: outcomes.count(outcome) for outcome in ("killed", "survived", "invalid")}
    print(", ".join(f"{count} {outcome}" for outcome, count in counts.items()), flush=True)
    return int(counts["killed"] < len(chosen))


def _kill(copy: Copy, mutant: Mutant) -> str:
    started = monotonic()
    with copy.mutated(mutant):
        run = copy.pytest(mutant.killed_by)
    outcome = _outcome(run)
    by = run.failed[0] if outcome == "killed" else mutant.killed_by
    print(f"{mutant.number:3} {outcome:8} {monotonic() - started:4.0f} s  {mutant.file}  {by}", flush=True)
    if outcome == "invalid":
        print(run.output[-END_OF_OUTPUT:], flush=True)
    return outcome


def _outcome(run: Run) -> str:
    if run.code == PASSED:
        return "survived"
    return "killed" if run.code == FAILED and run.failed else "invalid"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
