"""The comparison as a table, and as a page of the documentation."""

from collections.abc import Sequence
from datetime import date

from tests.oracle.compare import BUSIEST, LIMITS, Compared, Row, share_outside

PAGE = "docs/explanation/simulation.md"
_HEAD = """# The evaluator beside an event simulation

`tests/oracle` draws every request of a level and lets it wait in queues, as [grading](../reference/grading.md) describes: Poisson
arrivals, gamma times of work, one queue for each node or copy, shards by a hash of the item, LRU lists that all operations
share, quorums by the k-th finished copy, regions with far ones behind an ocean. It imports nothing of the evaluator. This page
is written by the command below: references and weaker designs of all challenges, each test of a latency without a fault, at up
to a utilisation of {busiest:.0%} of the busiest component on the operation's way.
"""
_WHY = """
A figure is outside if it is off by more than its limit ({limits}) and half of the
simulation's 95 % interval together.

## What the evaluator does not follow

- Requests that leave a busy component in clusters: where long and short work shares servers, the short work that waited comes
  out at once, and what is behind it sees bursts.
- How unevenly popular items fall on shards: each shard gets an equal share, apart from `hot_share`.
- Parts of a fan-out that nobody waits for, if they come at once: here, too, each comes at a time of its own. At once, 500 parts
  in front of a worker make others wait for a quarter of a second.
- Medians between two clusters of times, where a tenth of a per cent of the requests moves the median from one to the other.
"""


def summary(rows: Sequence[Row]) -> list[str]:
    """Return the table of errors by kind of figure."""
    lines = [
        "| figure | n | median error | 90th | 95th | worst | outside | within the limit |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for kind in LIMITS:
        errors = sorted(abs(row.error) for row in rows if row.kind == kind)
        if errors:
            outside = sum(row.outside for row in rows if row.kind == kind)
            within = 1 - share_outside([row for row in rows if row.kind == kind])
            quantiles = " | ".join(f"{errors[int(share * len(errors))]:.1%}" for share in (0.5, 0.9, 0.95))
            lines.append(f"| {kind} | {len(errors)} | {quantiles} | {errors[-1]:.1%} | {outside} | {within:.1%} |")
    return lines


def outliers(rows: Sequence[Row]) -> list[str]:
    """Return a table of the figures outside their limits, the worst first."""
    lines = [
        "| design | operation | figure | evaluator (ms, %) | simulation | error | busiest |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in sorted(rows, key=lambda row: -abs(row.error)):
        if row.outside:
            figures = (
                f"{row.evaluated:.4g} | {row.simulated:.4g} ± {row.half:.2g} | {row.error:+.1%} | {row.busiest:.0%}"
            )
            lines.append(f"| {row.case} | {row.operation} | {row.kind} | {figures} |")
    return lines


def page(found: Sequence[Compared], command: str, day: date) -> str:
    """Return the whole page."""
    rows = [row for each in found for row in each.rows]
    limits = ", ".join(f"{kind} {limit:.0%}" for kind, limit in LIMITS.items())
    seconds, left_out = sum(each.seconds for each in found), sum(each.left_out for each in found)
    spent = f"{day.isoformat()}, {len(found)} designs at their levels, {seconds / 60:.0f} minutes of CPU:"
    missing = f"{left_out} operations were left out: too busy, or too rare to measure."
    parts = [
        _HEAD.format(busiest=BUSIEST),
        f"```sh\n{command}\n```\n",
        spent,
        "",
        *summary(rows),
        "",
        missing,
        _WHY.format(limits=limits),
        "## Outside",
        "",
        *outliers(rows),
    ]
    return "\n".join(parts) + "\n"
