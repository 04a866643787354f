"""What is watched of functions: what failed, was refused, or did not run when it was due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from infra.monitoring.alarms import BELOW, LOUD, Watch
from infra.monitoring.metrics import DAY, FIVE, HOUR, answers, calculated, of_function
from infra.names import SERVICE
from infra.schedules import EVERY_MINUTE
from progressive_flow.local.scheduler import due_times
from progressive_flow.routing import Route, Schedule


def endpoint(route: Route, function: str) -> Watch:
    """Watch one endpoint: what crashed, what was refused for want of room, what was answered 5xx."""
    counts: dict[str, cw.IMetric] = {
        "crashed": of_function(function, "Errors"),
        "refused": of_function(function, "Throttles"),
        "failed": answers(route.key, "5xx"),
    }
    sums = calculated("FILL(crashed, 0) + FILL(refused, 0) + FILL(failed, 0)", counts)
    what = f"{route.key} failed or was refused more than five times in five minutes, twice."
    return Watch(f"function-{_short(function)}", what, "a-function-fails", sums, 5, times=2, of=3)


def task(function: str, what: str) -> Watch:
    """Watch a function that nobody waits for: each failure counts."""
    counts: dict[str, cw.IMetric] = {
        "crashed": of_function(function, "Errors"),
        "refused": of_function(function, "Throttles"),
    }
    sums = calculated("FILL(crashed, 0) + FILL(refused, 0)", counts)
    return Watch(f"function-{_short(function)}", f"{what} It failed.", "a-function-fails", sums, 0)


def job(schedule: Schedule, function: str) -> Iterator[Watch]:
    """Watch a job: a minute's may fail twice, since the next run does its work; and none may stay away."""
    counts: dict[str, cw.IMetric] = {
        "crashed": of_function(function, "Errors"),
        "refused": of_function(function, "Throttles"),
    }
    sums = calculated("FILL(crashed, 0) + FILL(refused, 0)", counts)
    often = schedule.expression == EVERY_MINUTE
    name = f"function-{_short(function)}"
    yield Watch(name, f"{schedule.summary} It failed.", "a-job-fails", sums, 2 if often else 0)
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


def _short(function: str) -> str:
    return function.removeprefix(f"{SERVICE}-")
