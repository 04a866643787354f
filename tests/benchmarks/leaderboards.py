"""Leaderboards at growing numbers of learners: look-ups should stay as they are, a rebuild should cost what reading costs."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time
from itertools import product
from statistics import median
from time import perf_counter

import psycopg

from progressive_flow.gamification.leaderboards.repository import GLOBAL
from progressive_flow.kernel import clock
from tests.benchmarks import cpu, populate
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Report
from tests.support import clients

SMALLEST, SIZES = 1_000, (100_000, 1_000_000)
REFRESH_AIM, LARGEST = 2.0, 1_000_000
Found = dict[str, Figure]
RANK_OF, OWN_RANK = "rank look-up", "GET .../all_time/xp/me"
FLAT_ONES = {RANK_OF, OWN_RANK}
FLAT = 1.5  # a look-up may cost so many times what it costs on the smallest leaderboard
CHANGED = 1000
SHARED = (
    "12 leaderboards; of the learners "
    + ", ".join(f"{share:.0%} on {name}" for name, share in populate.SHARES.items())
    + "."
)
READ = """
select count(*) from (
    select metric_value, count(*) from gamification.leaderboard_scores
    where scope_id = %s and metric_type = %s and period_type = %s and period_date = gamification.period_start(%s, %s)
    group by metric_value
) as counted
"""
RANK = "select gamification.get_user_rank(%s, 'all_time', 'xp', p_at => %s)"
REFRESH = "select gamification.refresh_all_leaderboards(%s)"


def measure(bench: Bench) -> Report:
    """Grow one database and measure at each size."""
    world = bench.world(durable=False)
    report = Report(remarks=[
        SHARED, "Server without fsync and full-page images. XP log-normal, in steps of five.",
    ])  # fmt: skip
    with world.connect() as superuser:
        populate.lighten(superuser)
    smallest: Found = {}
    for size in (SMALLEST, *map(bench.size, SIZES)):
        for found in _at_size(bench, world, size):
            first = smallest.setdefault(found.name, found)
            compared = _against(found, first) if found.name in FLAT_ONES and found is not first else found
            report.figures.append(replace(compared, name=f"{found.name}, {size:,} learners"))
    return report


def _against(found: Figure, first: Figure) -> Figure:
    """Aim at the time of the same look-up on the smallest leaderboard, in multiples of a `select 1` beside it."""
    pace = (found.floor or 1.0) / (first.floor or 1.0)
    return replace(found, aim=FLAT * first.value * pace, note=f"aim: {FLAT} times that of {SIZES[0]:,}")


def _at_size(bench: Bench, world: World, size: int) -> list[Figure]:
    at = datetime.combine(clock.now().date(), time(12), UTC)
    with world.connect() as superuser, world.connect("scheduler") as scheduler:
        bench.show(f"making {size:,} learners with scores")
        populate.learners(superuser, size)
        populate.scores(superuser, at)
        populate.settle(superuser)
        bench.show(f"refreshing the leaderboards of {size:,} learners")
        superuser.execute("set max_parallel_workers_per_gather = 0")  # as a refresh, which writes, must do without
        with cpu.spent(world.pid) as reading:
            for metric, period in product(populate.METRICS, populate.SHARES):
                superuser.execute(READ, [GLOBAL, metric, period, period, at])
        first, first_wal = _refresh(world, superuser, scheduler, at)
        _change(superuser, at)
        second, second_wal = _refresh(world, superuser, scheduler, at)
        superuser.execute("vacuum (analyze) gamification.leaderboard_ranks, gamification.leaderboards")
        learners = populate.some(superuser, bench.count(300, 150))
    least = reading.seconds or None  # too short for the kernel's clock on the smallest leaderboard
    source = "measured here: counting each leaderboard's scores, no more" if least else ""
    aim = REFRESH_AIM if size == LARGEST else None
    return [
        Figure("first refresh", first, "s CPU", least, source),
        Figure(f"refresh after {CHANGED:,} changes", second, "s CPU", least, source, aim),
        Figure("WAL of the first refresh", first_wal / 1e6, "MB"),
        Figure(f"WAL of a refresh after {CHANGED:,} changes", second_wal / 1e6, "MB"),
        *_look_ups(bench, world, learners, at),
    ]


def _refresh(
    world: World, superuser: psycopg.Connection, scheduler: psycopg.Connection, at: datetime
) -> tuple[float, float]:
    """Return CPU seconds of the whole server, and bytes of WAL."""
    before = _position(superuser)
    with cpu.spent(world.pid) as used:
        scheduler.execute(REFRESH, [at])
    return used.seconds, _position(superuser) - before


def _position(connection: psycopg.Connection) -> float:
    row = connection.execute("select pg_current_wal_insert_lsn() - '0/0'").fetchone()
    return float(row[0]) if row else 0.0


def _change(connection: psycopg.Connection, at: datetime) -> None:
    """Let some learners earn something, as attempts would."""
    connection.execute(
        "select gamification.add_scores('xp', array_agg(id), array_agg(30::bigint), array_agg(%s::timestamptz))"
        " from (select id from identity.users where username like 'bench-%%' limit %s) as few",
        [at, CHANGED],
    )


def _look_ups(bench: Bench, world: World, learners: list[uuid.UUID], at: datetime) -> list[Figure]:
    with world.connect("application") as connection:
        nothing, rank = _milliseconds(
            bench, learners, lambda _: connection.execute("select 1"), lambda each: connection.execute(RANK, [each, at])
        )
    mine, asked = clients.endpoint("show_my_rank"), clients.Request(path={"period": "all_time", "metric": "xp"})
    with world.connect("application") as connection:
        still, page = _milliseconds(
            bench,
            learners,
            lambda _: connection.execute("select 1"),
            lambda each: clients.call(mine, clients.event(mine, asked, each)),
        )
    bare = "measured here: select 1"
    return [
        Figure(RANK_OF, rank, "ms", nothing, bare),
        Figure(OWN_RANK, page, "ms", 2 * still, f"{bare}, two round trips"),
    ]


def _milliseconds(bench: Bench, learners: list[uuid.UUID], *asks: Callable[[uuid.UUID], object]) -> list[float]:
    """Return the median time of each question, asked in turns for every learner."""
    taken: list[list[float]] = [[] for _ in asks]
    for learner in bench.track(learners, len(learners), "looking up ranks"):
        for ask, times in zip(asks, taken, strict=True):
            started = perf_counter()
            ask(learner)
            times.append((perf_counter() - started) * 1000)
    return [median(times) for times in taken]
