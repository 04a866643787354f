"""What the API promises over thirty days, and alarms by how fast a month's allowance of failure is being used up.

Each alarm has a long window, so that a blip wakes nobody, and a short one, so that it ends soon after the failure does
(Site Reliability Workbook, chapter 5).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from infra.stacks.monitoring.alarms import Alarms, Watch
from infra.stacks.monitoring.metrics import calculated, metric

# The long window, the short one, and how many times faster than evenly: 2 %, 5 % and 10 % of the month's allowance.
WINDOWS = (
    (Duration.hours(1), Duration.minutes(5), 14.4),
    (Duration.hours(6), Duration.minutes(30), 6.0),
    (Duration.days(1), Duration.hours(2), 3.0),
)
Failing = Callable[[Duration], cw.IMetric]


@dataclass(frozen=True, slots=True)
class Objective:
    """`target` is the share of requests that go well, `failing` the percentage that did not in a window."""

    name: str
    what: str
    target: float
    failing: Failing


def objectives(api: dict[str, str]) -> tuple[Objective, ...]:
    """Return the two promises, by the API's dimensions."""

    def unanswered(window: Duration) -> cw.IMetric:
        counts = {
            "bad": metric("AWS/ApiGateway", "5xx", api, "Sum", window),
            "all": metric("AWS/ApiGateway", "Count", api, "Sum", window),
        }
        return calculated("100 * bad / all", counts, window, "percent answered 5xx")

    def slow(window: Duration) -> cw.IMetric:
        within = {"within": metric("AWS/ApiGateway", "Latency", api, "PR(:1000)", window)}
        return calculated("100 - within", within, window, "percent slower than a second")

    return (
        Objective("availability", "Requests are answered without a fault of ours, 99.9 % of them.", 0.999, unanswered),
        Objective("latency", "Requests are answered within a second, 99 % of them.", 0.99, slow),
    )


def watch(alarms: Alarms, objective: Objective) -> None:
    """Make an objective's alarms: one for each pair of windows."""
    for long, short, times in WINDOWS:
        allowed = 100 * (1 - objective.target) * times
        pair = [_window(alarms, objective, each, allowed) for each in (long, short)]
        name = f"{objective.name}-{_in_words(long)}"
        what = f"{objective.what} The month's allowance of failure is used {times:g} times too fast."
        alarms.both(f"{name}-burn", what, "too-many-requests-fail-or-are-slow", *pair)


def _window(alarms: Alarms, objective: Objective, window: Duration, allowed: float) -> cw.Alarm:
    name = f"{objective.name}-within-{_in_words(window)}"
    runbook = "too-many-requests-fail-or-are-slow"
    return alarms.watch(Watch(name, objective.what, runbook, objective.failing(window), round(allowed, 3), tells=False))


def _in_words(window: Duration) -> str:
    minutes = round(window.to_minutes())
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"
