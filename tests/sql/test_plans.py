"""The hot queries use their indexes, row-level security and all: EXPLAIN on tables large enough to matter."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from progressive_flow.curriculum import positions
from progressive_flow.discovery.recommendations import repository as discovery
from progressive_flow.gamification.achievement_progress import repository as achievement_progress
from progressive_flow.gamification.daily import repository as daily
from progressive_flow.gamification.dashboard import repository as totals
from progressive_flow.gamification.leaderboards import repository as leaderboards
from progressive_flow.gamification.leaderboards import service as leaderboards_service
from progressive_flow.gamification.ledger import repository as ledger
from progressive_flow.gamification.streaks import repository as streaks
from progressive_flow.learning.account import repository as account
from progressive_flow.learning.catalogue import repository as catalogue
from progressive_flow.learning.dashboard import repository as dashboard
from progressive_flow.learning.levels import repository as shown_levels
from progressive_flow.learning.sessions import repository as sessions
from progressive_flow.progress.attempts import repository as progress
from progressive_flow.progress.enrollments import repository as enrollments
from progressive_flow.progress.grading_inputs import repository as tasks
from progressive_flow.progress.hints import repository as hints
from progressive_flow.progress.levels import repository as levels
from progressive_flow.social.activity import repository as activity
from progressive_flow.social.notifications import repository as social
from tests.support.crowd import gather
from tests.support.scene import NOON, act_as, one

LEARNERS = 5_000
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
    "xp_awards",
    "user_track_progress",
    "user_enrollments",
    "learning_sessions",
    "hint_usage",
    "streak_days",
    "user_achievements",
    "user_skills",
    "daily_challenge_attempts",
    "user_dashboard_summary",
    "leaderboard_snapshots",
    "assessments",
    "assessment_results",
    "notifications",
    "outbox",
}


@pytest.fixture(scope="module")
def crowd(admin_url: str, database: dict[str, str]) -> Iterator[psycopg.Connection]:
    """A session among five thousand learners; rolled back."""
    url = admin_url.rpartition("/")[0] + "/" + database["migrator"].rpartition("/")[2]
    with psycopg.connect(url) as connection:
        gather(connection, LEARNERS)
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


PAGE = {"before": NOON, "before_id": uuid4(), "limit": 26}
DAY = {"date": NOON.date(), "score": 101, "completed_at": NOON, "after": uuid4(), "limit": 26}
LATER = leaderboards.Place(2000, NOON, UUID(int=2**127))._asdict()
LEADERBOARD = {"metric": "xp", "period": "all_time", "at": NOON}
HOT: dict[str, tuple[str, dict[str, Any]]] = {
    "own account": (account.ME, {"at": NOON}),
    "tracks": (catalogue.TRACKS, {"organization": None}),
    "challenge": (catalogue.CHALLENGE, {"slug": "url-shortener"}),
    "level": (shown_levels.LEVEL, {"slug": "url-shortener", "level": 1}),
    "level to grade": (tasks.LEVEL_TO_GRADE, {"slug": "url-shortener", "level": 2, "known": None}),
    "attempts at a level": (
        progress.ATTEMPTS,
        {"slug": "url-shortener", "level": 1, "before": NOON, "before_id": uuid4(), "limit": 26},
    ),
    "one attempt": (progress.ATTEMPT, {"id": uuid4()}),
    "leaderboard": (
        leaderboards.scoped(leaderboards.ENTRIES, "global"),
        {**LEADERBOARD, **leaderboards_service.BEFORE_FIRST._asdict(), "limit": 26},
    ),
    "leaderboard, a later page": (
        leaderboards.scoped(leaderboards.ENTRIES, "global"),
        {**LEADERBOARD, **LATER, "limit": 26},
    ),
    "leaderboard of a challenge": (
        leaderboards.scoped(leaderboards.ENTRIES, "challenge"),
        {**LEADERBOARD, "scope": "url-shortener", **LATER, "limit": 26},
    ),
    "own rank": (leaderboards.scoped(leaderboards.NEIGHBOURS, "global"), {**LEADERBOARD, "neighbours": 2}),
    "leaderboard state": (leaderboards.scoped(leaderboards.STATE, "global"), LEADERBOARD),
    "leaderboard of an organization": (
        leaderboards.scoped(leaderboards.ENTRIES, "organization"),
        {**LEADERBOARD, "scope": "acme", **LATER, "limit": 26},
    ),
    "snapshots": (
        leaderboards.scoped(leaderboards.SNAPSHOTS, "global"),
        {"metric": "xp", "period": "daily", "before": date.max, "top": 3, "limit": 26},
    ),
    "dashboard": (dashboard.DASHBOARD, {"at": NOON}),
    "stats": (totals.STATS, {"at": NOON}),
    "streak": (streaks.STREAK, {"at": NOON}),
    "calendar": (streaks.CALENDAR, {"days": 35}),
    "own ledger": (ledger.LEDGER, PAGE),
    "own ledger, a later page": (ledger.LEDGER, {**PAGE, "before": None, "before_id": None}),
    "own achievements": (achievement_progress.ACHIEVEMENTS, {"category": None, "unlocked": None}),
    "the day": (daily.TODAY, {"at": NOON}),
    "the day to grade": (daily.TO_GRADE, {"at": NOON}),
    "past days": (daily.PAST, {"before": date(2026, 5, 7), "limit": 26}),
    "daily leaderboard": (daily.DAILY_ENTRIES, DAY),
    "notifications": (social.LIST, PAGE),
    "notifications not read": (social.LIST_UNREAD, PAGE),
    "how many are not read": (social.UNREAD.replace("%s", "%(me)s"), {}),
    "up to a notification": (social.MARK, {"at": NOON, "id": uuid4()}),
    "one notification": (social.CHANGE, {"at": NOON, "id": uuid4(), "is_read": True}),
    "own progress": (
        levels.CHALLENGES,
        {"status": None, "track": None, "limit": 26, **positions.START.params()},
    ),
    "own tracks": (enrollments.TRACKS, {}),
    "activity": (activity.ACTIVITY, PAGE),
    "prerequisites": (levels.PREREQUISITES, {"slug": "url-shortener"}),
    "hints": (hints.HINTS, {"slug": "url-shortener", "level": 1}),
    "sessions": (sessions.SESSIONS, PAGE),
    "recommendations": (discovery.CANDIDATES, {}),
    "rank": ("select gamification.get_user_rank(%(me)s, 'all_time', 'xp')", {}),
}


@pytest.mark.parametrize("name", HOT)
def test_a_hot_query_reads_no_large_table_whole(crowd: psycopg.Connection, name: str) -> None:
    whole = [relation for how, relation in scans(plan_of(crowd, name)) if how == "Seq Scan" and relation in LARGE]
    assert whole == []


@pytest.mark.parametrize("name", HOT)
def test_nor_does_a_function_that_it_calls(crowd: psycopg.Connection, name: str) -> None:
    """A plan does not show what happens inside a function; the transaction's own statistics do."""
    query, params = HOT[name]
    me = as_learner(crowd, 778)
    before = whole_reads(crowd)
    crowd.execute(query.encode(), {**params, "me": me}).fetchall()
    assert {table: number for table, number in whole_reads(crowd).items() if number != before[table]} == {}


