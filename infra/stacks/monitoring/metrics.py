"""CloudWatch metrics by name: those of AWS services, and those that the kernel and the jobs write to their logs."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cw

from progressive_flow.kernel.observability import NAMESPACE

ONE_MINUTE, FIVE_MINUTES, QUARTER_HOUR = Duration.minutes(1), Duration.minutes(5), Duration.minutes(15)
ONE_HOUR, ONE_DAY = Duration.hours(1), Duration.days(1)


def metric(
    namespace: str,
    name: str,
    dimensions: Mapping[str, str],
    statistic: str = "Sum",
    period: Duration = FIVE_MINUTES,
    label: str = "",
) -> cw.Metric:
    """Return a metric."""
    return cw.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map=dict(dimensions),
        statistic=statistic,
        period=period,
        label=label or None,
    )


def function_metric(function: str, name: str, statistic: str = "Sum", period: Duration = FIVE_MINUTES) -> cw.Metric:
    """Return a Lambda metric of a function: `Errors`, `Throttles`, `Invocations` or `Duration` (milliseconds)."""
    return metric("AWS/Lambda", name, {"FunctionName": function}, statistic, period)


def job_metric(job: str, name: str, statistic: str = "Maximum", period: Duration = FIVE_MINUTES) -> cw.Metric:
    """Return a metric that a job reports about its work."""
    return metric(NAMESPACE, name, {"job": job}, statistic, period)


def response_count(domain: str, outcome: str, period: Duration = FIVE_MINUTES) -> cw.Metric:
    """Return the number of responses of a domain with an outcome such as `5xx`."""
    return metric(NAMESPACE, "duration_ms", {"domain": domain, "outcome": outcome}, "SampleCount", period)


def filter_metric(name: str, statistic: str = "Sum", period: Duration = FIVE_MINUTES) -> cw.Metric:
    """Return the metric of a log group's metric filter."""
    return metric(NAMESPACE, name, {}, statistic, period)


def expression(
    formula: str, metrics: Mapping[str, cw.IMetric], period: Duration = FIVE_MINUTES, label: str = ""
) -> cw.MathExpression:
    """Return a metric math expression."""
    return cw.MathExpression(expression=formula, using_metrics=dict(metrics), period=period, label=label or None)
