"""What is watched besides functions and objectives: the database and its proxy, the queue, events, backups, the edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aws_cdk import aws_cloudwatch as cw

from infra.config import Config
from infra.constructs.database_server import Server
from infra.stacks.monitoring.alarms import BELOW, Watch
from infra.stacks.monitoring.metrics import MINUTE, QUARTER, calculated, metric, of_job

SHORT = "the-database-is-short-of-something"  # its runbook
GIGABYTE = 1024**3
A_CONNECTION = 9531392  # bytes of memory that RDS counts on for each, where it sets the most connections itself
A_UNIT = 2  # GiB of memory in one of Aurora's units
MOST_AURORA = 2000  # connections, whatever the memory, of a cluster that may shrink to half a unit


def database(config: Config, server: Server) -> Iterator[Watch]:
    """Watch what a database runs out of: processor, memory, connections, numbers for transactions, room, credits."""
    yield Watch(
        "database-processor",
        "The database's processor was over 85 % busy.",
        SHORT,
        _of_writer(server, "CPUUtilization"),
        85,
        times=3,
        of=3,
    )
    free = _of_writer(server, "FreeableMemory")
    least = config.memory * GIGABYTE * 0.05
    yield Watch("database-memory", "Less than a twentieth of the memory is free.", SHORT, free, least, BELOW, 3, 3)
    yield _connections(config, server)
    used = _of_writer(server, "MaximumUsedTransactionIDs", "Maximum")
    what = "A billion transaction numbers are in use: vacuum does not keep up."
    yield Watch("database-transaction-ids", what, "vacuum-does-not-keep-up", used, 1_000_000_000)
    if config.engine == "postgres":
        yield from _instance(config, server)
    if server.reader_dimensions:
        yield _replica(config, server.reader_dimensions)


def _of_writer(server: Server, name: str, statistic: str = "Average") -> cw.Metric:
    return metric("AWS/RDS", name, server.dimensions, statistic)


def _connections(config: Config, server: Server) -> Watch:
    most = config.memory * GIGABYTE // A_CONNECTION
    if config.engine == "aurora-postgresql":
        most = min(MOST_AURORA, int(config.capacity[1] * A_UNIT * GIGABYTE) // A_CONNECTION)
    what = f"Over four fifths of {most} connections are open."
    open_now = _of_writer(server, "DatabaseConnections", "Maximum")
    return Watch("database-connections", what, "connections-run-out", open_now, most * 0.8, times=2, of=3)


def _instance(config: Config, server: Server) -> Iterator[Watch]:
    """Watch what an instance has a share of, and a cluster buys as it goes."""
    free = _of_writer(server, "FreeStorageSpace", "Minimum")
    what = "Less than a tenth of the disk is free, or it grows as far as it may."
    yield Watch("database-storage", what, SHORT, free, config.storage * GIGABYTE * 0.1, BELOW)
    if config.instance.startswith("t"):
        left = _of_writer(server, "CPUCreditBalance", "Minimum")
        yield Watch("database-credits", "The instance has used up its credits.", SHORT, left, 20, BELOW, 3, 3)


def _replica(config: Config, reader: Mapping[str, str]) -> Watch:
    # seconds, of which a source without writes seems five minutes behind; Aurora tells milliseconds
    lag, allowed = ("ReplicaLag", 600) if config.engine == "postgres" else ("AuroraReplicaLag", 30_000)
    late = metric("AWS/RDS", lag, reader, "Maximum")
    return Watch("replica-lag", "The replica is behind.", "the-replica-is-behind", late, allowed, times=2, of=3)


def proxy(name: str) -> Iterator[Watch]:
    """Watch the proxy: connections left, waits for one, clients that could not sign in. Sessions are pinned always."""
    dimensions: Mapping[str, str] = {"ProxyName": name}
    runbook = "connections-run-out"

    def of(metric_name: str, statistic: str) -> cw.Metric:
        return metric("AWS/RDS", metric_name, dimensions, statistic)

    lent = calculated(
        "100 * open / allowed",
        {"open": of("DatabaseConnections", "Maximum"), "allowed": of("MaxDatabaseConnectionsAllowed", "Minimum")},
    )
    yield Watch(
        "proxy-connections", "Over four fifths of the proxy's connections are open.", runbook, lent, 80, times=2, of=3
    )
    waits = of("DatabaseConnectionsBorrowLatency", "p99")
    yield Watch(
        "proxy-waits", "Functions wait over a second for a connection.", runbook, waits, 1_000_000, times=2, of=3
    )  # microseconds
    refused = of("ClientConnectionsSetupFailedAuth", "Sum")
    yield Watch(
        "proxy-sign-in", "Functions could not sign in to the proxy.", "nobody-can-sign-in-to-the-database", refused, 10
    )


def work() -> Iterator[Watch]:
    """Watch what jobs tell of their work."""
    oldest = of_job("publish_outbox", "oldest_seconds")
    yield Watch(
        "events-wait",
        "An event has waited for five minutes.",
        "events-wait-or-were-given-up",
        oldest,
        300,
        times=2,
        of=2,
    )
    given_up = of_job("publish_outbox", "failed")
    yield Watch("events-given-up", "An event was given up.", "events-wait-or-were-given-up", given_up, 0)
    differences = of_job("audit_ledger", "differences", "Sum")
    yield Watch(
        "ledger-differs", "The audit found differences with the ledger.", "the-audit-found-differences", differences, 0
    )
    drift = of_job("run_migrations", "drifted", "Maximum")
    yield Watch("schema-drift", "Somebody changed the schema by hand.", "the-schema-was-changed-by-hand", drift, 0)
    dead = of_job("measure_database", "dead_rows_percent", period=QUARTER)
    yield Watch(
        "database-dead-rows",
        "Over two fifths of a table are dead rows.",
        "vacuum-does-not-keep-up",
        dead,
        40,
        times=4,
        of=4,
    )
    open_for = of_job("measure_database", "oldest_transaction_seconds", period=QUARTER)
    yield Watch(
        "database-old-transaction",
        "A transaction has been open for half an hour.",
        "vacuum-does-not-keep-up",
        open_for,
        1800,
    )


def queue(name: str) -> Watch:
    """Watch the queue of failures: whatever is in it wants somebody to look."""
    waiting = metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", {"QueueName": name}, "Maximum")
    return Watch(
        "failures", "Something failed that nobody waited for.", "something-is-in-the-queue-of-failures", waiting, 0
    )


def room() -> Watch:
    """Watch the account's own limit of environments at once, a thousand unless AWS raised it."""
    at_once = metric("AWS/Lambda", "ConcurrentExecutions", {}, "Maximum", MINUTE)
    return Watch(
        "concurrency", "Over 800 functions run at once.", "too-many-functions-run-at-once", at_once, 800, times=3, of=5
    )


def restores() -> Watch:
    """Watch the rehearsal of restoring a backup; of backups themselves AWS Backup tells by events."""
    failed = of_job("rehearse_restore", "failed", "Sum")
    what = "The rehearsal of a restore failed."
    return Watch("restore-failed", what, "the-restore-rehearsal-failed", failed, 0)


def edge(distribution: str) -> Iterator[Watch]:
    """Watch what the edge answers and refuses."""
    of = {"DistributionId": distribution, "Region": "Global"}
    errors = metric("AWS/CloudFront", "5xxErrorRate", of, "Average")
    runbook = "too-many-requests-fail-or-are-slow"
    yield Watch("edge-errors", "Over one in a hundred answers at the edge is 5xx.", runbook, errors, 1, times=3, of=3)