@pytest.mark.parametrize("name", ["leaderboard, a later page", "leaderboard of a challenge", "own rank"])
def test_a_place_among_equal_values_is_found_by_the_index(crowd: psycopg.Connection, name: str) -> None:
    """Value and instant are conditions of the index, not filters: however many share a value, a page reads its own rows."""
    ranges = [
        node for node in nodes(plan_of(crowd, name)) if node.get("Index Name") == "leaderboard_scores_ranking_idx"
    ]
    assert len(ranges) == {"own rank": 4}.get(name, 2)
    assert all("metric_value" in node["Index Cond"] for node in ranges)
    assert sum("ROW(reached_at, id)" in node["Index Cond"].replace("s.", "") for node in ranges) == len(ranges) // 2


def test_a_search_of_learners_reads_the_indexes_of_names_and_addresses(crowd: psycopg.Connection) -> None:
    """Every beginning is a range of an index, and a page of all learners is read in the order of one."""
    as_learner(crowd, 779, "platform_admin")
    search = "select username from learning.search_learners(%s, %s, 26)"
    before, whole = index_scans(crowd, "identity.users"), whole_reads(crowd)["users"]
    assert crowd.execute(search, ["LEARNER4711", ""]).fetchall() == [("learner4711",)]
    by_text = index_scans(crowd, "identity.users")
    assert {index for index, number in by_text.items() if number > before[index]} >= {
        "users_email_key",
        "users_username_key",
        "users_display_name_idx",
    }
    assert crowd.execute(search, [None, "learner4999"]).fetchone() == ("learner5",)
    assert index_scans(crowd, "identity.users")["users_username_key"] > by_text["users_username_key"]
    assert whole_reads(crowd)["users"] == whole


