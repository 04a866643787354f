"""Counters of what achievements ask about: each act adds what it changed, content of today decides, and an audit recounts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.days import fix_day
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record
from tests.support.tenants import Tenant, join

CURRENT = """
select s.counted_edition = e.number from gamification.user_stats as s cross join gamification.metric_editions as e where s.user_id = %s
"""
AUDIT = "select k.what, k.expected, k.found from gamification.audit_counters(array[%s]) as k order by k.what"
PAST = (
    "user_level_progress",
    "user_challenge_progress",
    "streak_days",
    "hint_usage",
    "daily_challenge_attempts",
    "learning_sessions",
)


def metric(connection: psycopg.Connection, user: UUID, name: str, key: str = "", value: str = "") -> int:
    """Return a learner's value of a metric, 0 if it has no row."""
    query = (
        "select coalesce(sum(m.value), 0)::bigint from gamification.learner_metrics as m"
        " where m.user_id = %s and m.metric = %s and m.filter_key = %s and m.filter_value = %s"
    )
    count: int = one(connection, query, user, name, key, value)
    return count


def is_current(connection: psycopg.Connection, user: UUID) -> bool:
    """Return whether a learner's counters are those of the present content."""
    current: bool = one(connection, CURRENT, user)
    return current


def award(connection: psycopg.Connection, user: UUID) -> None:
    """Look for what a learner has reached."""
    connection.execute("select gamification.check_and_award_achievements(%s, %s)", [user, NOON])


@pytest.fixture
def challenge(superuser: psycopg.Connection) -> UUID:
    """A challenge with three levels, which was there before the learner."""
    return make_challenge(superuser, "counted", levels=3)


@pytest.fixture
def learner(superuser: psycopg.Connection, challenge: UUID) -> UUID:
    """The acting learner, for whom the challenges are open."""
    user = make_user(superuser)
    for slug in ("url-shortener", "counted"):
        open_challenge(superuser, user, slug)
    assert challenge
    return user


def reveal(connection: psycopg.Connection, _: UUID) -> None:
    """Reveal the first hint of a level."""
    slug = "select id from curriculum.challenges where ref = 'url-shortener'"
    connection.execute("select progress.reveal_hint(%s, 1, 1, %s)", [one(connection, slug), NOON])


def study(connection: psycopg.Connection, _: UUID) -> None:
    """Complete a learning session, and leave another one."""
    for completed in (True, False):
        session = one(connection, "select learning.start_session('challenge', 'any', '{}', %s)", NOON)
        connection.execute("select learning.touch_session(%s, true, %s, null, %s)", [session, completed, NOON])


def take_the_day(connection: psycopg.Connection, _: UUID) -> None:
    """Fail the daily challenge, pass it, and pass it perfectly twice."""
    day = fix_day(connection)
    for score, passed in ((40, False), (85, True), (100, True), (100, True)):
        connection.execute(
            "select learning.submit_attempt(v.challenge_id, 1, v.id, '{}', '[]', %s, %s, '{}', 1, %s, %s)"
            " from content.challenge_versions as v inner join curriculum.challenges as c on c.id = v.challenge_id"
            " where c.ref = 'url-shortener' and v.is_active",
            [score, passed, NOON, day],
        )


def come_back(connection: psycopg.Connection, challenge: UUID) -> None:
    """Be there on seven days, miss one, which costs a freeze, and come back after two weeks, on a Saturday."""
    for day in (*range(7), 8, 24):
        record(connection, challenge, at=NOON + timedelta(days=day))


def improve(connection: psycopg.Connection, challenge: UUID) -> None:
    """Fail, pass, reach the full score later, and pass again."""
    for score, passed in ((40, False), (85, True), (100, True), (100, True)):
        record(connection, challenge, score=score, passed=passed)


def complete(connection: psycopg.Connection, challenge: UUID) -> None:
    """Pass every level, the last on the next day."""
    for level, hours in ((1, 0), (2, 1), (3, 13)):
        record(connection, challenge, level=level, at=NOON + timedelta(hours=hours))


