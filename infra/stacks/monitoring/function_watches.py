"""What is watched of functions: what failed, was refused, or did not run when it was due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from infra.names import SERVICE
from infra.stacks.monitoring.alarms import BELOW, LOUD, Watch
from infra.stacks.monitoring.metrics import DAY, FIVE, HOUR, answers, calculated, of_function
from infra.stacks.schedules import EVERY_MINUTE
from progressive_flow.local.scheduler import due_times
from progressive_flow.routing import Route, Schedule


def endpoint(route: Route, function: str) -> Watch:
    """Watch one endpoint: what crashed, what was refused for want of room, what was answered 5xx."""
    sums = _sum({**_not_run(function), "failed": answers(route.key, "5xx")})
    what = f"{route.key} failed or was refused more than five times in five minutes, twice."
    return Watch(f"function-{_short(function)}", what, "a-function-fails", sums, 5, times=2, of=3)


def task(function: str, what: str) -> Watch:
    """Watch a function that nobody waits for: each failure counts."""
    return Watch(f"function-{_short(function)}", f"{what} It failed.", "a-function-fails", _sum(_not_run(function)), 0)


def job(schedule: Schedule, function: str) -> Iterator[Watch]:
    """Watch a job: a minute's may fail twice, since the next run does its work; and none may stay away."""
    often = schedule.expression == EVERY_MINUTE
    name = f"function-{_short(function)}"
    yield Watch(name, f"{schedule.summary} It failed.", "a-job-fails", _sum(_not_run(function)), 2 if often else 0)
    if (patience := _patience(schedule)) is not None:
        period, of = patience
        runs = of_function(function, "Invocations", period=period)
        what = f"{schedule.summary} It did not run when it was due."
        yield Watch(f"late-{schedule.name}", what, "a-job-does-not-run", runs, 1, BELOW, times=of, of=of, missing=LOUD)


def _patience(schedule: Schedule) -> tuple[Duration, int] | None:
    """Return the period that should see a run, and how many without one are too many; nothing beyond what alarms look back."""
    due = list(islice(due_times(schedule.expression, datetime(2026, 1, 1, tzinfo=UTC)), 100))
    gap = max(after - before for before, after in pairwise(due))
    for period, of in ((FIVE, 3), (HOUR, 3), (DAY, 2)):
        if gap <= timedelta(seconds=period.to_seconds()):
            return period, of
    return (DAY, 7) if gap <= timedelta(days=7) else None


def _not_run(function: str) -> dict[str, cw.IMetric]:
    """Return the runs that did not end as they should: what crashed, and what was not let in."""
    return {"crashed": of_function(function, "Errors"), "refused": of_function(function, "Throttles")}


def _sum(counts: dict[str, cw.IMetric]) -> cw.IMetric:
    """Add counts up, of which each may have no data."""
    return calculated(" + ".join(f"FILL({name}, 0)" for name in counts), counts)


def _short(function: str) -> str:
    return function.removeprefix(f"{SERVICE}-")
