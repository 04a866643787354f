"""Bytes of write-ahead log that an attempt costs, by kind; images of whole pages after a checkpoint reported separately."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.benchmarks import attempts, populate, requests
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report

LEARNERS = 20_000
BARE = """
create table if not exists public.bare_attempts (like progress.level_attempts including defaults, primary key (id, created_at))
"""
COPY = """
insert into public.bare_attempts select * from progress.level_attempts where user_id = %s order by created_at desc limit 1
"""
STATS = """
select
    coalesce(sum(w.record_size) filter (where w."resource_manager/record_type" not in ('Standby', 'XLOG')), 0)::float8,
    coalesce(sum(w.fpi_size), 0)::float8
from pg_get_wal_stats(%s, %s, false) as w
"""


@dataclass(frozen=True, slots=True)
class Written:
    """Bytes of records and of page images."""

    records: float
    images: float


def measure(bench: Bench) -> Report:
    """Measure records without page images, then what images add; autovacuum is off meanwhile."""
    world = bench.world()
    many = bench.count(150, 60)
    with world.connect() as superuser:
        populate.learners(superuser, LEARNERS)
        superuser.execute("create extension if not exists pg_walinspect")
        superuser.execute(BARE.encode())
        try:
            _configure(superuser, autovacuum="off", full_page_writes="off")
            learners = populate.some(superuser, many)
            records = _kinds(bench, superuser, learners)
            bare = _written(superuser, lambda: [superuser.execute(COPY, [each]) for each in learners], many)
            _configure(superuser, full_page_writes="on")
            images = _kinds(bench, superuser, populate.some(superuser, many))
        finally:
            _configure(superuser, autovacuum="on", full_page_writes="on")
    return _report(records, images, bare, many)


def _report(records: dict[str, Written], images: dict[str, Written], bare: Written, many: int) -> Report:
    source = "measured here: the attempt's row alone into a table with a primary key"
    figures = [Figure(f"{kind} attempt", each.records, "bytes", bare.records, source) for kind, each in records.items()]
    figures += [Figure(f"page images of a {kind} attempt", each.images, "bytes") for kind, each in images.items()]
    return Report(figures, [], [
        f"Means of {many} attempts of as many learners without a key, full_page_writes off.",
        "Page images apart: so many more right after a checkpoint, when each page is written whole at its first change.",
    ])  # fmt: skip


def _kinds(bench: Bench, superuser: psycopg.Connection, learners: Sequence[uuid.UUID]) -> dict[str, Written]:
    return {
        kind: _attempts(bench, superuser, learners, kind, body)
        for kind, body in zip(attempts.MIX, attempts.bodies(), strict=True)
    }


def _attempts(
    bench: Bench, superuser: psycopg.Connection, learners: Sequence[uuid.UUID], kind: str, body: Any
) -> Written:
    def submit_all() -> None:
        for learner in bench.track(learners, len(learners), f"{kind} attempts"):
            requests.submit(learner, body)

    superuser.execute("checkpoint")
    return _written(superuser, submit_all, len(learners))


def _written(superuser: psycopg.Connection, work: Callable[[], object], many: int) -> Written:
    before = _position(superuser)
    work()
    row = superuser.execute(STATS, [before, _position(superuser)]).fetchone()
    assert row
    return Written(row[0] / many, row[1] / many)


def _position(connection: psycopg.Connection) -> str:
    connection.execute("select pg_switch_wal()")  # which writes all of it down, so that it can be inspected
    row = connection.execute("select pg_current_wal_flush_lsn()").fetchone()
    assert row
    return str(row[0])


def _configure(connection: psycopg.Connection, **settings: str) -> None:
    for name, value in settings.items():
        connection.execute(f"alter system set {name} = {value}".encode())
    connection.execute("select pg_reload_conf()")
    connection.execute("select pg_sleep(0.3)")  # the server's processes read it one after the other
