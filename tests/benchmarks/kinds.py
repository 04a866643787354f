"""CPU of an attempt by kind (failing, first pass, repeated pass), and the server's statements that it goes to."""

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg

from progressive_flow.kernel.database import connections
from tests.benchmarks import attempts, cpu, populate, requests
from tests.benchmarks.bench import Bench, World
from tests.benchmarks.figures import Figure, Listing, Report

LEARNERS = 20_000
FIRST_VERSION = attempts.FIRST_VERSION[1]
AIM = attempts.GROWTH * FIRST_VERSION
BARE_ROUNDS = 10  # the kernel's clock is coarse
BARE = (
    "create unlogged table public.bare (like progress.level_attempts including defaults, primary key (id, created_at))"
)
COPY = (
    "insert into public.bare select * from progress.level_attempts where user_id = %s order by created_at desc limit 1"
)
SHOWN = 14
# What is distinguished: kind, level, which of the mix's bodies. A learner's very first pass unlocks achievements, too.
KINDS = (("failing", "1", 0), ("very first pass", "1", 1), ("repeated pass", "1", 1), ("further first pass", "2", 1))
STATEMENTS = """
select
    left(regexp_replace(s.query, '\\s+', ' ', 'g'), 80), s.total_exec_time / %(many)s, s.total_plan_time / %(many)s,
    s.calls / %(many)s::float8
from extensions.pg_stat_statements as s
where s.calls >= %(many)s / 2
order by s.total_exec_time desc
limit %(shown)s
"""


@dataclass(frozen=True, slots=True)
class Used:
    """CPU milliseconds of an attempt: in the function without the evaluator, and in the server."""

    function: float
    server: float


def measure(bench: Bench) -> Report:
    """Have enough learners for the kernel's clock make each kind of attempt, one after the other."""
    world = bench.world(durable=False)
    many = bench.count(400, 150)
    with world.connect() as superuser:
        populate.learners(superuser, LEARNERS)
        superuser.execute("vacuum (analyze)")
        learners = populate.some(superuser, many)
        early = populate.some(superuser, 10)
        for kind, level, body in KINDS:
            _made(bench, early, f"warming up: {kind}", attempts.bodies()[body], level)
        report = Report(remarks=[
            f"Means of {many} attempts of as many learners, called in this process: no key, no HTTP, no evaluator, no fsync.",
            f"Aim: {attempts.GROWTH} times the {FIRST_VERSION} ms of the first version with one client, gateway included.",
        ])  # fmt: skip
        for kind, level, body in KINDS:
            used = _used(bench, world, learners, kind, level, attempts.bodies()[body])
            bare = _bare(world, superuser, learners)
            source = "measured here: the attempt's row alone into a table with a primary key, server only"
            report.figures += [
                Figure(f"{kind}, function and server", used.function + used.server, "ms CPU", bare, source, AIM),
                Figure(f"{kind}, server alone", used.server, "ms CPU", bare, source),
            ]
        report.listings += _listings(bench, world, superuser, many)
    return report


def _made(bench: Bench, learners: Sequence[uuid.UUID], what: str, body: object, level: str) -> None:
    for learner in bench.track(learners, len(learners), what):
        requests.submit(learner, body, level=level)


def _used(bench: Bench, world: World, learners: Sequence[uuid.UUID], kind: str, level: str, body: object) -> Used:
    with attempts.timed_evaluator() as evaluations, cpu.spent(world.pid) as server:
        before = time.process_time()
        _made(bench, learners, kind, body, level)
        function = time.process_time() - before
    many = len(learners)
    return Used((function - sum(evaluations)) / many * 1000, server.seconds / many * 1000)


def _bare(world: World, superuser: psycopg.Connection, learners: Sequence[uuid.UUID]) -> float:
    superuser.execute(BARE.encode())
    with cpu.spent(world.pid) as used:
        for _ in range(BARE_ROUNDS):
            superuser.execute("truncate public.bare")
            for learner in learners:
                superuser.execute(COPY, [learner])
    superuser.execute("drop table public.bare")
    return used.seconds / BARE_ROUNDS / len(learners) * 1000


def _listings(bench: Bench, world: World, superuser: psycopg.Connection, many: int) -> list[Listing]:
    """Ask the server which of the statements inside its functions took how long; those that call others include them."""
    learners = populate.some(superuser, many)
    superuser.execute("alter role application set pg_stat_statements.track = 'all'")
    superuser.execute("alter role application set pg_stat_statements.track_planning = on")
    connections.disconnect()
    listings: list[Listing] = []
    for kind, level, body in KINDS:
        superuser.execute("select extensions.pg_stat_statements_reset()")
        _made(bench, learners, f"{kind}, by statement", attempts.bodies()[body], level)
        rows = superuser.execute(STATEMENTS, {"many": many, "shown": SHOWN}).fetchall()
        title = f"Statements of an attempt, {kind} (ms each attempt, with what they call)"
        listings.append(Listing(title, ["statement", "ms", "planning ms", "calls"], rows, detail=True))
    superuser.execute("alter role application reset pg_stat_statements.track")
    superuser.execute("alter role application reset pg_stat_statements.track_planning")
    connections.disconnect()
    return listings
