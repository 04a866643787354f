"""Alarms on functions: errors, throttles, 5xx responses, and jobs that did not run when they were due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from infra.constructs.job import EVERY_MINUTE
from infra.names import SERVICE
from infra.stacks.api import FUNCTION_FAILURES
from infra.stacks.monitoring.alarms import BELOW, BREACHING, AlarmSpec
from infra.stacks.monitoring.metrics import (
    FIVE_MINUTES,
    ONE_DAY,
    ONE_HOUR,
    expression,
    filter_metric,
    function_metric,
    response_count,
)
from progressive_flow.kernel.declarations.jobs import Schedule
from progressive_flow_local.scheduler import due_times

FAILURE = "a-function-fails"  # the runbook
MAX_LOOKBACK = timedelta(days=7)  # of an alarm with periods of an hour or longer


def endpoints(domains: Iterable[str]) -> Iterator[AlarmSpec]:
    """Yield the alarms of endpoints: 5xx responses of each domain, and functions that gave none, for all together.

    Not one alarm an endpoint: each would read three metrics, which are charged, and the access log names the route.
    """
    for domain in domains:
        description = f"Endpoints of {domain} answered 5xx more than five times in five minutes, twice."
        answered = response_count(domain, "5xx")
        yield AlarmSpec(f"endpoints-{domain}", description, FAILURE, answered, 5, datapoints=2, periods=3)
    description = "Endpoints crashed, timed out or were throttled more than five times in five minutes, twice."
    silent = filter_metric(FUNCTION_FAILURES)
    yield AlarmSpec("endpoints-without-answer", description, FAILURE, silent, 5, datapoints=2, periods=3)


def background(function: str, summary: str) -> AlarmSpec:
    """Return the alarm of a function that no request waits for: each failure counts."""
    failures = _sum(_failures(function))
    return AlarmSpec(f"function-{_short(function)}", f"{summary} It failed.", FAILURE, failures, 0)


def isolated(function: str, summary: str) -> AlarmSpec:
    """Return the alarm of a function whose invocations wait in Lambda's own queue, which counts them as throttled."""
    crashed = function_metric(function, "Errors")
    return AlarmSpec(f"function-{_short(function)}", f"{summary} It failed.", FAILURE, crashed, 0)


def job(schedule: Schedule, function: str) -> Iterator[AlarmSpec]:
    """Yield the alarms of a job: on failures, of which a job of every minute may have two, and on runs that are missing."""
    allowed = 2 if schedule.expression == EVERY_MINUTE else 0
    description = f"{schedule.summary} It failed."
    yield AlarmSpec(f"function-{_short(function)}", description, "a-job-fails", _sum(_failures(function)), allowed)
    if (window := _missing_after(schedule)) is not None:
        period, periods = window
        yield AlarmSpec(
            f"late-{schedule.name}",
            f"{schedule.summary} It did not run when it was due.",
            "a-job-does-not-run",
            function_metric(function, "Invocations", period=period),
            threshold=1,
            comparison=BELOW,
            datapoints=periods,
            periods=periods,
            missing_data=BREACHING,
        )


def _missing_after(schedule: Schedule) -> tuple[Duration, int] | None:
    """Return the period that contains a run, and how many without one are an alarm; None for jobs rarer than the lookback."""
    due = list(islice(due_times(schedule.expression, datetime(2026, 1, 1, tzinfo=UTC)), 100))
    longest_gap = max(after - before for before, after in pairwise(due))
    for period, periods in ((FIVE_MINUTES, 3), (ONE_HOUR, 3), (ONE_DAY, 2)):
        if longest_gap <= timedelta(seconds=period.to_seconds()):
            return period, periods
    return (ONE_DAY, MAX_LOOKBACK.days) if longest_gap <= MAX_LOOKBACK else None


def _failures(function: str) -> dict[str, cw.IMetric]:
    """Return the invocations that raised, and those that Lambda throttled."""
    return {"crashed": function_metric(function, "Errors"), "refused": function_metric(function, "Throttles")}


def _sum(counts: dict[str, cw.IMetric]) -> cw.IMetric:
    """Return the sum of metrics, each of which may have no data."""
    return expression(" + ".join(f"FILL({name}, 0)" for name in counts), counts)


def _short(function: str) -> str:
    return function.removeprefix(f"{SERVICE}-")