def test_a_search_of_members_reads_the_indexes_of_names_and_addresses(crowd: psycopg.Connection) -> None:
    """Even where everybody is a member, as in the public organization; and nobody counts them to list it."""
    as_learner(crowd, 779, "platform_admin")
    search = "select username from identity.list_members('public', null, null, null, %s, %s, 26)"
    whole = whole_reads(crowd)["users"]
    assert crowd.execute(search, ["LEARNER4711", ""]).fetchall() == [("learner4711",)]
    assert crowd.execute(search, [None, "learner4999"]).fetchone() == ("learner5",)
    assert len(crowd.execute(search, [None, ""]).fetchall()) == 26
    assert whole_reads(crowd)["users"] == whole
    before = whole_reads(crowd)
    named = "select slug, members from identity.list_organizations('public', '', 26)"
    assert crowd.execute(named).fetchall() == [("public", None)]
    assert whole_reads(crowd) == before


def as_learner(connection: psycopg.Connection, number: int, roles: str = "") -> UUID:
    """Act as a learner of the crowd; return their id."""
    me: UUID = one(connection, "select md5('learner' || %s::text)::uuid", number)
    act_as(connection, me, roles)
    return me


def plan_of(connection: psycopg.Connection, name: str) -> dict[str, Any]:
    """Return the plan of a hot query, as a learner asks it."""
    query, params = HOT[name]
    me = as_learner(connection, 777)
    row = connection.execute(f"explain (format json) {query}".encode(), {**params, "me": me}).fetchone()
    assert row
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    top: dict[str, Any] = plan[0]["Plan"]
    return top


def index_scans(connection: psycopg.Connection, table: str) -> dict[str, int]:
    """Return how often the transaction has read each index of a table."""
    query = (
        "select c.relname, pg_stat_get_xact_numscans(c.oid) from pg_index as i inner join pg_class as c on c.oid = i.indexrelid"
        " where i.indrelid = %s::regclass"
    )
    return dict(connection.execute(query, [table]).fetchall())


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every node of a plan."""
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def whole_reads(connection: psycopg.Connection) -> dict[str, int]:
    """Return how often the transaction has read each large table whole."""
    query = "select relname, seq_scan from pg_stat_xact_user_tables where relname = any(%s)"
    return dict(connection.execute(query, [sorted(LARGE)]).fetchall())


def test_the_statistics_would_show_a_sequential_scan(crowd: psycopg.Connection) -> None:
    before = whole_reads(crowd)
    crowd.execute("select count(*) from gamification.leaderboard_scores where metric_value % 7 = 8")
    assert whole_reads(crowd)["leaderboard_scores"] == before["leaderboard_scores"] + 1


def test_the_check_would_see_a_whole_read(crowd: psycopg.Connection) -> None:
    row = crowd.execute(
        "explain (format json) select count(*) from gamification.leaderboard_scores where metric_value % 7 = 8"
    ).fetchone()
    assert row
    assert ("Seq Scan", "leaderboard_scores") in list(scans(row[0][0]["Plan"]))
