"""Submits every attack to the judge of code, alone and beside a right solution: each verdict must hold. `make attacks`.

    python -m tests.attacks [TEXT IN THE NAME, all]

Prints the slowest and the longest; exits 1 if a verdict does not hold or takes more CPU than the bound.
"""

import os
import resource
import statistics
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import cache

from rich.progress import track

from progressive_flow.grading.code.sealed.images import Images
from progressive_flow_judge.paths import IMAGE
from tests.unit.grading.code.verdicts.holding import Held, hold
from tests.unit.grading.code.verdicts.submissions import Submission, every

# CPU of one verdict (ms): the function that judges is ended after 15 s.
BOUND = 7_500.0
# Memory of a process that judged many (MB): the function has 1,769.
MEMORY = 700
CHUNK = 8
SHOWN = 8

Judged = tuple[Submission, Held, int]


@cache
def images() -> Images:
    """Return the images, once a process."""
    return Images.load(IMAGE)


def judged(submission: Submission) -> Judged:
    """Return what holds of a submission, and the most memory that this process had so far (MB)."""
    held = hold(submission, images())
    return submission, held, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def named(submission: Submission) -> str:
    """Return a submission as a person looks for it."""
    return f"{submission.name} ({submission.way}, {submission.slug})"


def is_bad(held: Held) -> bool:
    """Return whether a verdict does not hold, or took too long."""
    return bool(held.problems) or held.milliseconds > BOUND


def reported(row: Judged) -> Judged:
    """Print what is wrong at once: all of them take a while."""
    submission, held, _ = row
    if is_bad(held):
        print(f"{named(submission)}: {'; '.join(held.problems) or f'{held.milliseconds:.0f} ms'}", flush=True)
    return row


def main(arguments: list[str]) -> int:
    """Judge all on all cores, or those whose name holds a text."""
    wanted = [submission for submission in every() if not arguments or arguments[0] in submission.name]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        found = [reported(row) for row in track(pool.map(judged, wanted, chunksize=CHUNK), "attacks", len(wanted))]
    bad = [held for _, held, _ in found if is_bad(held)]
    times = [held.milliseconds for _, held, _ in found]
    memory = max(megabytes for *_, megabytes in found)
    limits: dict[str, int] = {}
    for _, held, _ in found:
        for limit in held.limits:
            limits[limit] = limits.get(limit, 0) + 1
    print(f"{len(found):,} submissions, {len({each.name for each, *_ in found}):,} attacks; {len(bad)} do not hold")
    print(f"CPU: median {statistics.median(times):.0f} ms, sum {sum(times) / 1000:.0f} s, bound {BOUND:g} ms")
    print(f"limits that were met: {limits}; memory {memory} MB, bound {MEMORY} MB")
    for each, held, _ in sorted(found, key=lambda row: -row[1].milliseconds)[:SHOWN]:
        print(f"slowest: {named(each)}: {held.milliseconds:.0f} ms, {held.fuel:,} instructions")
    for each, held, _ in sorted(found, key=lambda row: -row[1].size)[:SHOWN]:
        print(f"longest: {named(each)}: {held.size:,} bytes")
    return 1 if bad or memory > MEMORY else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
