"""What publication costs: the check with stored solutions, what follows for members, a catalogue of many organizations."""

import copy
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import psycopg

from progressive_flow.curriculum.authoring.files import plain
from progressive_flow.kernel import clock
from progressive_flow.kernel.database import connections
from progressive_flow.learning.publishing.solutions import Reference, Solution, compare
from tests.benchmarks import cpu, populate
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.support import clients
from tests.support.content import content, reference_design

CHALLENGE = "url-shortener"
MAX_SOLUTIONS = 500
SLICE = 100
MEMBERS = 1_000  # of public, at least
ORGANIZATIONS, CHALLENGES = 1_000, 10  # of each
CHANGED = 10
TENANTS = """
insert into identity.organizations (id, slug, name, created_at)
select gen_random_uuid(), 'bench-' || n, 'Bench ' || n, now() from generate_series(1, %s) as n
"""
CATALOGUES = """
with made as (select id from identity.organizations where slug like 'bench-%%'),
tracks as (
    insert into curriculum.learning_tracks (organization_id, slug, title, difficulty_level, order_index, created_at, updated_at)
    select id, 'track', 'Track', 'fundamentals', 1, now(), now() from made returning id, organization_id
),
modules as (
    insert into curriculum.modules (organization_id, track_id, slug, title, order_index, created_at, updated_at)
    select organization_id, id, 'module', 'Module', 1, now(), now() from tracks returning id, organization_id, track_id
),
lessons as (
    insert into curriculum.lessons (organization_id, module_id, slug, title, order_index, created_at, updated_at)
    select organization_id, id, 'lesson', 'Lesson', 1, now(), now() from modules returning id, organization_id
)
insert into curriculum.challenges (
    organization_id, slug, title, category, track_id, lesson_id, order_in_track, difficulty_base, level_count, xp_base,
    created_at, updated_at
)
select
    t.organization_id, 'challenge-' || n, 'Challenge ' || n, 'bench', t.id, l.id, n, 'beginner', 1, 50, now(), now()
from tracks as t inner join lessons as l on l.organization_id = t.organization_id cross join generate_series(1, %(each)s) as n
"""
MEMBER = """
insert into identity.members (organization_id, user_id, roles, created_at)
select o.id, %s, '{learner}', now() from identity.organizations as o where o.slug like 'bench-%%' order by o.slug limit 3
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
select 'organization', o.id, 'xp', 'all_time', gamification.period_start('all_time', %(at)s), %(user)s, 10, %(at)s
from identity.organizations as o where o.slug like 'bench-%%'
on conflict do nothing
"""
CHANGE = """
update gamification.leaderboard_scores as s set metric_value = metric_value + 1, reached_at = %s
where s.scope_id in (select o.id from identity.organizations as o where o.slug like 'bench-%%' order by o.slug limit %s)
"""
REFRESH = "select gamification.refresh_all_leaderboards(%s)"
RECONCILE = "select learning.reconcile_members(identity.public_organization(), null, %s, %s)"


def measure(bench: Bench) -> Report:
    """Measure each in a database of this run."""
    world = bench.world(durable=False)
    with world.connect() as superuser, world.connect("scheduler") as scheduler:
        bench.show("making members")
        populate.learners(superuser, MEMBERS)
        figures = [_check(bench), *_followed(bench, scheduler), *_catalogue(bench, superuser)]
        figures += _refreshed(superuser, scheduler)
    connections.disconnect()
    return Report(figures, remarks=[
        f"{ORGANIZATIONS:,} organizations with {CHALLENGES} challenges each; the learner of the list belongs to three.",
        f"A slice is {SLICE} members, with nothing new for them; a million learners are {1_000_000 // SLICE:,} slices.",
    ])  # fmt: skip


def _check(bench: Bench) -> Figure:
    """Grade stored solutions on the levels of two versions."""
    challenge = next(one for one in content().challenges if one.slug == CHALLENGE)
    live = [plain(level) for level in challenge.levels]
    new = copy.deepcopy(live)
    new[1]["test_cases"][0]["weight"] += 1
    many = bench.count(MAX_SOLUTIONS, 20)
    design: dict[str, Any] = reference_design(CHALLENGE)
    solutions = [Solution(2, design)] * many
    bench.show(f"grading {many} solutions twice")
    once = _seconds(lambda: compare(live, live, solutions, [], lambda _: None)) / 2
    both = _seconds(lambda: compare(live, new, solutions, [Reference(1, design)], lambda _: None))
    source = "measured here: each solution graded once"
    return Figure(f"a check's {many} solutions of a level that changed", both, "s CPU", once, source, 2.5 * once)


def _followed(bench: Bench, scheduler: psycopg.Connection) -> list[Figure]:
    """Reconcile slices of the public organization's members."""
    taken: list[float] = []
    for _ in bench.track(range(bench.count(20, 3)), bench.count(20, 3), "reconciling members"):
        with cpu.of_backend(scheduler.info.backend_pid, taken):
            scheduler.execute(RECONCILE, [SLICE, clock.now()])
    return [Figure(f"what follows a publication, a slice of {SLICE} members", median(taken), "ms CPU", None, "", 50.0)]


def _catalogue(bench: Bench, superuser: psycopg.Connection) -> list[Figure]:
    """List challenges as a learner of public, then as one of three organizations among a thousand."""
    client = clients.Client().newcomer()
    few = _listed(bench, client)
    superuser.execute(TENANTS.encode(), [ORGANIZATIONS])
    superuser.execute(CATALOGUES.encode(), {"each": CHALLENGES})
    superuser.execute(MEMBER.encode(), [client.id])
    superuser.execute(
        "analyze curriculum.challenges, curriculum.learning_tracks, curriculum.lessons, identity.organizations"
    )
    many = _listed(bench, client)
    source = "measured here: public content alone, before there were organizations"
    return [
        Figure(
            f"GET /v1/challenges beside {ORGANIZATIONS * CHALLENGES:,} of others",
            many,
            "ms CPU",
            few,
            source,
            1.5 * few,
        )
    ]


def _listed(bench: Bench, client: clients.Client) -> float:
    endpoint = clients.endpoint("list_challenges")
    request = clients.Request(query={"limit": 100})
    taken: list[float] = []
    for _ in range(bench.count(40, 10)):
        backend = connections.connection_of("reader").info.backend_pid
        with cpu.of_backend(backend, taken):
            clients.call(endpoint, clients.event(endpoint, request, client.id))
    return median(taken)


def _refreshed(superuser: psycopg.Connection, scheduler: psycopg.Connection) -> list[Figure]:
    """Rebuild leaderboards after somebody scored in ten organizations, and after nobody did."""
    user = superuser.execute("select id from identity.users limit 1").fetchone()
    assert user, "somebody has an account"
    at = clock.now()
    superuser.execute(SCORES.encode(), {"at": at, "user": user[0]})
    for _ in range(2):  # the first one ranks all of them
        scheduler.execute(REFRESH, [at])
    later = [at + timedelta(minutes=5 * number) for number in range(1, 9)]
    idle, changed = list[float](), list[float]()
    for number, instant in enumerate(later):
        if number % 2:
            superuser.execute(CHANGE.encode(), [instant, CHANGED])
        with cpu.of_backend(scheduler.info.backend_pid, changed if number % 2 else idle):
            scheduler.execute(REFRESH, [instant])
    source = "measured here: the same when nobody scored"
    name = f"refresh of leaderboards after {CHANGED} of {ORGANIZATIONS:,} organizations changed"
    return [Figure(name, median(changed), "ms CPU", median(idle), source, 1.5 * median(idle))]


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before
