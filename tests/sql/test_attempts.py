"""Recording an attempt, and what follows from it."""

from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record


def progress(connection: psycopg.Connection, user: object, challenge: object) -> dict[str, object]:
    """Return a learner's row for a challenge."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            "select * from progress.user_challenge_progress where user_id = %s and challenge_id = %s", [user, challenge]
        )
        row = cursor.fetchone()
    assert row
    return row


def stats(connection: psycopg.Connection, user: object) -> dict[str, object]:
    """Return a learner's stats."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute("select * from gamification.user_stats where user_id = %s", [user])
        row = cursor.fetchone()
    assert row
    return row


def test_a_locked_challenge_is_refused_and_nothing_is_written(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    challenge = make_challenge(superuser, "locked-one", needs=("static-website",))
    act_as(superuser, user)
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        record(superuser, challenge)
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "locked")
    assert one(superuser, "select count(*) from progress.level_attempts where user_id = %s", user) == 0


def test_level_two_needs_level_one_passed(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "two-levels", levels=2)
    challenge = open_challenge(superuser, user, "two-levels")
    record(superuser, challenge, level=1, passed=False)
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        record(superuser, challenge, level=2)
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "level-locked")
    record(superuser, challenge, level=1)
    assert record(superuser, challenge, level=2)["challenge_completed"]


def test_attempts_are_numbered_per_level(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "numbered", levels=2)
    challenge = open_challenge(superuser, user, "numbered")
    numbers = [record(superuser, challenge, level=level)["attempt_number"] for level in (1, 1, 2, 1)]
    assert numbers == [1, 2, 1, 3]


def test_passing_twice_completes_a_level_once(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "twice", levels=2)
    challenge = open_challenge(superuser, user, "twice")
    record(superuser, challenge)
    record(superuser, challenge)
    row = progress(superuser, user, challenge)
    assert row["levels_completed"] == [1]
    assert row["total_attempts"] == 2
    assert row["status"] == "in_progress"


