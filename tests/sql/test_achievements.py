"""Achievements: the grammar, the metrics, awarding once, and progress on the way."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest

from tests.support.metrics import metrics_in_sql
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record


def define(connection: psycopg.Connection, slug: str, criteria: Any, xp: int = 40) -> UUID:
    """Define an achievement; return its id."""
    found: UUID = one(
        connection,
        "insert into gamification.achievements"
        " (organization_id, slug, name, category, rarity, xp_reward, criteria, created_at, updated_at)"
        " values (identity.public_organization(), %s, %s, 'mastery', 'rare', %s, %s, %s, %s) returning id",
        slug, slug, xp, json.dumps(criteria), NOON, NOON,
    )  # fmt: skip
    return found


def unlocked(connection: psycopg.Connection, user: UUID, achievement: UUID) -> bool:
    """Return whether a user has it."""
    query = "select count(*) from gamification.user_achievements where user_id = %s and achievement_id = %s and unlocked_at is not null"
    return bool(one(connection, query, user, achievement))


def paid(connection: psycopg.Connection, user: UUID, achievement: UUID) -> list[int]:
    """Return what an achievement paid a user, row by row."""
    query = "select amount from gamification.xp_transactions where user_id = %s and source_type = 'achievement' and source_id = %s"
    return [row[0] for row in connection.execute(query, [user, str(achievement)])]


def metric(connection: psycopg.Connection, user: UUID, name: str, key: str = "", value: str = "") -> int:
    """Return a learner's value of a metric, 0 if it has no row."""
    found: int = one(
        connection,
        "select coalesce(sum(m.value), 0)::bigint from gamification.learner_metrics as m"
        " where m.user_id = %s and m.metric = %s and m.filter_key = %s and m.filter_value = %s",
        user, name, key, value,
    )  # fmt: skip
    return found


@pytest.mark.parametrize(
    "criteria",
    [
        {},
        [],
        "levels_passed",
        {"metric": "levels_passed"},
        {"metric": "levels_passed", "threshold": 0},
        {"metric": "levels_passed", "threshold": -1},
        {"metric": "levels_passed", "threshold": 1.5},
        {"metric": "levels_passed", "threshold": "1"},
        {"metric": "levels_passed", "threshold": 10**16},
        {"metric": "no_such_metric", "threshold": 1},
        {"metric": "levels_passed", "threshold": 1, "more": 1},
        {"metric": "levels_passed", "threshold": 1, "filter": {}},
        {"metric": "levels_passed", "threshold": 1, "filter": {"track": "systems", "level": 1}},
        {"metric": "levels_passed", "threshold": 1, "filter": {"colour": "red"}},
        {"metric": "levels_passed", "threshold": 1, "filter": {"track": None}},
        {"metric": "total_xp", "threshold": 1, "filter": {"track": "systems"}},
        {"all": []},
        {"any": []},
        {"all": [{"any": [{"metric": "total_xp", "threshold": 1}]}]},
        {"all": [{"metric": "total_xp", "threshold": 1}], "any": []},
    ],
    ids=json.dumps,
)
def test_criteria_that_nobody_could_be_measured_by_are_refused(superuser: psycopg.Connection, criteria: Any) -> None:
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        define(superuser, "broken", criteria)
    assert refusal.value.sqlstate in {"PF422", "23514"}


def test_every_metric_has_a_value_and_no_value_is_unknown(superuser: psycopg.Connection) -> None:
    """filters_of_metric knows exactly the filters that learner_metrics supports."""
    view = metrics_in_sql(superuser)
    known = one(superuser, "select pg_get_functiondef('gamification.filters_of_metric'::regproc)")
    names = [word for word in known.split("'") if "_" in word and " " not in word and word.islower()]
    assert len(names) >= 25
    assert [name for name in names if f"'{name}'" not in view] == []


