"""Metrics by their names: what AWS counts of our resources, and what the kernel and the jobs tell in their log lines."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from progressive_flow.logs import NAMESPACE

MINUTE, FIVE, QUARTER = Duration.minutes(1), Duration.minutes(5), Duration.minutes(15)
HOUR, DAY = Duration.hours(1), Duration.days(1)


def metric(
    namespace: str,
    name: str,
    dimensions: Mapping[str, str],
    statistic: str = "Sum",
    period: Duration = FIVE,
    label: str = "",
) -> cw.Metric:
    """Return a metric of AWS's."""
    return cw.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map=dict(dimensions),
        statistic=statistic,
        period=period,
        label=label or None,
    )


def of_function(function: str, name: str, statistic: str = "Sum", period: Duration = FIVE) -> cw.Metric:
    """Return a metric of a function of ours: `Errors`, `Throttles`, `Invocations` or `Duration` (milliseconds)."""
    return metric("AWS/Lambda", name, {"FunctionName": function}, statistic, period)


def of_job(job: str, name: str, statistic: str = "Maximum", period: Duration = FIVE) -> cw.Metric:
    """Return what a job told of its work."""
    return metric(NAMESPACE, name, {"job": job}, statistic, period)


def answers(route: str, outcome: str, period: Duration = FIVE) -> cw.Metric:
    """Return how many answers of a class (`5xx`) a route gave."""
    return metric(NAMESPACE, "duration_ms", {"route": route, "outcome": outcome}, "SampleCount", period)


def of_logs(name: str, statistic: str = "Sum", period: Duration = FIVE) -> cw.Metric:
    """Return what a metric filter counts."""
    return metric(NAMESPACE, name, {}, statistic, period)


def calculated(
    expression: str, using: Mapping[str, cw.IMetric], period: Duration = FIVE, label: str = ""
) -> cw.MathExpression:
    """Return metric math."""
    return cw.MathExpression(expression=expression, using_metrics=dict(using), period=period, label=label or None)
