"""What a learner with a long past asks for, and the jobs that go through learners, each beside a floor measured here."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import psycopg

from progressive_flow.gamification.dashboard import service as dashboard
from progressive_flow.kernel import clock
from progressive_flow.learning.jobs import reconciliation
from tests.benchmarks import cpu, veterans
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Report
from tests.benchmarks.veterans import Past
from tests.support import clients

VETERANS, USUAL = 20, Past(levels=40, days=60)
BARE = "measured here: select 1"
ENDPOINTS = ("show_dashboard", "recommend_challenges", "list_my_achievements", "show_streak", "show_stats")
CHECK = "select count(*) from gamification.check_and_award_achievements(%s, %s)"
# The barest statements that read as many rows as the metrics of achievements must.
ROWS = """
select
    (select sum(p.attempts) from progress.user_level_progress as p where p.user_id = %(me)s),
    (select sum(c.total_attempts) from progress.user_challenge_progress as c where c.user_id = %(me)s),
    (select max(d.streak) from gamification.streak_days as d where d.user_id = %(me)s)
"""
SLICE_ROWS = ROWS.replace("= %(me)s", "= any(%(me)s)")


@dataclass(frozen=True, slots=True)
class Job:
    """A job that goes through learners in slices."""

    name: str
    call: str
    size: int


JOBS = (
    Job("sweep_achievements", "select learning.sweep_achievements(%s, %s)", reconciliation.SLICE),
    Job("refresh_dashboards", "select gamification.refresh_dashboards(%s, %s)", dashboard.SLICE),
)


def measure(bench: Bench) -> Report:
    """Ask for a few veterans, then run the jobs over a thousand usual learners."""
    world = bench.world(durable=False)
    many = bench.count(1000, 200)
    with world.connect() as superuser:
        bench.show("making learners with a past")
        old = veterans.make(superuser, 1, VETERANS, Past())
        usual = veterans.make(superuser, VETERANS + 1, many, USUAL)
        veterans.settle(superuser)
        pasts = f"a veteran passed {veterans.LEVELS} levels on {veterans.DAYS} days in a row"
        report = Report(remarks=[
            f"{VETERANS} veterans: {pasts}; {many:,} usual ones: {USUAL.levels} levels on {USUAL.days} days.",
            "Endpoints are called in this process, two round trips each; medians, asked in turns.",
        ])  # fmt: skip
        started = perf_counter()
        superuser.execute(CHECK, [old[0], clock.now()])
        first = perf_counter() - started
        report.figures += [*_asked(bench, world, old), *_jobs(bench, world, usual)]
        report.figures.append(Figure("first check of a veteran, who unlocks what there is", first * 1000, "ms"))
    return report


def _asked(bench: Bench, world: World, old: list[uuid.UUID]) -> list[Figure]:
    with world.connect("application") as connection, world.connect("scheduler") as scheduler, world.connect() as bare:
        asks: dict[str, Callable[[uuid.UUID], object]] = {
            "select 1": lambda _: connection.execute("select 1"),
            "rows": lambda me: bare.execute(ROWS, {"me": me}),
            "check": lambda me: scheduler.execute(CHECK, [me, clock.now()]),
            **{name: _endpoint(name) for name in ENDPOINTS},
        }
        taken = _milliseconds(bench, old, bench.count(10, 4), asks)
    figures = [
        Figure(
            "check_and_award_achievements of a veteran", taken["check"], "ms", taken["rows"],
            "measured here: sums over the level, challenge and calendar rows, no more",
        )
    ]  # fmt: skip
    for name in ENDPOINTS:
        route = clients.endpoint(name).route
        figures.append(Figure(route.key, taken[name], "ms", 2 * taken["select 1"], f"{BARE}, two round trips"))
    return figures


def _endpoint(name: str) -> Callable[[uuid.UUID], object]:
    endpoint = clients.endpoint(name)
    return lambda me: clients.call(endpoint, clients.event(endpoint, clients.Request(), me))


def _milliseconds(
    bench: Bench, learners: list[uuid.UUID], rounds: int, asks: dict[str, Callable[[uuid.UUID], object]]
) -> dict[str, float]:
    """Return the median time of each question, asked in turns for every learner; the first round warms up."""
    taken: dict[str, list[float]] = {name: [] for name in asks}
    turns = [(number, learner) for number in range(rounds + 1) for learner in learners]
    for number, learner in bench.track(turns, len(turns), "asking for veterans"):
        for name, ask in asks.items():
            started = perf_counter()
            ask(learner)
            if number:
                taken[name].append((perf_counter() - started) * 1000)
    return {name: median(times) for name, times in taken.items()}


def _jobs(bench: Bench, world: World, usual: list[uuid.UUID]) -> list[Figure]:
    figures: list[Figure] = []
    source = "measured here: sums over their level, challenge and calendar rows, no more"
    with world.connect() as superuser, world.connect("scheduler") as scheduler:
        with cpu.spent(world.pid) as reading:
            for _ in range(10):
                superuser.execute(SLICE_ROWS, {"me": usual})
        least = reading.seconds / 10 / len(usual) * 1000 or None
        for job in JOBS:
            for what in ("with everything to write", "with nothing new"):
                bench.show(f"{job.name} {what}")
                used = _swept(world, superuser, scheduler, job, usual) / len(usual) * 1000
                figures.append(Figure(
                    f"{job.name} of 1,000 learners, {what}", used, "s CPU", least, source if least else "",
                ))  # fmt: skip
    return figures


def _swept(
    world: World, superuser: psycopg.Connection, scheduler: psycopg.Connection, job: Job, usual: list[uuid.UUID]
) -> float:
    """Run a job over the usual learners in its own slices, as if the round had just come to them; return CPU seconds."""
    superuser.execute("delete from platform.job_cursors where job = %s", [job.name])
    superuser.execute(
        "insert into platform.job_cursors (job, after_id, started_at) values (%s, %s, now())",
        [job.name, uuid.UUID(int=usual[0].int - 1)],
    )
    left = len(usual)
    with cpu.spent(world.pid) as used:
        while left > 0:
            scheduler.execute(job.call.encode(), [min(left, job.size), clock.now()])
            left -= job.size
    return used.seconds
