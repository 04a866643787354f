"""Submissions of code on the whole local platform: hundreds at once until all are graded, and one after another."""

import time
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
import psycopg

from progressive_flow.grading.code.sealed.images import is_built
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli import demo
from tests.benchmarks import cpu, load, submitters
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Listing, Report
from tests.benchmarks.submitters import Submitter
from tests.support.content import reference_design

SUBMISSIONS, WORKERS, CLIENTS = 500, 2, 25
AIM = 15.0  # seconds until all are graded
SINGLE = 18  # one of each challenge
MAX_SECONDS = 300.0
PAUSE = 0.1
DESIGN = "static-website"
DESIGN_SOURCE = "measured here: an attempt of a design, in the same way"
OPEN = "select count(*) from platform.tasks where kind = 'grade_code' and finished_at is null"
SPAN = """
select extract(epoch from max(t.finished_at) - min(t.created_at))::float8
from platform.tasks as t where t.kind = 'grade_code' and t.user_id = any(%s)
"""
ATTEMPTS = """
select user_id::text, count(*), bool_or(passed) from progress.level_attempts where user_id = any(%s) group by user_id
"""
# What the ledger holds for passing the level, and whether all of it is what the stats say.
PAID = """
select
    s.user_id::text, s.total_xp = coalesce(sum(x.amount), 0),
    count(x.id) filter (where x.source_type = 'level')
from gamification.user_stats as s left join gamification.xp_transactions as x on x.user_id = s.user_id
where s.user_id = any(%s)
group by s.user_id, s.total_xp
"""


@dataclass(frozen=True, slots=True)
class Graded:
    """A load of submissions: the seconds until the last was graded, and CPU seconds by part of the platform."""

    seconds: float
    used: dict[str, float]


def measure(bench: Bench) -> Report:
    """Start a platform of its own; submit one of each challenge in turn, then all at once."""
    if not is_built(IMAGE):
        return Report([], [], ["The judge is not built: run `make judge`, which needs npm."])
    many = bench.size(SUBMISSIONS)
    bench.show("starting a platform")
    with demo.own_platform(WORKERS) as held, psycopg.connect(held["database_url"], autocommit=True) as database:
        learners = list(bench.track(submitters.make(held, many + 2 * SINGLE), many + 2 * SINGLE, "making learners"))
        single, crowd = learners[: 2 * SINGLE], learners[2 * SINGLE :]
        bench.show("submitting one after another")
        figures = _one_after_another(held, database, single)
        bench.show(f"submitting {many} at once")
        graded = _at_once(held, database, crowd)
        _require_each_once(database, crowd)
    aim = AIM if many == SUBMISSIONS else None
    figures.insert(0, Figure(f"{many} submissions at once: the last is graded after", graded.seconds, "s", aim=aim))
    figures.append(Figure("CPU of one of them", _each(graded.used, many), "ms CPU"))
    rows = [(part, seconds, 1000 * seconds / many) for part, seconds in graded.used.items()]
    listing = Listing("CPU of submissions at once, by part", ["part", "s", "ms a submission"], rows)
    return Report(figures, [listing], [
        f"{WORKERS} workers of the gateway and {CLIENTS} clients; the 18 challenges in turns, each other submission is right.",
        "Each submission had exactly one attempt, each pass was paid once, and each ledger adds up to the learner's XP.",
    ])  # fmt: skip


def part_of(command: str, mapped: str) -> str:
    """Return which part of the platform a process belongs to, by its command line and the files that it has mapped."""
    if "postgres" in command:
        return "PostgreSQL"
    if "multiprocessing" in command:
        return "judge" if ".cwasm" in mapped else "functions that do tasks"
    for module, name in (("gateway", "gateway"), ("scheduler", "scheduler"), ("aws", "bus and queues")):
        if f"progressive_flow_local.{module}" in command:
            return name
    return "the command itself"


