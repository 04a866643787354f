"""The dashboard, a row each: the API first, then endpoints, business figures, the database, the proxy and the jobs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aws_cdk import aws_cloudwatch as cw

from infra.config import Config
from infra.constructs.function import COLD_START_METRIC
from infra.constructs.job import schedule_group
from infra.context import DatabaseServer
from infra.stacks.api import GATEWAY_REJECTIONS
from infra.stacks.monitoring.metrics import ONE_HOUR, filter_metric, function_metric, job_metric, metric
from infra.stacks.monitoring.monitored import Monitored
from progressive_flow.kernel.declarations.jobs import Schedule
from progressive_flow.kernel.observability import NAMESPACE

WIDTH = 24  # columns of a dashboard
Row = list[cw.IWidget]
MAX_ALARMS = 100  # of an alarm widget
BY_DOMAIN = f'{{{NAMESPACE},domain,outcome}} MetricName="duration_ms"'
# A metric of each endpoint would be charged; the access log has each request, and a query costs when somebody looks.
BY_ENDPOINT = (
    "filter route != '$default'",
    "stats count(*) as requests, sum(status >= 500) as failed, pct(milliseconds, 99) as p99 by route",
    "sort failed desc, p99 desc",
    "limit 50",
)


def rows(config: Config, monitored: Monitored, alarms: Sequence[cw.IAlarm]) -> list[Row]:
    """Return the rows of the dashboard, top first."""
    jobs = f"## Jobs\nWhat each job does and what to do when it fails: [runbook]({config.runbooks}#jobs)"
    return [
        *_alarm_rows(alarms),
        _api_row({"ApiId": monitored.api_id}),
        *_endpoint_rows(monitored.access_log),
        _business_row(),
        _database_row(monitored.server),
        *([_proxy_row(monitored.proxy)] if monitored.proxy else []),
        [cw.TextWidget(markdown=jobs, width=WIDTH, height=2)],
        *(_job_row(schedule, function) for schedule, function in monitored.jobs),
    ]


def _graph(title: str, left: Sequence[cw.IMetric], right: Sequence[cw.IMetric] = (), width: int = 6) -> cw.GraphWidget:
    return cw.GraphWidget(title=title, left=list(left), right=list(right), width=width, height=6)


def _api_row(api: dict[str, str]) -> Row:
    def of(name: str, statistic: str = "Sum") -> cw.Metric:
        return metric("AWS/ApiGateway", name, api, statistic, label=f"{name} {statistic}")

    cold_starts = [filter_metric(COLD_START_METRIC, "SampleCount")]
    duration = [filter_metric(COLD_START_METRIC, "Average")]
    return [
        _graph("Requests", [of("Count")], [of("4xx"), of("5xx")]),
        _graph("Latency, ms", [of("Latency", "p50"), of("Latency", "p99")]),
        _graph("Rejected by API Gateway", [filter_metric(name) for name in GATEWAY_REJECTIONS.values()]),
        _graph("Cold starts: count, duration in ms", cold_starts, duration),
    ]


def _alarm_rows(alarms: Sequence[cw.IAlarm]) -> Iterator[Row]:
    """Yield the states of all alarms, a hundred a widget."""
    for start in range(0, len(alarms), MAX_ALARMS):
        shown = list(alarms[start : start + MAX_ALARMS])
        yield [cw.AlarmStatusWidget(title="Alarms", alarms=shown, width=WIDTH, height=6)]


def _endpoint_rows(access_log: str) -> Iterator[Row]:
    """Yield graphs by domain, and a table of endpoints; both include new ones without a change of the dashboard."""
    yield [
        _graph(title, [_search(f'outcome="{outcome}"', statistic)], width=8)
        for title, outcome, statistic in (
            ("Latency by domain: median, ms", "2xx", "p50"),
            ("Latency by domain: p99, ms", "2xx", "p99"),
            ("5xx responses by domain", "5xx", "SampleCount"),
        )
    ]
    yield [
        cw.LogQueryWidget(
            title="Endpoints: failed requests and slow ones first, ms",
            log_group_names=[access_log],
            query_lines=list(BY_ENDPOINT),
            width=WIDTH,
            height=8,
        )
    ]


def _search(condition: str, statistic: str) -> cw.MathExpression:
    expression = f"SEARCH('{BY_DOMAIN} {condition}', '{statistic}')"
    return cw.MathExpression(expression=expression, using_metrics={}, label="${PROP('Dim.domain')}")


def _business_row() -> Row:
    def of(name: str) -> cw.Metric:
        return job_metric("measure_database", name, period=ONE_HOUR)

    return [
        _graph("Attempts in the last hour", [of("attempts_last_hour")], width=8),
        _graph("XP awarded in the last hour", [of("xp_last_hour")], width=8),
        _graph(
            "Active learners and sign-ups in the last day",
            [of("active_learners_last_day")],
            [of("sign_ups_last_day")],
            width=8,
        ),
    ]


def _database_row(server: DatabaseServer) -> Row:
    def of(name: str, statistic: str = "Average") -> cw.Metric:
        return metric("AWS/RDS", name, server.dimensions, statistic)

    def measured(*names: str) -> list[cw.Metric]:
        return [job_metric("measure_database", name, period=ONE_HOUR) for name in names]

    return [
        _graph("Database: CPU %, connections", [of("CPUUtilization")], [of("DatabaseConnections", "Maximum")]),
        _graph(
            "Database: IOPS, latency in seconds",
            [of("ReadIOPS"), of("WriteIOPS")],
            [of("ReadLatency"), of("WriteLatency")],
        ),
        _graph("Database: sizes, bytes", measured("database_bytes", "largest_table_bytes")),
        _graph("Database: dead rows %, unused indexes", measured("dead_rows_percent", "unused_indexes")),
    ]


def _proxy_row(name: str) -> Row:
    def of(metric_name: str, statistic: str) -> cw.Metric:
        return metric("AWS/RDS", metric_name, {"ProxyName": name}, statistic)

    connections = [of("ClientConnections", "Maximum"), of("DatabaseConnections", "Maximum")]
    pinned = [of("DatabaseConnectionsCurrentlySessionPinned", "Maximum")]
    waits = [of("DatabaseConnectionsBorrowLatency", "p50"), of("DatabaseConnectionsBorrowLatency", "p99")]
    return [
        _graph("Proxy: clients, connections, pinned", connections, pinned, width=12),
        _graph("Waiting for a connection, microseconds", waits, width=12),
    ]


def _job_row(schedule: Schedule, function: str) -> Row:
    runs = [function_metric(function, name) for name in ("Invocations", "Errors")]
    dropped = [metric("AWS/Scheduler", "InvocationDroppedCount", {"ScheduleGroup": schedule_group(schedule.name)})]
    duration = [job_metric(schedule.name, "duration_ms", "Maximum", ONE_HOUR)]
    reported = cw.MathExpression(
        expression=f"SEARCH('{{{NAMESPACE},job}} job=\"{schedule.name}\" NOT MetricName=\"duration_ms\"', 'Maximum')",
        using_metrics={},
        label="${PROP('MetricName')}",
    )
    title = schedule.name.replace("_", " ")
    return [
        _graph(f"{title}: runs, errors, dropped", [*runs, *dropped], width=8),
        _graph(f"{title}: duration, ms", duration, width=8),
        _graph(f"{title}: reported metrics", [reported], width=8),
    ]