EXPECTED: dict[Callable[[psycopg.Connection, UUID], None], dict[str, int]] = {
    reveal: {"hints_revealed": 1},
    study: {"sessions_completed": 1},
    take_the_day: {"daily_passes": 1, "daily_perfects": 1, "attempts_made": 4, "levels_passed": 1},
    come_back: {"active_days": 9, "active_weeks": 3, "weekend_days": 3, "freezes_used": 1, "comebacks": 1, "longest_streak": 8},
    improve: {"attempts_made": 4, "levels_passed": 1, "perfect_scores": 1, "first_try_passes": 0, "best_day_levels": 1},
    complete: {
        "levels_passed": 3, "best_day_levels": 2, "challenges_started": 1, "challenges_completed": 1, "swift_completions": 1,
        "first_try_passes": 3, "perfect_scores": 3, "categories_explored": 1,
    },
}  # fmt: skip


@pytest.mark.parametrize("act", EXPECTED, ids=lambda act: act.__name__)
def test_an_act_adds_what_it_changed(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID, act: Callable[[psycopg.Connection, UUID], None]
) -> None:
    act(superuser, challenge)
    assert is_current(superuser, learner), "nothing was counted again"
    assert superuser.execute(AUDIT, [learner]).fetchall() == []
    assert {name: metric(superuser, learner, name) for name in EXPECTED[act]} == EXPECTED[act]


def test_a_look_reads_nothing_of_the_past(superuser: psycopg.Connection, challenge: UUID, learner: UUID) -> None:
    for act in EXPECTED:
        act(superuser, challenge)
    award(superuser, learner)
    before = fetched(superuser)
    award(superuser, learner)
    superuser.execute("select gamification.sync_achievement_progress(array[%s::uuid])", [learner])
    assert fetched(superuser) == before
    one(superuser, "select sum(levels_passed) from gamification.recounted_filters where user_id = %s", learner)
    assert fetched(superuser) != before, "the statistics would show it"


def fetched(connection: psycopg.Connection) -> dict[str, int]:
    """Return how many rows the transaction has read of each table that grows with a learner's past."""
    query = (
        "select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
        " where relname = any(%s)"
    )
    return dict(connection.execute(query, [list(PAST)]).fetchall())


MOVES = {
    "category": "update curriculum.challenges set category = 'moved' where id = %s",
    "difficulty": "update curriculum.challenges set difficulty_base = 'advanced' where id = %s",
    "track": "update curriculum.challenges as c set track_id = o.track_id, lesson_id = o.lesson_id, order_in_track = 999"
    " from curriculum.challenges as o where c.id = %s and o.track_id <> c.track_id and o.ref = 'static-website'",
    "concepts": """update curriculum.challenges set ddia_concepts = '[{"topic": "moved", "chapter": 12}]' where id = %s""",
    "minutes": "update curriculum.challenge_levels set estimated_minutes = 1 where challenge_id = %s",
    "slug": "update curriculum.learning_tracks set slug = 'moved' where id = (select track_id from curriculum.challenges where id = %s)",
}


@pytest.mark.parametrize("move", MOVES)
def test_what_content_changes_is_counted_again_with_the_past(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID, move: str
) -> None:
    complete(superuser, challenge)
    superuser.execute(MOVES[move].encode(), [challenge])
    assert not is_current(superuser, learner)
    award(superuser, learner)
    assert is_current(superuser, learner)
    assert superuser.execute(AUDIT, [learner]).fetchall() == []
    if move == "category":
        assert metric(superuser, learner, "levels_passed", "category", "moved") == 3


def test_a_level_that_went_and_came_is_counted_again(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID
) -> None:
    complete(superuser, challenge)
    columns = (
        "organization_id, challenge_id, level_number, level_name, requirements, test_cases, passing_criteria, xp_reward"
    )
    superuser.execute(
        "create temporary table gone on commit drop as select * from curriculum.challenge_levels where challenge_id = %s",
        [challenge],
    )
    for statement in (
        "delete from curriculum.challenge_levels where challenge_id = %s",
        f"insert into curriculum.challenge_levels ({columns}) select {columns} from gone where challenge_id = %s",
    ):
        superuser.execute(statement.encode(), [challenge])
        assert not is_current(superuser, learner)
        award(superuser, learner)
        assert is_current(superuser, learner)