def _one_after_another(held: dict[str, Any], database: psycopg.Connection, learners: list[Submitter]) -> list[Figure]:
    """Return what an attempt takes from its request to its grade, beside one of a design."""
    design = {"kind": "system_design", "design": reference_design(DESIGN)}
    right, starters = learners[:SINGLE], learners[SINGLE:]
    _graded(held, database, starters)  # starts what judges
    code = _graded(held, database, right)
    with httpx.Client(base_url=held["api_url"], timeout=60, trust_env=False) as api, cpu.spent(held["pid"]) as used:
        for learner in right:
            path = f"/v1/challenges/{DESIGN}/levels/1/attempts"
            answer = api.post(path, headers=learner.authorization, json=design)
            if answer.status_code != HTTPStatus.CREATED:
                raise RuntimeError(f"a design was answered {answer.status_code}: {answer.text}")
    bare = used.seconds / len(right) * 1000
    judged = code.used["judge"] / len(right) * 1000
    whole = _each(code.used, len(right))
    return [
        Figure("an attempt of code, request to grade", whole, "ms CPU", bare, DESIGN_SOURCE),
        Figure("the same without the judge", whole - judged, "ms CPU", bare, DESIGN_SOURCE),
    ]


def _graded(held: dict[str, Any], database: psycopg.Connection, learners: list[Submitter]) -> Graded:
    """Submit one after another, each when the one before is graded."""
    before, started = cpu.by_part(held["pid"], part_of), time.monotonic()
    with httpx.Client(base_url=held["api_url"], timeout=60, trust_env=False) as api:
        for learner in learners:
            answer = api.post(learner.path, headers=learner.authorization, json=learner.body)
            if answer.status_code != HTTPStatus.ACCEPTED:
                raise RuntimeError(f"a submission was answered {answer.status_code}: {answer.text}")
            _await_all(database)
    return Graded(time.monotonic() - started, _since(held, before))


def _at_once(held: dict[str, Any], database: psycopg.Connection, learners: list[Submitter]) -> Graded:
    """Submit all at once; return how long it took from the first request to the last grade."""
    scripts = [[load.post(each.path, each.authorization, each.body)] for each in learners]
    port = int(held["api_url"].rpartition(":")[2])
    before = cpu.by_part(held["pid"], part_of)
    outcome = load.run(port, scripts, CLIENTS)
    if outcome.statuses != {HTTPStatus.ACCEPTED: len(learners)}:
        raise RuntimeError(f"submissions were answered {outcome.statuses}")
    _await_all(database)
    row = database.execute(SPAN, [[each.id for each in learners]]).fetchone()
    assert row, "it is an aggregate"
    return Graded(row[0], _since(held, before))


def _await_all(database: psycopg.Connection) -> None:
    deadline = time.monotonic() + MAX_SECONDS
    while (row := database.execute(OPEN).fetchone()) and row[0]:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{row[0]} submissions are not graded after {MAX_SECONDS:.0f} s")
        time.sleep(PAUSE)


def _since(held: dict[str, Any], before: dict[str, float]) -> dict[str, float]:
    after = cpu.by_part(held["pid"], part_of)
    return {part: seconds - before.get(part, 0.0) for part, seconds in after.items()}


def _each(used: dict[str, float], many: int) -> float:
    return sum(used.values()) / many * 1000


def _require_each_once(database: psycopg.Connection, learners: list[Submitter]) -> None:
    """Raise where a submission has not exactly one attempt with its verdict, or was not paid exactly once for a pass."""
    ids = [learner.id for learner in learners]
    attempts = {user: (count, passed) for user, count, passed in database.execute(ATTEMPTS, [ids]).fetchall()}
    paid = {user: (adds_up, count) for user, adds_up, count in database.execute(PAID, [ids]).fetchall()}
    for learner in learners:
        wanted = ((1, learner.is_right), (True, int(learner.is_right)))
        if (found := (attempts.get(learner.id), paid.get(learner.id))) != wanted:
            raise RuntimeError(f"{learner.challenge} of {learner.id}: attempts and pay are {found}, not {wanted}")
