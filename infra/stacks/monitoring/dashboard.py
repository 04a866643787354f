"""The dashboard: from what learners notice down to what it rests on, a row each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_cloudwatch as cw

from infra.config import Config
from infra.constructs.database_server import Server
from infra.constructs.function import COLD_START
from infra.stacks.api import COUNTED
from infra.stacks.monitoring.metrics import HOUR, metric, of_function, of_job, of_logs
from infra.stacks.schedules import Job, group_of
from progressive_flow.logs import NAMESPACE

if TYPE_CHECKING:
    from infra.app import Platform

WIDTH = 24  # columns of a dashboard
Row = list[cw.IWidget]
BY_ROUTE = f'{{{NAMESPACE},outcome,route}} MetricName="duration_ms"'


def rows(config: Config, built: Platform, api: dict[str, str], alarms: Sequence[cw.IAlarm]) -> list[Row]:
    """Return the rows of the dashboard, top first."""
    state: list[Row] = [[cw.AlarmStatusWidget(title="Alarms", alarms=list(alarms), width=WIDTH, height=6)]]
    return [
        *(state if alarms else []),
        _of_api(api),
        *_of_endpoints(),
        _of_business(),
        _of_database(built.database.server),
        *([_of_proxy(built.database.name)] if config.proxy else []),
        [
            cw.TextWidget(
                markdown=f"## Jobs\nWhat each does, and what to do: [runbook]({config.runbooks}#jobs)",
                width=WIDTH,
                height=2,
            )
        ],
        *(_of_job(job) for job in built.schedules.jobs),
    ]


def _graph(title: str, left: Sequence[cw.IMetric], right: Sequence[cw.IMetric] = (), width: int = 6) -> cw.GraphWidget:
    return cw.GraphWidget(title=title, left=list(left), right=list(right), width=width, height=6)


def _of_api(api: dict[str, str]) -> Row:
    def of(name: str, statistic: str = "Sum") -> cw.Metric:
        return metric("AWS/ApiGateway", name, api, statistic, label=f"{name} {statistic}")

    cold = [of_logs(COLD_START, "SampleCount"), of_logs(COLD_START, "Average")]
    return [
        _graph("Requests", [of("Count")], [of("4xx"), of("5xx")]),
        _graph("Latency, ms", [of("Latency", "p50"), of("Latency", "p99")]),
        _graph("Refused at the gateway", [of_logs(name) for name in COUNTED.values()]),
        _graph("Cold starts, and how long they took", cold[:1], cold[1:]),
    ]


def _of_endpoints() -> Iterator[Row]:
    """Find the endpoints by searching, so that new ones show by themselves."""
    for title, outcome, statistic in (
        ("Each endpoint: median, ms", ' outcome="2xx"', "p50"),
        ("Each endpoint: 99 %, ms", ' outcome="2xx"', "p99"),
        ("Each endpoint: answered 5xx", ' outcome="5xx"', "SampleCount"),
    ):
        search = cw.MathExpression(
            expression=f"SEARCH('{BY_ROUTE}{outcome}', '{statistic}')", using_metrics={}, label="${PROP('Dim.route')}"
        )
        yield [_graph(title, [search], width=WIDTH)]


def _of_business() -> Row:
    def of(name: str) -> cw.Metric:
        return of_job("measure_database", name, period=HOUR)

    return [
        _graph("Attempts in the hour", [of("attempts_last_hour")], width=8),
        _graph("XP paid in the hour", [of("xp_last_hour")], width=8),
        _graph("Learners active in the day", [of("active_learners_last_day")], [of("sign_ups_last_day")], width=8),
    ]


def _of_database(server: Server) -> Row:
    def of(name: str, statistic: str = "Average") -> cw.Metric:
        return metric("AWS/RDS", name, server.dimensions, statistic)

    sizes = [of_job("measure_database", name, period=HOUR) for name in ("database_bytes", "largest_table_bytes")]
    health = [of_job("measure_database", name, period=HOUR) for name in ("dead_rows_percent", "unused_indexes")]
    return [
        _graph("Database: processor %, connections", [of("CPUUtilization")], [of("DatabaseConnections", "Maximum")]),
        _graph(
            "Reads and writes a second, seconds each",
            [of("ReadIOPS"), of("WriteIOPS")],
            [of("ReadLatency"), of("WriteLatency")],
        ),
        _graph("Sizes, bytes", sizes),
        _graph("Dead rows %, unused indexes", health),
    ]


def _of_proxy(name: str) -> Row:
    def of(metric_name: str, statistic: str) -> cw.Metric:
        return metric("AWS/RDS", metric_name, {"ProxyName": name}, statistic)

    connections = [of("ClientConnections", "Maximum"), of("DatabaseConnections", "Maximum")]
    pinned = [of("DatabaseConnectionsCurrentlySessionPinned", "Maximum")]
    waits = [of("DatabaseConnectionsBorrowLatency", "p50"), of("DatabaseConnectionsBorrowLatency", "p99")]
    return [
        _graph("Proxy: clients, connections, pinned", connections, pinned, width=12),
        _graph("Waiting for a connection, microseconds", waits, width=12),
    ]


def _of_job(job: Job) -> Row:
    schedule = job.schedule
    runs = [of_function(job.ours.name, name) for name in ("Invocations", "Errors")]
    group = {"ScheduleGroup": group_of(schedule.name)}
    missed = [metric("AWS/Scheduler", "InvocationDroppedCount", group)]
    took = of_job(schedule.name, "duration_ms", "Maximum", HOUR)
    told = cw.MathExpression(
        expression=f"SEARCH('{{{NAMESPACE},job}} job=\"{schedule.name}\" NOT MetricName=\"duration_ms\"', 'Maximum')",
        using_metrics={},
        label="${PROP('MetricName')}",
    )
    title = schedule.name.replace("_", " ")
    return [
        _graph(f"{title}: runs, errors, dropped", [*runs, *missed], width=8),
        _graph(f"{title}: how long, ms", [took], width=8),
        _graph(f"{title}: what it did", [told], width=8),
    ]
