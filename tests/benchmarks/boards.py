"""The boards at growing numbers of learners: look-ups should stay as they are, a rebuild should cost what reading costs."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, time
from statistics import median
from time import perf_counter

import psycopg
from progressive_flow import clock
from progressive_flow.gamification.repository import GLOBAL

from tests.benchmarks import cpu, populate, requests, round_trips
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Report

SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (1_000, 100_000)
REFRESH_AIM, LARGEST = 2.0, 1_000_000
FLAT = 1.5  # a look-up may cost so many times what it costs on the smallest board
CHANGED = 1000
READ = """
select count(*) from (
    select metric_type, period_type, metric_value, count(*) from gamification.leaderboard_scores
    where scope_id = %s group by metric_type, period_type, metric_value
) as counted
"""
RANK = "select gamification.get_user_rank(%s, 'all_time', 'xp', p_at => %s)"
REFRESH = "select gamification.refresh_all_leaderboards(%s)"


def measure(bench: Bench) -> Report:
    """Grow one database and measure at each size."""
    world = bench.world(durable=False)
    report = Report(remarks=[
        "12 boards, every learner on each; XP log-normal. Server without fsync; WAL without full-page images.",
    ])  # fmt: skip
    with world.connect() as superuser:
        populate.without_log(superuser)
    smallest: dict[str, float] = {}
    for size in QUICK_SIZES if bench.quick else SIZES:
        found = _at_size(bench, world, size)
        for name, (value, unit, floor, source, aim) in found.items():
            base = smallest.setdefault(name, value)
            if name in {"rank look-up", "GET .../all_time/xp/me"} and size != SIZES[0]:
                floor, source, aim = base, f"measured here: the same at {SIZES[0]:,} learners", FLAT * base
            report.figures.append(Figure(f"{name}, {size:,} learners", value, unit, floor, source, aim))
    return report


Found = dict[str, tuple[float, str, float | None, str, float | None]]


def _at_size(bench: Bench, world: World, size: int) -> Found:
    at = datetime.combine(clock.now().date(), time(12), UTC)
    with world.connect() as superuser, world.connect("scheduler") as scheduler:
        bench.tell(f"making {size:,} learners with scores")
        populate.learners(superuser, size)
        populate.scores(superuser, at)
        populate.settle(superuser)
        bench.tell(f"refreshing the boards of {size:,} learners")
        with cpu.spent(world.pid) as reading:
            superuser.execute(READ, [GLOBAL])
        first, first_wal = _refresh(world, superuser, scheduler, at)
        _change(superuser, at)
        second, second_wal = _refresh(world, superuser, scheduler, at)
        superuser.execute("vacuum (analyze) gamification.leaderboard_ranks, gamification.leaderboard_boards")
        learners = populate.some(superuser, bench.count(300, 150))
    bare = "measured here: reading and counting the scores, no more"
    aim = REFRESH_AIM if size == LARGEST else None
    return {
        "first refresh": (first, "s CPU", reading.seconds or None, bare, None),
        f"refresh after {CHANGED:,} changes": (second, "s CPU", reading.seconds or None, bare, aim),
        "WAL of the first refresh": (first_wal / 1e6, "MB", None, "", None),
        f"WAL of a refresh after {CHANGED:,} changes": (second_wal / 1e6, "MB", None, "", None),
        **_look_ups(bench, world, learners, at),
    }


def _refresh(world: World, superuser: psycopg.Connection, scheduler: psycopg.Connection, at: datetime) -> tuple[float, float]:
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


def _look_ups(bench: Bench, world: World, learners: list[uuid.UUID], at: datetime) -> Found:
    with world.connect("application") as connection:
        nothing = _milliseconds(bench, learners, lambda _: connection.execute("select 1"))
        rank = _milliseconds(bench, learners, lambda learner: connection.execute(RANK, [learner, at]))
    mine = requests.endpoint("show_my_standing")
    page = _milliseconds(bench, learners, lambda each: round_trips.call(mine, requests.event(mine, each)))
    bare = "measured here: select 1"
    return {
        "rank look-up": (rank, "ms", nothing, bare, None),
        "GET .../all_time/xp/me": (page, "ms", 2 * nothing, f"{bare}, two round trips", None),
    }


def _milliseconds(bench: Bench, learners: list[uuid.UUID], ask: Callable[[uuid.UUID], object]) -> float:
    """Return the median time of asking for each learner."""
    taken = []
    for learner in bench.track(learners, len(learners), "looking up ranks"):
        started = perf_counter()
        ask(learner)
        taken.append((perf_counter() - started) * 1000)
    return median(taken)
