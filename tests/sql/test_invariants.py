"""Whatever happens in whatever order, the ledger, the stats and the leaderboards say the same; ranks are what counting gives.

A state machine plays learners, attempts, repeated awards, corrections, refreshes and the passing of time; after every
step the database is compared with sums taken from the ledger by other means.
"""

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.support.scene import act_as, make_challenge, make_user, one, open_challenge, record

START = datetime(2026, 12, 30, 22, 0, tzinfo=UTC)  # near midnight, the end of a week, of a month and of a year
LEVELS = 3


def period_day(period: str, at: datetime) -> date:
    """Return the first day of a period, by Python's calendar."""
    day = at.astimezone(UTC).date()
    return {
        "daily": day,
        "weekly": day - timedelta(days=day.weekday()),
        "monthly": day.replace(day=1),
        "all_time": date(1970, 1, 1),
    }[period]


class Platform(RuleBasedStateMachine):
    """Everything that moves XP."""

    url: str
    learners: Bundle[uuid.UUID] = Bundle("learners")

    def __init__(self) -> None:
        super().__init__()
        self.connection = psycopg.connect(self.url)
        self.now = START
        self.challenges = [make_challenge(self.connection, f"machine-{number}", levels=LEVELS) for number in range(2)]

    def teardown(self) -> None:
        """Forget it all."""
        self.connection.rollback()
        self.connection.close()

    @initialize(target=learners)
    def first(self) -> uuid.UUID:
        """Begin with somebody."""
        return self.join()

    @rule(target=learners)
    def somebody_joins(self) -> uuid.UUID:
        """Make another learner."""
        return self.join()

    def join(self) -> uuid.UUID:
        """Make a learner for whom everything is open."""
        user = make_user(self.connection, self.now)
        for number in range(len(self.challenges)):
            open_challenge(self.connection, user, f"machine-{number}", self.now)
        return user

    @rule(learner=learners, challenge=st.integers(0, 1), level=st.integers(1, LEVELS), passed=st.booleans())
    def attempt(self, learner: uuid.UUID, challenge: int, level: int, passed: bool) -> None:
        """Submit, sometimes before the level is open."""
        act_as(self.connection, learner)
        try:
            with self.connection.transaction():
                record(self.connection, self.challenges[challenge], level=level, passed=passed, at=self.now)
        except psycopg.Error as refusal:
            if refusal.diag.constraint_name != "level-locked":
                raise

    @rule(learner=learners, source=st.integers(1, 3), amount=st.integers(-40, 60).filter(bool))
    def award(self, learner: uuid.UUID, source: int, amount: int) -> None:
        """Award or correct, often the same thing again; a debt is refused."""
        try:
            with self.connection.transaction():
                self.connection.execute(
                    "select gamification.award_xp(%s, array[('correction', %s, %s, 'test')::gamification.award], %s)",
                    [learner, str(source), amount, self.now],
                )
        except psycopg.errors.CheckViolation:
            assert amount < 0

    @rule()
    def refresh(self) -> None:
        """Run the minute's job, and compare every rank with counting."""
        self.connection.execute("select gamification.refresh_all_leaderboards(%s)", [self.now])
        rows = self.connection.execute(
            "select metric_type, period_type, metric_value, rank from gamification.leaderboard_entries"
            " where scope_type = 'global' and coalesce(period_date, '1970-01-01') = gamification.period_start(period_type, %s)",
            [self.now],
        ).fetchall()
        for metric, period, value, rank in rows:
            others = [row[2] for row in rows if row[:2] == (metric, period)]
            assert rank == 1 + sum(other > value for other in others)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        """Let midnight, Monday and New Year come."""
        self.now += timedelta(hours=hours)

    @rule()
    def partitions_are_made(self) -> None:
        """Run the nightly job."""
        self.connection.execute("select platform.ensure_partitions(1, %s)", [self.now])

    @invariant()
    def sums_agree(self) -> None:
        """The stats and every leaderboard are what the ledger adds up to."""
        ledger = self.connection.execute(
            "select user_id, amount, created_at from gamification.xp_transactions"
        ).fetchall()
        totals: Counter[uuid.UUID] = Counter()
        leaderboards: Counter[tuple[uuid.UUID, str, date]] = Counter()
        for user, amount, at in ledger:
            totals[user] += amount
            for period in ("daily", "weekly", "monthly", "all_time"):
                leaderboards[user, period, period_day(period, at)] += amount
        stats = self.connection.execute(
            "select user_id, total_xp, current_level from gamification.user_stats"
        ).fetchall()
        for user, total, level in stats:
            assert total == totals[user]
            assert 50 * (level - 1) * level <= total < 50 * level * (level + 1)
        scores = self.connection.execute(
            "select user_id, period_type, period_date, metric_value from gamification.leaderboard_scores where metric_type = 'xp' and scope_type = 'global'"
        ).fetchall()
        assert {tuple(row[:3]): row[3] for row in scores} == dict(leaderboards)

    @invariant()
    def counts_agree(self) -> None:
        """Progress, level rows and the counters are what the attempts add up to."""
        wrong = one(
            self.connection,
            """
            select count(*) from progress.user_challenge_progress as p
            where p.total_attempts <> (
                select count(*) from progress.level_attempts as a
                where a.user_id = p.user_id and a.challenge_id = p.challenge_id
            ) or p.levels_completed <> array(
                select distinct a.level_number::integer from progress.level_attempts as a
                where a.user_id = p.user_id and a.challenge_id = p.challenge_id and a.passed order by 1
            ) or (p.status = 'completed') <> (cardinality(p.levels_completed) = %s)
            """,
            LEVELS,
        )
        assert wrong == 0
        counters = one(
            self.connection,
            """
            select count(*)
            from gamification.user_stats as s
            cross join lateral (
                select
                    coalesce(sum(cardinality(p.levels_completed)), 0) as levels,
                    count(*) filter (where p.status = 'completed') as challenges
                from progress.user_challenge_progress as p
                where p.user_id = s.user_id
            ) as counted
            where s.total_levels_completed <> counted.levels or s.total_challenges_completed <> counted.challenges
            """,
        )
        assert counters == 0


def test_ledger_stats_leaderboards_and_ranks_agree(
    fresh_database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = admin_url.rpartition("/")[0] + "/" + fresh_database["migrator"].rpartition("/")[2]
    monkeypatch.setattr(Platform, "url", url, raising=False)
    # the assertions are the machine's rules and invariants
    run_state_machine_as_test(
        Platform,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