def test_content_that_stays_or_is_new_begins_no_edition(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID
) -> None:
    superuser.execute(
        "update curriculum.challenges set category = category, title = 'Other' where id = %s", [challenge]
    )
    superuser.execute(
        "update curriculum.challenge_levels set xp_reward = xp_reward + 1 where challenge_id = %s", [challenge]
    )
    make_challenge(superuser, "brand-new", levels=2)
    assert is_current(superuser, learner)


def test_the_sweep_counts_again_whom_content_has_overtaken(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID
) -> None:
    complete(superuser, challenge)
    sweep = "select learners from learning.sweep_achievements(1000000, %s)"
    later = clock.now() + timedelta(days=1)  # content was loaded just now, and a change of achievements takes everybody
    for hours in (0, 1):
        superuser.execute(sweep, [later + timedelta(hours=hours)])
    assert one(superuser, sweep, later + timedelta(hours=2)) == 0
    superuser.execute(MOVES["category"].encode(), [challenge])
    assert one(superuser, sweep, later + timedelta(hours=3)) > 0
    assert metric(superuser, learner, "levels_passed", "category", "moved") == 3


def test_a_challenge_that_grew_is_counted_as_it_was_completed_last(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID
) -> None:
    complete(superuser, challenge)
    superuser.execute("update curriculum.challenges set level_count = 4 where id = %s", [challenge])
    superuser.execute(
        "insert into curriculum.challenge_levels (organization_id, challenge_id, level_number, level_name, requirements,"
        " test_cases, passing_criteria, xp_reward) select l.organization_id, l.challenge_id, 4, l.level_name, l.requirements,"
        " l.test_cases, l.passing_criteria, 10 from curriculum.challenge_levels as l where l.challenge_id = %s and l.level_number = 3",
        [challenge],
    )
    award(superuser, learner)
    assert metric(superuser, learner, "swift_completions") == 1
    record(superuser, challenge, level=4, at=NOON + timedelta(days=5))
    assert is_current(superuser, learner)
    assert superuser.execute(AUDIT, [learner]).fetchall() == []
    assert [metric(superuser, learner, name) for name in ("challenges_completed", "swift_completions")] == [1, 0]


FALSE: dict[str, Any] = {
    "metric_counters": "update gamification.metric_counters set quick_passes = quick_passes + 1"
    " where user_id = %s and filter_key = 'track'",
    **{
        name: f"update gamification.user_stats set {name} = {name} + 40 where user_id = %s"
        for name in ("attempts_made", "hints_revealed", "best_day_levels", "active_days", "weekend_days", "freezes_used",
                     "comebacks", "daily_passes", "daily_perfects", "sessions_completed", "longest_streak_days")
    },
}  # fmt: skip


@pytest.mark.parametrize("what", FALSE)
def test_the_audit_finds_a_wrong_counter(
    superuser: psycopg.Connection, challenge: UUID, learner: UUID, what: str
) -> None:
    complete(superuser, challenge)
    superuser.execute(FALSE[what].encode(), [learner])
    audit = "select what from gamification.audit_ledger(null, 100000) where user_id = %s"
    assert superuser.execute(audit, [learner]).fetchall() == [(what,)]


def test_a_recomputation_counts_again(superuser: psycopg.Connection, challenge: UUID, learner: UUID) -> None:
    complete(superuser, challenge)
    for falsify in FALSE.values():
        superuser.execute(falsify.encode(), [learner])
    act_as(superuser, learner, "platform_admin")
    superuser.execute("select gamification.recompute_user(%s, %s)", [learner, NOON])
    assert is_current(superuser, learner)
    assert superuser.execute(AUDIT, [learner]).fetchall() == []
    assert [metric(superuser, learner, name, "track", "systems") for name in ("hintless_passes", "quick_passes")] == [
        3,
        0,
    ]


def test_content_of_an_organization_counts_for_nothing(superuser: psycopg.Connection, tenant: Tenant) -> None:
    join(superuser, tenant.id, user := make_user(superuser))
    open_challenge(superuser, user, "acme:url-shortener")
    record(superuser, tenant.challenge)
    assert is_current(superuser, user)
    assert [metric(superuser, user, name) for name in ("levels_passed", "attempts_made", "best_day_levels")] == [
        0,
        0,
        0,
    ]
    assert metric(superuser, user, "active_days") == 0
    assert superuser.execute(AUDIT, [user]).fetchall() == []
