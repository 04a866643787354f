"""The hot queries use their indexes, row-level security and all: EXPLAIN on tables large enough to matter."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.curriculum import repository as curriculum
from progressive_flow.gamification import repository as boards
from progressive_flow.identity import repository as identity
from progressive_flow.progress import repository as progress
from tests.support.scene import NOON, act_as

LEARNERS = 10_000
# Tables that grow with the learners: reading one of them whole is never right for a request.
LARGE = {
    "users",
    "members",
    "public_profiles",
    "user_stats",
    "leaderboard_scores",
    "leaderboard_ranks",
    "user_challenge_progress",
    "user_level_progress",
    "level_attempts_default",
    "xp_transactions_default",
}

PEOPLE = """
insert into identity.users (id, username, created_at, updated_at, last_active_at)
select md5('learner' || n)::uuid, 'learner' || n, %(at)s, %(at)s, %(at)s from generate_series(1, %(count)s) as n
"""
SCORES = """
insert into gamification.leaderboard_scores
(scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, updated_at)
select 'global', '00000000-0000-0000-0000-000000000000', 'xp', 'all_time', '1970-01-01', md5('learner' || n)::uuid, n %% 4000, %(at)s
from generate_series(1, %(count)s) as n
"""
ATTEMPTS = """
insert into progress.level_attempts (
    user_id, challenge_id, challenge_version_id, level_number, attempt_number, design_snapshot, test_results, score, passed,
    catalogue_version, local_date, created_at
)
select md5('learner' || n)::uuid, v.challenge_id, v.id, 1, 1, '{}', '[]', 50, false, 1, '2026-05-06', %(at)s + n * interval '1 second'
from generate_series(1, %(count)s) as n
inner join content.challenge_versions as v on v.challenge_id = (select id from curriculum.challenges where slug = 'url-shortener')
"""


OPENED = """
insert into progress.user_level_progress (user_id, challenge_id, level_number, opened_at)
select user_id, challenge_id, 1, %(at)s from progress.user_challenge_progress
on conflict do nothing
"""


@pytest.fixture(scope="module")
def crowd(admin_url: str, database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """A session among ten thousand learners; rolled back."""
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    with psycopg.connect(url) as connection:
        params = {"at": NOON, "count": LEARNERS}
        for statement in (PEOPLE, SCORES, ATTEMPTS, OPENED):
            connection.execute(statement.encode(), params)
        connection.execute("select gamification.refresh_all_leaderboards(%s)", [NOON])
        connection.execute("analyze")
        connection.execute("set local role application")
        yield connection
        connection.rollback()


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield every scan of a plan: how, of what."""
    if "Relation Name" in plan:
        yield plan["Node Type"], plan["Relation Name"]
    for child in plan.get("Plans", []):
        yield from scans(child)


BOARD = {"metric": "xp", "period": "all_time", "at": NOON}
HOT: dict[str, tuple[str, dict[str, Any]]] = {
    "own account": (identity.ME, {"at": NOON}),
    "tracks": (curriculum.TRACKS, {}),
    "challenge": (curriculum.CHALLENGE, {"slug": "url-shortener"}),
    "level": (curriculum.LEVEL, {"slug": "url-shortener", "level": 1}),
    "level to grade": (curriculum.LEVEL_TO_GRADE, {"slug": "url-shortener", "level": 2}),
    "attempts at a level": (
        progress.ATTEMPTS,
        {"slug": "url-shortener", "level": 1, "before": NOON, "before_id": uuid4(), "limit": 26},
    ),
    "one attempt": (progress.ATTEMPT, {"id": uuid4()}),
    "board": (
        boards.scoped(boards.TOP, "global"),
        {**BOARD, "value": 2**63 - 1, "after": UUID(int=2**128 - 1), "limit": 26},
    ),
    "board, a later page": (
        boards.scoped(boards.TOP, "global"),
        {**BOARD, "value": 2000, "after": UUID(int=2**127), "limit": 26},
    ),
    "board of a challenge": (
        boards.scoped(boards.TOP, "challenge"),
        {**BOARD, "scope": "url-shortener", "value": 2000, "after": UUID(int=2**127), "limit": 26},
    ),
    "own standing": (boards.scoped(boards.AROUND, "global"), {**BOARD, "neighbours": 2}),
    "board state": (boards.scoped(boards.STATE, "global"), BOARD),
    "rank": ("select gamification.get_user_rank(%(me)s, 'all_time', 'xp')", {}),
}


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_reads_no_large_table_whole(crowd: psycopg.Connection, name: str) -> None:
    query, params = HOT[name]
    me = crowd.execute("select md5('learner777')::uuid").fetchone()
    assert me
    act_as(crowd, me[0])
    row = crowd.execute(f"explain (format json) {query}".encode(), {**params, "me": me[0]}).fetchone()
    assert row
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    whole = [relation for how, relation in scans(plan[0]["Plan"]) if how == "Seq Scan" and relation in LARGE]
    assert whole == []


def test_the_check_would_see_a_whole_read(crowd: psycopg.Connection) -> None:
    row = crowd.execute(
        "explain (format json) select count(*) from gamification.leaderboard_scores where updated_at > now()"
    ).fetchone()
    assert row
    assert ("Seq Scan", "leaderboard_scores") in list(scans(row[0][0]["Plan"]))
