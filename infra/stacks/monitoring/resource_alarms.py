"""Alarms on the database and its proxy, the failure queue, events, restores, concurrency and CloudFront."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aws_cdk import aws_cloudwatch as cw

from infra.config import Config
from infra.constructs import connections
from infra.context import DatabaseServer
from infra.stacks.monitoring.alarms import BELOW, AlarmSpec
from infra.stacks.monitoring.metrics import (
    ONE_DAY,
    ONE_MINUTE,
    QUARTER_HOUR,
    expression,
    filter_metric,
    job_metric,
    metric,
)
from progressive_flow.kernel.http.origin import REFUSALS

GIGABYTE = 1024**3
SHORTAGE = "the-database-is-short-of-something"
CONNECTIONS = "connections-run-out"
VACUUM = "vacuum-does-not-keep-up"
EVENTS = "events-wait-or-were-given-up"
TASKS = "tasks-wait"


def database(config: Config, server: DatabaseServer) -> Iterator[AlarmSpec]:
    """Yield the alarms on resources of the database: CPU, memory, connections, transaction ids, storage, credits."""
    cpu = _writer_metric(server, "CPUUtilization")
    description = "The database's CPU utilization was over 85 %."
    yield AlarmSpec("database-processor", description, SHORTAGE, cpu, 85, datapoints=3, periods=3)
    free = _writer_metric(server, "FreeableMemory")
    minimum = config.memory * GIGABYTE * 0.05
    description = "Less than a twentieth of the memory is free."
    yield AlarmSpec("database-memory", description, SHORTAGE, free, minimum, BELOW, datapoints=3, periods=3)
    yield _connections(config, server)
    size = job_metric("measure_database", "database_bytes", period=ONE_DAY)
    growth = expression("DIFF(size)", {"size": size}, ONE_DAY)
    description = "The database grew by more than a twentieth of its storage in a day."
    yield AlarmSpec("database-growth", description, SHORTAGE, growth, config.storage * GIGABYTE * 0.05)
    used = _writer_metric(server, "MaximumUsedTransactionIDs", "Maximum")
    description = "A billion transaction ids are in use: vacuum does not keep up."
    yield AlarmSpec("database-transaction-ids", description, VACUUM, used, 1_000_000_000)
    if config.engine == "postgres":
        yield from _instance(config, server)
    if server.reader_dimensions:
        yield _replica(config, server.reader_dimensions)


def _writer_metric(server: DatabaseServer, name: str, statistic: str = "Average") -> cw.Metric:
    return metric("AWS/RDS", name, server.dimensions, statistic)


def _connections(config: Config, server: DatabaseServer) -> AlarmSpec:
    maximum = connections.usable(config)
    description = f"Over four fifths of the {maximum} connections that there is memory for are open."
    open_now = _writer_metric(server, "DatabaseConnections", "Maximum")
    return AlarmSpec("database-connections", description, CONNECTIONS, open_now, maximum * 0.8, datapoints=2, periods=3)


def _instance(config: Config, server: DatabaseServer) -> Iterator[AlarmSpec]:
    """Yield the alarms that only an RDS instance needs: Aurora has neither a fixed disk nor CPU credits."""
    free = _writer_metric(server, "FreeStorageSpace", "Minimum")
    description = "Less than a tenth of the initial storage is free."
    yield AlarmSpec("database-storage", description, SHORTAGE, free, config.storage * GIGABYTE * 0.1, BELOW)
    if config.instance.startswith("t"):
        credit = _writer_metric(server, "CPUCreditBalance", "Minimum")
        description = "The instance has used up its CPU credits."
        yield AlarmSpec("database-credits", description, SHORTAGE, credit, 20, BELOW, datapoints=3, periods=3)


def _replica(config: Config, reader: Mapping[str, str]) -> AlarmSpec:
    # RDS reports seconds, up to five minutes while the source has no writes; Aurora reports milliseconds.
    name, maximum = ("ReplicaLag", 600) if config.engine == "postgres" else ("AuroraReplicaLag", 30_000)
    lag = metric("AWS/RDS", name, reader, "Maximum")
    runbook = "the-replica-is-behind"
    return AlarmSpec(
        "replica-lag", "The replica lags behind its source.", runbook, lag, maximum, datapoints=2, periods=3
    )


def proxy(name: str) -> Iterator[AlarmSpec]:
    """Yield the alarms on the proxy: connections lent, waiting time, failed sign-ins. All sessions are pinned."""
    dimensions: Mapping[str, str] = {"ProxyName": name}

    def proxy_metric(metric_name: str, statistic: str) -> cw.Metric:
        return metric("AWS/RDS", metric_name, dimensions, statistic)

    maximum = proxy_metric("MaxDatabaseConnectionsAllowed", "Minimum")
    counts = {"lent": proxy_metric("DatabaseConnectionsCurrentlyBorrowed", "Maximum"), "allowed": maximum}
    used = expression("100 * lent / allowed", counts)
    description = "Over four fifths of the proxy's connections are lent to functions."
    yield AlarmSpec("proxy-connections", description, CONNECTIONS, used, 80, datapoints=2, periods=3)
    wait = proxy_metric("DatabaseConnectionsBorrowLatency", "p99")
    description = "Functions wait over a second for a connection."
    microseconds = 1_000_000
    yield AlarmSpec("proxy-waits", description, CONNECTIONS, wait, microseconds, datapoints=2, periods=3)
    rejected = proxy_metric("ClientConnectionsSetupFailedAuth", "Sum")
    description = "Functions could not sign in to the proxy."
    yield AlarmSpec("proxy-sign-in", description, "nobody-can-sign-in-to-the-database", rejected, 10)


def job_results() -> Iterator[AlarmSpec]:
    """Yield the alarms on metrics that jobs report."""
    oldest = job_metric("publish_outbox", "oldest_seconds")
    description = "An event has waited in the outbox for five minutes."
    yield AlarmSpec("events-wait", description, EVENTS, oldest, 300, datapoints=2, periods=2)
    given_up = job_metric("publish_outbox", "failed")
    yield AlarmSpec("events-given-up", "An event could not be published and was given up.", EVENTS, given_up, 0)
    waiting = job_metric("requeue_tasks", "oldest_waiting_seconds")
    description = "A task, such as the judging of code, has waited for three minutes."
    yield AlarmSpec("tasks-wait", description, TASKS, waiting, 180, datapoints=2, periods=2)
    differences = job_metric("audit_ledger", "differences", "Sum")
    description = "The audit found differences with the ledger."
    yield AlarmSpec("ledger-differs", description, "the-audit-found-differences", differences, 0)
    drift = job_metric("run_migrations", "drifted", "Maximum")
    description = "The schema was changed outside a migration."
    yield AlarmSpec("schema-drift", description, "the-schema-was-changed-by-hand", drift, 0)
    settings = job_metric("measure_database", "changed_settings", period=QUARTER_HOUR)
    description = "A role's settings in the database are not those that a deploy has set."
    yield AlarmSpec("role-settings", description, "a-roles-settings-were-changed", settings, 0)
    dead_rows = job_metric("measure_database", "dead_rows_percent", period=QUARTER_HOUR)
    description = "Over two fifths of a table are dead rows."
    yield AlarmSpec("database-dead-rows", description, VACUUM, dead_rows, 40, datapoints=4, periods=4)
    oldest_transaction = job_metric("measure_database", "oldest_transaction_seconds", period=QUARTER_HOUR)
    description = "A transaction has been open for half an hour."
    yield AlarmSpec("database-old-transaction", description, VACUUM, oldest_transaction, 1800)


def failure_queue(source: str, queue: str) -> AlarmSpec:
    """Return the alarm on a failure queue: every message needs an operator."""
    visible = metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": queue}, "Maximum")
    description = f"An invocation or a delivery failed finally ({source})."
    return AlarmSpec(
        f"failures-{source.replace('_', '-')}", description, "something-is-in-the-queue-of-failures", visible, 0
    )


def concurrency() -> AlarmSpec:
    """Return the alarm on the account's quota of concurrent executions, a thousand by default."""
    executions = metric("AWS/Lambda", "ConcurrentExecutions", {}, "Maximum", ONE_MINUTE)
    runbook = "too-many-functions-run-at-once"
    description = "Over 800 functions run at once."
    return AlarmSpec("concurrency", description, runbook, executions, 800, datapoints=3, periods=5)


def restores() -> AlarmSpec:
    """Return the alarm on the restore drill; AWS Backup reports failed backups by events."""
    failed = job_metric("run_restore_drill", "failed", "Sum")
    description = "The restore drill failed."
    return AlarmSpec("restore-failed", description, "the-restore-rehearsal-failed", failed, 0)


def edge(distribution: str) -> Iterator[AlarmSpec]:
    """Yield the alarms on CloudFront's error responses, and on requests that went around it."""
    dimensions = {"DistributionId": distribution, "Region": "Global"}
    errors = metric("AWS/CloudFront", "5xxErrorRate", dimensions, "Average")
    runbook = "too-many-requests-fail-or-are-slow"
    description = "Over 1 % of CloudFront's responses are 5xx."
    yield AlarmSpec("edge-errors", description, runbook, errors, 1, datapoints=3, periods=3)
    past = filter_metric(REFUSALS)
    description = "Over twenty requests in five minutes reached the API without CloudFront's key."
    yield AlarmSpec("edge-bypassed", description, "requests-come-past-cloudfront", past, 20)
