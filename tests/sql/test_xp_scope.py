"""Whose XP an organization's content pays: nobody is paid by the platform for a level that they wrote themselves."""

import uuid

import psycopg
import pytest

from tests.support.scene import NOON, make_user, one, open_challenge, record
from tests.support.tenants import Tenant, join, make_organization

TRUST = "update identity.organizations set xp_scope = 'platform' where id = %s"
SCORES = """
select coalesce(jsonb_object_agg(o.slug, s.metric_value), '{}')
from gamification.leaderboard_scores as s
left join identity.organizations as o on o.id = s.scope_id
where s.user_id = %s and s.metric_type = %s and s.period_type = 'all_time' and s.scope_type = 'organization'
"""
GLOBAL = """
select coalesce(max(s.metric_value), 0) from gamification.leaderboard_scores as s
where s.user_id = %s and s.metric_type = %s and s.period_type = 'all_time' and s.scope_type = 'global'
"""
STATS = "select to_jsonb(s) from gamification.user_stats as s where s.user_id = %s"
DIFFERENCES = (
    "select count(*) from gamification.audit_ledger('00000000-0000-0000-0000-000000000000', 1000000) where user_id = %s"
)


@pytest.fixture
def member(superuser: psycopg.Connection, tenant: Tenant) -> uuid.UUID:
    """Return a member of the tenant and of another organization, to whom the tenant's first challenge is open."""
    user = make_user(superuser)
    join(superuser, tenant.id, user)
    join(superuser, make_organization(superuser, "elsewhere"), user)
    open_challenge(superuser, user, tenant.ref("url-shortener"))
    return user


def ledger(connection: psycopg.Connection, user: uuid.UUID) -> dict[str, int]:
    """Return what a learner was paid for levels and challenges, by organization."""
    rows = connection.execute(
        "select o.slug, sum(t.amount) from gamification.xp_transactions as t inner join identity.organizations as o"
        " on o.id = t.organization_id where t.user_id = %s and t.source_type in ('level', 'challenge') group by 1",
        [user],
    ).fetchall()
    return {slug: int(amount) for slug, amount in rows}


