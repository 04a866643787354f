"""Service level objectives over thirty days, and alarms on the burn rate of their error budgets.

Each alarm has a long window, so that a short incident notifies nobody, and a short window, so that it ends soon after the
failure does (Site Reliability Workbook, chapter 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from infra.stacks.monitoring.alarms import Alarms, AlarmSpec
from infra.stacks.monitoring.metrics import expression, metric

# The long window, the short window, and the burn rate: 2 %, 5 % and 10 % of the month's error budget.
WINDOWS = (
    (Duration.hours(1), Duration.minutes(5), 14.4),
    (Duration.hours(6), Duration.minutes(30), 6.0),
    (Duration.days(1), Duration.hours(2), 3.0),
)
FailurePercentage = Callable[[Duration], cw.IMetric]
RUNBOOK = "too-many-requests-fail-or-are-slow"


@dataclass(frozen=True, slots=True)
class Objective:
    """`target` is the share of good requests, `failures` the percentage of bad ones in a window."""

    name: str
    description: str
    target: float
    failures: FailurePercentage


def objectives(api_id: str) -> tuple[Objective, ...]:
    """Return the objectives of an API."""
    api = {"ApiId": api_id}

    def errors(window: Duration) -> cw.IMetric:
        counts = {
            "bad": metric("AWS/ApiGateway", "5xx", api, "Sum", window),
            "all": metric("AWS/ApiGateway", "Count", api, "Sum", window),
        }
        return expression("100 * bad / all", counts, window, "percent answered 5xx")

    def slow(window: Duration) -> cw.IMetric:
        within = {"within": metric("AWS/ApiGateway", "Latency", api, "PR(:1000)", window)}
        return expression("100 - within", within, window, "percent slower than a second")

    return (
        Objective("availability", "99.9 % of the requests are answered without a server error.", 0.999, errors),
        Objective("latency", "99 % of the requests are answered within a second.", 0.99, slow),
    )


def add_alarms(alarms: Alarms, objective: Objective) -> None:
    """Create an objective's alarms: one for each pair of windows."""
    for long, short, burn_rate in WINDOWS:
        threshold = 100 * (1 - objective.target) * burn_rate
        pair = [_add_window(alarms, objective, window, threshold) for window in (long, short)]
        description = f"{objective.description} The month's error budget is used {burn_rate:g} times too fast."
        alarms.add_composite(f"{objective.name}-{_label(long)}-burn", description, RUNBOOK, *pair)


def _add_window(alarms: Alarms, objective: Objective, window: Duration, threshold: float) -> cw.Alarm:
    name = f"{objective.name}-within-{_label(window)}"
    failures = objective.failures(window)
    return alarms.add(AlarmSpec(name, objective.description, RUNBOOK, failures, round(threshold, 3), notifies=False))


def _label(window: Duration) -> str:
    minutes = round(window.to_minutes())
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"