def test_conditions_are_all_or_any(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    both = define(
        superuser,
        "both",
        {"all": [{"metric": "levels_passed", "threshold": 1}, {"metric": "perfect_scores", "threshold": 2}]},
    )
    either = define(
        superuser,
        "either",
        {"any": [{"metric": "levels_passed", "threshold": 1}, {"all": [{"metric": "total_xp", "threshold": 10**9}]}]},
    )
    here = define(superuser, "here", {"metric": "levels_passed", "threshold": 1, "filter": {"track": "systems"}})
    there = define(superuser, "there", {"metric": "levels_passed", "threshold": 1, "filter": {"track": "concepts"}})
    third = define(superuser, "third", {"metric": "levels_passed", "threshold": 1, "filter": {"level": 2}})
    make_challenge(superuser, "measured", levels=3)
    challenge = open_challenge(superuser, user, "measured")
    record(superuser, challenge)
    assert [unlocked(superuser, user, achievement) for achievement in (both, either, here, there, third)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    record(superuser, challenge, level=2)
    assert [unlocked(superuser, user, achievement) for achievement in (both, either, here, there, third)] == [
        True,
        True,
        True,
        False,
        True,
    ]


def test_an_award_pays_and_notifies_once(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    once = define(superuser, "only-once", {"metric": "levels_passed", "threshold": 1})
    make_challenge(superuser, "paid", levels=2)
    challenge = open_challenge(superuser, user, "paid")
    answer = record(superuser, challenge)
    assert {"slug": "only-once", "name": "only-once", "xp_reward": 40, "icon_url": None} in answer["achievements"]
    for _ in range(3):
        superuser.execute("select gamification.check_and_award_achievements(%s, %s)", [user, NOON])
        superuser.execute("select gamification.award_achievements(array[%s::uuid], %s)", [user, NOON])
    record(superuser, challenge, level=2)
    assert paid(superuser, user, once) == [40]
    notified = one(
        superuser, "select count(*) from social.notifications where user_id = %s and source = %s", user, str(once)
    )
    events = one(
        superuser,
        "select count(*) from platform.outbox where user_id = %s and payload ->> 'achievement' = 'only-once'",
        user,
    )
    assert (notified, events) == (1, 1)
    assert one(
        superuser,
        "select metadata from gamification.user_achievements where user_id = %s and achievement_id = %s",
        user,
        once,
    ) == {"levels_passed": 1}


def test_xp_of_an_award_may_reach_the_next(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    first = define(superuser, "rich", {"metric": "levels_passed", "threshold": 1}, xp=4000)
    second = define(superuser, "richer", {"metric": "total_xp", "threshold": 4000}, xp=6000)
    third = define(superuser, "richest", {"metric": "user_level", "threshold": 14}, xp=1)
    make_challenge(superuser, "chain", levels=1)
    record(superuser, open_challenge(superuser, user, "chain"))
    assert [unlocked(superuser, user, achievement) for achievement in (first, second, third)] == [True, True, True]


def test_a_retired_one_is_awarded_to_nobody_and_kept_by_its_holders(superuser: psycopg.Connection) -> None:
    holder, late = make_user(superuser), make_user(superuser)
    retired = define(superuser, "retired", {"metric": "levels_passed", "threshold": 1})
    make_challenge(superuser, "old", levels=1)
    record(superuser, open_challenge(superuser, holder, "old"))
    superuser.execute("update gamification.achievements set is_active = false where id = %s", [retired])
    record(superuser, open_challenge(superuser, late, "old"))
    assert (unlocked(superuser, holder, retired), unlocked(superuser, late, retired)) == (True, False)


def test_the_sweep_awards_what_no_attempt_noticed(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "swept", levels=1)
    challenge = open_challenge(superuser, user, "swept")
    tries = define(superuser, "tries", {"metric": "attempts_made", "threshold": 3})
    for _ in range(3):
        record(superuser, challenge, passed=False)
    assert not unlocked(superuser, user, tries)
    done = superuser.execute(
        "select learners, awarded, done from learning.sweep_achievements(1000000, %s)", [NOON]
    ).fetchone()
    assert done
    assert (done[0] >= 1, done[1] >= 1, done[2]) == (True, True, True)
    assert unlocked(superuser, user, tries)


def test_progress_is_the_best_way_and_never_quite_there(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    half = define(
        superuser,
        "half",
        {"any": [{"metric": "levels_passed", "threshold": 4}, {"metric": "challenges_completed", "threshold": 100}]},
    )
    make_challenge(superuser, "way", levels=3)
    challenge = open_challenge(superuser, user, "way")
    record(superuser, challenge)
    record(superuser, challenge, level=2)
    shown = "select progress from gamification.achievement_progress(array[%s::uuid]) where achievement_id = %s"
    assert one(superuser, shown, user, half) == 50
    superuser.execute("select gamification.sync_achievement_progress(array[%s::uuid])", [user])
    stored = (
        "select progress, unlocked_at from gamification.user_achievements where user_id = %s and achievement_id = %s"
    )
    assert superuser.execute(stored, [user, half]).fetchone() == (50, None)
    assert one(superuser, "select gamification.sync_achievement_progress(array[%s::uuid])", user) == 0


def test_metrics_count_what_they_say(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "metered", levels=3)
    challenge = open_challenge(superuser, user, "metered")
    act_as(superuser, user)
    superuser.execute("select progress.open_level(%s, 1, %s)", [challenge, NOON])
    record(superuser, challenge, passed=False, at=NOON + timedelta(minutes=1))
    record(superuser, challenge, score=90, at=NOON + timedelta(minutes=7))  # second try, 7 minutes of 15
    superuser.execute("select progress.open_level(%s, 2, %s)", [challenge, NOON + timedelta(minutes=8)])
    record(superuser, challenge, level=2, at=NOON + timedelta(minutes=10))  # first try, 2 minutes, perfect
    superuser.execute("select progress.open_level(%s, 3, %s)", [challenge, NOON + timedelta(days=2)])
    record(superuser, challenge, level=3, at=NOON + timedelta(days=2, minutes=20))  # 20 minutes: neither fast nor quick
    expected = {
        "levels_passed": 3, "perfect_scores": 2, "first_try_passes": 2, "hintless_passes": 3, "fast_passes": 2,
        "quick_passes": 1, "best_day_levels": 2, "challenges_completed": 1, "challenges_started": 1, "swift_completions": 0,
        "attempts_made": 4, "active_days": 2, "longest_streak": 1, "categories_explored": 1, "tracks_started": 1,
        "minutes_spent": 29, "comebacks": 0,
    }  # fmt: skip
    assert {name: metric(superuser, user, name) for name in expected} == expected
    assert metric(superuser, user, "levels_passed", "level", "3") == 1
    assert metric(superuser, user, "levels_passed", "track", "systems") == 3
