"""However often an achievement is revoked and restored, the ledger, the totals, the leaderboards and the audit agree."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record

HELD = """
select u.unlocked_at, u.progress, u.metadata, u.revoked_at, s.total_xp, gamification.earned_xp(u.user_id)
from gamification.user_achievements as u inner join gamification.user_stats as s on s.user_id = u.user_id
where u.user_id = %s and u.achievement_id = %s
"""
WRONG_SCORES = """
select count(*) from gamification.leaderboard_scores as s
where s.user_id = %s and s.metric_type = 'xp' and s.scope_type = 'global' and s.metric_value <> (
    select coalesce(sum(t.amount), 0) from gamification.xp_transactions as t
    where t.user_id = s.user_id and gamification.period_start(s.period_type, t.created_at) = s.period_date
)
"""
COUNTS = """
select
    (select count(*) from platform.outbox as o where o.user_id = %(user)s and o.topic = 'achievement.' || %(act)s),
    (select count(*) from platform.audit_log as a where a.subject_id = %(user)s::text and a.action = 'achievement.' || %(act)s),
    (select count(*) from social.notifications as n where n.user_id = %(user)s and n.type = 'achievement_' || %(act)s)
"""
REVOKE = "select r.taken from gamification.revoke_achievement(%s, %s, 'test', %s) as r"
RESTORE = "select r.returned from gamification.restore_achievement(%s, %s, 'test', %s) as r"


class Holder(NamedTuple):
    """A learner with an achievement that paid XP."""

    connection: psycopg.Connection
    user: uuid.UUID
    achievement: uuid.UUID
    reward: int

    def held(self) -> tuple[Any, ...]:
        """Return the achievement and the totals as they are stored, and the sum of the ledger."""
        row = self.connection.execute(HELD, [self.user, self.achievement]).fetchone()
        assert row
        return row

    def counts(self, act: str) -> tuple[int, int, int]:
        """Return how many events, audit rows and notifications there are of what was done."""
        row = self.connection.execute(COUNTS, {"user": self.user, "act": act}).fetchone()
        assert row
        return row[0], row[1], row[2]

    def do(self, step: str, day: int) -> int | None:
        """Revoke or restore as an administrator; return the XP that was moved, None where there is nothing to restore."""
        act_as(self.connection, self.user, "platform_admin")
        call = REVOKE if step == "revoke" else RESTORE
        row = self.connection.execute(call, [self.user, self.achievement, NOON + timedelta(days=day)]).fetchone()
        return row[0] if row else None


@pytest.fixture
def holder(fresh_database: dict[str, str], admin_url: str) -> Iterator[Holder]:
    """A learner whose first pass unlocked an achievement."""
    with beyond_policies(fresh_database, admin_url) as connection, connection.transaction(force_rollback=True):
        user = make_user(connection)
        make_challenge(connection, "cycle", levels=1)
        record(connection, open_challenge(connection, user, "cycle"))
        row = connection.execute(
            "select u.achievement_id, u.xp_earned from gamification.user_achievements as u"
            " where u.user_id = %s and u.xp_earned > 0 order by u.achievement_id limit 1",
            [user],
        ).fetchone()
        assert row
        yield Holder(connection, user, row[0], row[1])


def check_every_step(holder: Holder, steps: list[str], days_apart: int) -> None:
    """Compare what is stored with what the steps so far amount to."""
    before = holder.held()
    revoked, done = False, {"revoked": 0, "restored": 0}
    for number, step in enumerate(steps):
        moved = holder.do(step, number * days_apart)
        changes = (step == "revoke") != revoked
        expected_repetition = 0 if step == "revoke" else None
        assert moved == (holder.reward if changes else expected_repetition)
        if changes:
            revoked = not revoked
            done["revoked" if revoked else "restored"] += 1
        unlocked_at, progress, metadata, revoked_at, total_xp, ledger = holder.held()
        assert total_xp == ledger == before[4] - holder.reward * revoked
        assert (unlocked_at, progress) == ((None, 0) if revoked else before[:2])
        assert (metadata, revoked_at is not None) == (before[2], revoked)
        for act, times in done.items():
            assert holder.counts(act) == (times,) * 3
        assert one(holder.connection, WRONG_SCORES, holder.user) == 0
        assert one(holder.connection, "select count(*) from gamification.audit_ledger(null, 100)") == 0
    if not revoked:
        assert holder.held() == before


@given(steps=st.lists(st.sampled_from(["revoke", "restore"]), max_size=8), days_apart=st.integers(0, 1))
@example(steps=["revoke", "restore"] * 3, days_apart=0)
@example(steps=["restore", "revoke", "revoke", "restore", "restore"], days_apart=1)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_revocation_takes_once_and_each_restoration_pays_that_back(
    holder: Holder, steps: list[str], days_apart: int
) -> None:
    with holder.connection.transaction(force_rollback=True):
        check_every_step(holder, steps, days_apart)