def test_an_organizations_level_pays_its_own_xp_alone(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    answer = record(superuser, tenant.challenge)
    assert (answer["xp_earned"], answer["total_xp"], answer["current_level"]) == (60, 0, 1)
    assert ledger(superuser, member) == {tenant.slug: 60}
    assert one(superuser, GLOBAL, member, "xp") == one(superuser, GLOBAL, member, "challenges") == 0
    assert one(superuser, SCORES, member, "xp") == {tenant.slug: 60}
    assert one(superuser, SCORES, member, "challenges") == {tenant.slug: 1}
    assert one(superuser, "select gamification.earned_xp(%s)", member) == 0
    assert one(superuser, "select gamification.earned_xp(%s, %s)", member, tenant.id) == 60
    assert one(superuser, DIFFERENCES, member) == 0


def test_an_organizations_level_makes_no_day_of_a_streak_and_no_achievement(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    answer = record(superuser, tenant.challenge)
    assert (answer["streak_days"], answer["achievements"]) == (0, [])
    assert one(superuser, "select count(*) from gamification.streak_days where user_id = %s", member) == 0
    stats = one(superuser, STATS, member)
    counters = ("attempts_made", "best_day_levels", "active_days", "active_weeks", "longest_streak_days")
    assert {name: stats[name] for name in counters} == dict.fromkeys(counters, 0)


def test_the_platforms_xp_counts_on_every_leaderboard_of_a_member(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    record(superuser, tenant.challenge)
    record(superuser, open_challenge(superuser, member, "static-website"))
    platform = one(superuser, "select gamification.earned_xp(%s)", member)
    assert platform > 0
    assert one(superuser, GLOBAL, member, "xp") == platform
    assert one(superuser, SCORES, member, "xp") == {tenant.slug: platform + 60, "elsewhere": platform}


def test_a_trusted_organization_pays_the_platforms_xp_up_to_a_limit(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    superuser.execute(TRUST, [tenant.id])
    superuser.execute("update curriculum.challenges set xp_base = 100000 where id = %s", [tenant.challenge])
    superuser.execute(
        "update curriculum.challenge_levels set xp_reward = 100000 where challenge_id = %s", [tenant.challenge]
    )
    answer = record(superuser, tenant.challenge)
    assert ledger(superuser, member) == {"public": 600}
    assert answer["streak_days"] == 1
    assert answer["total_xp"] == one(superuser, "select gamification.earned_xp(%s)", member) >= 600
    assert one(superuser, GLOBAL, member, "challenges") == 1
    assert one(superuser, DIFFERENCES, member) == 0


def test_what_was_paid_stays_when_the_scope_changes_and_is_paid_once(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    record(superuser, tenant.challenge)
    superuser.execute(TRUST, [tenant.id])
    assert record(superuser, tenant.challenge)["xp_earned"] == 0
    assert ledger(superuser, member) == {tenant.slug: 60}


@pytest.mark.parametrize("trusted_first", [True, False])
def test_a_change_of_the_scope_moves_no_completion(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID, *, trusted_first: bool
) -> None:
    scopes = ["platform", "organization"] if trusted_first else ["organization", "platform"]
    change = "update identity.organizations set xp_scope = %s where id = %s"
    superuser.execute(change, [scopes[0], tenant.id])
    record(superuser, tenant.challenge)
    before = [one(superuser, query, member, "challenges") for query in (SCORES, GLOBAL)]
    superuser.execute(change, [scopes[1], tenant.id])
    superuser.execute("select gamification.recompute_scores(%s, %s)", [member, NOON])
    assert [one(superuser, query, member, "challenges") for query in (SCORES, GLOBAL)] == before
    counted = (
        "select count(*) from gamification.recomputed_scores('challenges', 'all_time', '1970-01-01') where user_id = %s"
    )
    assert one(superuser, counted, member) == int(trusted_first)


def test_a_recomputation_finds_the_scores_of_each_organization(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    record(superuser, tenant.challenge)
    record(superuser, open_challenge(superuser, member, "static-website"))
    before = [one(superuser, query, member, metric) for query in (SCORES, GLOBAL) for metric in ("xp", "challenges")]
    superuser.execute(
        "update gamification.leaderboard_scores set metric_value = 7 where user_id = %s and period_type = 'all_time'",
        [member],
    )
    superuser.execute("select gamification.recompute_scores(%s, %s)", [member, NOON])
    found = [one(superuser, query, member, metric) for query in (SCORES, GLOBAL) for metric in ("xp", "challenges")]
    zeros = [{**before[0]}, {"elsewhere": 0, **before[1]}, *before[2:]]
    assert [_without_zeros(each) for each in found] == [_without_zeros(each) for each in zeros]


def test_an_archived_month_keeps_whose_xp_it_was(
    superuser: psycopg.Connection, tenant: Tenant, member: uuid.UUID
) -> None:
    record(superuser, tenant.challenge)
    record(superuser, open_challenge(superuser, member, "static-website"))
    sums = "select gamification.earned_xp(%s), gamification.earned_xp(%s, %s)"
    before = superuser.execute(sums, [member, member, tenant.id]).fetchone()
    superuser.execute("create table moved (like gamification.xp_transactions)")
    superuser.execute("insert into moved select * from gamification.xp_transactions where user_id = %s", [member])
    superuser.execute("select gamification.carry_forward_xp_transactions('moved', '2026-05-01', true)")
    superuser.execute("alter table gamification.xp_transactions disable trigger append_only")
    superuser.execute("delete from gamification.xp_transactions where user_id = %s", [member])
    assert superuser.execute(sums, [member, member, tenant.id]).fetchone() == before


def test_public_pays_the_platforms_xp_always(superuser: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.CheckViolation, match="organizations_public"), superuser.transaction():
        superuser.execute("update identity.organizations set xp_scope = 'organization' where slug = 'public'")


def _without_zeros(value: dict[str, int] | int) -> dict[str, int] | int:
    return {name: score for name, score in value.items() if score} if isinstance(value, dict) else value
