"""Closing periods on a busy platform: what recomputing a leaderboard from the ledger costs beside the bare aggregation."""

from datetime import UTC, datetime, time
from itertools import product

import psycopg

from progressive_flow.gamification.leaderboards.repository import GLOBAL
from progressive_flow.kernel import clock
from tests.benchmarks import cpu, ledgers, populate
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.ledgers import LeaderboardKey

LEARNERS = 1_000_000
# The same rows added up, with the instants of the period as constants and no more.
BARE = {
    "xp": "select user_id, sum(amount) from gamification.xp_transactions where created_at >= %s and created_at < %s group by 1",
    "challenges": (
        "select user_id, count(*) from progress.user_challenge_progress"
        " where completion_date >= %s and completion_date < %s group by 1"
    ),
    "streak": (
        "select user_id, max(streak) from gamification.streak_days"
        " where kind = 'active' and created_at >= %s and created_at < %s group by 1"
    ),
}
CLOSE = "select gamification.close_leaderboard('global', %s, %s, %s, %s, %s)"


def measure(bench: Bench) -> Report:
    """Close the last day, week and month of every metric."""
    world = bench.world(durable=False)
    many = bench.size(LEARNERS)
    at = datetime.combine(clock.now().date(), time(0, 2), UTC)
    with world.connect() as superuser, world.connect("scheduler") as scheduler:
        bench.show(f"making {many:,} learners")
        populate.learners(superuser, many)
        for _ in bench.track(ledgers.make(superuser, many, at), ledgers.DAYS, "living through a quarter"):
            pass
        periods = product(("xp", "challenges", "streak"), ("daily", "weekly", "monthly"))
        leaderboards = [_leaderboard(superuser, metric, period, at) for metric, period in periods]
        bench.show("putting learners on the leaderboards")
        ledgers.settle(superuser, leaderboards)
        superuser.execute("set max_parallel_workers_per_gather = 0")  # as a close, which writes, must do without
        spoiled = ledgers.spoil(superuser, leaderboards[0])
        rows = _count(superuser, "select count(*) from gamification.xp_transactions")
        report = Report(remarks=[
            f"{many:,} learners, {rows:,} ledger rows of {ledgers.DAYS} days; server without fsync and full-page images.",
            f"{spoiled:,} scores of the daily XP leaderboard were wrong, none of the others; ranks were as of the last minute.",
        ])  # fmt: skip
        for leaderboard in bench.track(leaderboards, len(leaderboards), "closing leaderboards"):
            report.figures += _closed(world, superuser, scheduler, leaderboard, at)
    report.figures.append(_sum(report))
    return report


def _leaderboard(superuser: psycopg.Connection, metric: str, period: str, at: datetime) -> LeaderboardKey:
    """Return the last leaderboard of a kind whose period is over."""
    row = superuser.execute(
        "select gamification.period_start(%(period)s, gamification.period_start(%(period)s, %(at)s)::timestamp at time zone 'UTC'"
        " - interval '1 day')",
        {"period": period, "at": at},
    ).fetchone()
    assert row
    return metric, period, row[0]


def _count(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


def _closed(
    world: World,
    superuser: psycopg.Connection,
    scheduler: psycopg.Connection,
    leaderboard: LeaderboardKey,
    at: datetime,
) -> list[Figure]:
    """Close a leaderboard after adding its rows up; both find what they read in memory as far as it fits."""
    metric, period, day = leaderboard
    row = superuser.execute(
        "select %(day)s::timestamp at time zone 'UTC', gamification.period_end(%(period)s, %(day)s)",
        {"day": day, "period": period},
    ).fetchone()
    superuser.execute(f"select count(*) from ({BARE[metric]}) as bare".encode(), row)
    with cpu.spent(world.pid) as adding:
        superuser.execute(f"select count(*) from ({BARE[metric]}) as bare".encode(), row)
    before = _position(superuser)
    with cpu.spent(world.pid) as closing:
        scheduler.execute(CLOSE, [GLOBAL, metric, period, day, at])
    least = adding.seconds or None  # too short for the kernel's clock
    source = "measured here: the period's rows added up by learner, no more" if least else ""
    return [
        Figure(f"close of {metric}/{period}", closing.seconds, "s CPU", least, source),
        Figure(f"WAL of closing {metric}/{period}", (_position(superuser) - before) / 1e6, "MB"),
    ]


def _position(connection: psycopg.Connection) -> float:
    row = connection.execute("select pg_current_wal_insert_lsn() - '0/0'").fetchone()
    return float(row[0]) if row else 0.0


def _sum(report: Report) -> Figure:
    closes = [figure for figure in report.figures if figure.unit == "s CPU"]
    least = sum(figure.floor or 0 for figure in closes)
    source = "measured here: the period's rows added up by learner, no more"
    return Figure("leaderboards of a night that ends a day, a week and a month", sum(figure.value for figure in closes), "s CPU",
                  least or None, source if least else "")  # fmt: skip