def test_a_level_keeps_the_instant_of_its_first_pass(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    challenge = open_challenge(superuser, user, "url-shortener")
    for hours in (0, 1):
        record(superuser, challenge, at=NOON + timedelta(hours=hours))
    query = "select passed_at from progress.user_level_progress where user_id = %s and challenge_id = %s"
    assert one(superuser, query, user, challenge) == NOON


def test_a_first_perfect_attempt_completes_with_every_column_written(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "perfect", levels=1)
    challenge = open_challenge(superuser, user, "perfect")
    recorded = record(superuser, challenge)
    row = progress(superuser, user, challenge)
    assert (row["status"], row["current_level"], row["completion_date"], row["start_date"]) == (
        "completed",
        1,
        NOON,
        NOON,
    )
    assert (row["best_score"], row["xp_earned"], recorded["xp_earned"]) == (100, 60, 60)
    assert stats(superuser, user)["total_challenges_completed"] == 1


def test_a_later_failure_takes_nothing_away(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "kept", levels=1)
    challenge = open_challenge(superuser, user, "kept")
    record(superuser, challenge)
    record(superuser, challenge, passed=False)
    row = progress(superuser, user, challenge)
    assert (row["status"], row["best_score"], row["completion_date"]) == ("completed", 100, NOON)


def test_completing_opens_everything_that_waited_for_it_and_only_that(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "first")
    make_challenge(superuser, "then-a", needs=("first",))
    make_challenge(superuser, "then-b", needs=("first",))
    make_challenge(superuser, "needs-more", needs=("first", "static-website"))
    inactive = make_challenge(superuser, "inactive", needs=("first",))
    superuser.execute("update curriculum.challenges set is_active = false where id = %s", [inactive])
    challenge = open_challenge(superuser, user, "first")
    unlocked = record(superuser, challenge)["unlocked"]
    assert [row["slug"] for row in unlocked] == ["then-a", "then-b"]
    assert record(superuser, challenge)["unlocked"] == []


def achieved(connection: psycopg.Connection, user: UUID) -> int:
    """Return what achievements paid a user."""
    query = "select coalesce(sum(amount), 0) from gamification.xp_transactions where user_id = %s and source_type = 'achievement'"
    paid: int = one(connection, query, user)
    return paid


def test_stats_count_what_happened(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "counted", levels=2)
    challenge = open_challenge(superuser, user, "counted")
    record(superuser, challenge, passed=False)
    record(superuser, challenge, at=NOON + timedelta(minutes=12))
    last = record(superuser, challenge, level=2, at=NOON + timedelta(minutes=20))
    row = stats(superuser, user)
    assert (row["total_challenges_started"], row["total_challenges_completed"], row["total_levels_completed"]) == (
        1,
        1,
        2,
    )
    assert (row["total_time_spent_minutes"], row["last_activity_date"]) == (12, NOON.date())
    assert row["total_xp"] == 10 + 10 + 50 + achieved(superuser, user)
    assert (last["total_xp"], last["current_level"]) == (row["total_xp"], row["current_level"])


def test_minutes_count_from_opening_the_level_and_idle_time_is_capped(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "timed", levels=1)
    challenge = open_challenge(superuser, user, "timed")
    superuser.execute("select progress.open_level(%s, 1, %s)", [challenge, NOON])
    superuser.execute("select progress.open_level(%s, 1, %s)", [challenge, NOON + timedelta(minutes=5)])
    assert record(superuser, challenge, at=NOON + timedelta(minutes=7, seconds=59))["time_spent_minutes"] == 7
    assert record(superuser, challenge, at=NOON + timedelta(hours=9))["time_spent_minutes"] == 30
    assert record(superuser, challenge, at=NOON + timedelta(hours=8))["time_spent_minutes"] == 0


def test_the_day_is_the_learners_own_and_never_goes_back(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    superuser.execute("update identity.users set time_zone = 'Pacific/Kiritimati' where id = %s", [user])
    make_challenge(superuser, "far-east", levels=1)
    challenge = open_challenge(superuser, user, "far-east")
    record(superuser, challenge)
    tomorrow = NOON.date() + timedelta(days=1)
    assert one(superuser, "select local_date from progress.level_attempts where user_id = %s", user) == tomorrow
    superuser.execute("update identity.users set time_zone = 'Pacific/Pago_Pago' where id = %s", [user])
    record(superuser, challenge)
    assert stats(superuser, user)["last_activity_date"] == tomorrow


def test_an_attempt_keeps_the_version_it_was_graded_on(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "revised", levels=1)
    challenge = open_challenge(superuser, user, "revised")
    graded_on = one(superuser, "select id from content.challenge_versions where challenge_id = %s", challenge)
    record(superuser, challenge)
    superuser.execute("update content.challenge_versions set is_active = false where id = %s", [graded_on])
    assert (
        one(superuser, "select challenge_version_id from progress.level_attempts where user_id = %s", user) == graded_on
    )
    with pytest.raises(psycopg.Error, match="immutable"), superuser.transaction():
        superuser.execute("""update content.challenge_versions set content = '{"x": 1}' where id = %s""", [graded_on])


def test_one_version_at_most_is_live(superuser: psycopg.Connection) -> None:
    challenge = make_challenge(superuser, "live")
    with pytest.raises(psycopg.errors.UniqueViolation), superuser.transaction():
        superuser.execute(
            "insert into content.challenge_versions"
            " (organization_id, challenge_id, version, content, content_hash, is_active, published_at)"
            " select organization_id, id, 2, '{}', '', true, %s from curriculum.challenges where id = %s",
            [NOON, challenge],
        )


def test_events_say_what_happened(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "notified", levels=1)
    challenge = open_challenge(superuser, user, "notified")
    record(superuser, challenge)
    topics = superuser.execute(
        "select topic, payload ->> 'challenge' from platform.outbox where user_id = %s and topic <> 'achievement.unlocked' order by id",
        [user],
    )
    assert topics.fetchall() == [("attempt.graded", "notified"), ("challenge.completed", "notified")]


def test_archiving_and_deleting_lose_no_attempt(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "attempted", levels=1)
    challenge = open_challenge(superuser, user, "attempted")
    record(superuser, challenge)
    with pytest.raises(psycopg.errors.RestrictViolation), superuser.transaction():
        superuser.execute("delete from curriculum.challenges where id = %s", [challenge])
    with pytest.raises(psycopg.errors.RestrictViolation), superuser.transaction():
        superuser.execute("delete from curriculum.learning_tracks where slug = 'systems'")
    assert one(superuser, "select count(*) from progress.level_attempts where user_id = %s", user) == 1


def test_a_grant_needs_an_administrator_and_leaves_an_audit_row(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    challenge = make_challenge(superuser, "granted", needs=("static-website",))
    act_as(superuser, user)
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute("select progress.grant_unlocks(%s, %s, 'please', %s)", [user, [challenge], NOON])
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
    open_challenge(superuser, user, "granted")
    found = superuser.execute(
        "select action, actor_id, detail ->> 'reason' from platform.audit_log where subject_id = %s", [str(user)]
    )
    assert found.fetchall() == [("unlock.granted", user, "test")]
    with pytest.raises(psycopg.Error, match="append-only"), superuser.transaction():
        superuser.execute("delete from platform.audit_log")
