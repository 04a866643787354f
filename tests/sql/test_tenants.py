"""Two organizations with the same slugs: what each rule says of the one is not changed by what the other has."""

import uuid

import psycopg
import pytest

from tests.support.learning import beyond_policies
from tests.support.scene import NOON, act_as, make_challenge, make_user, one, open_challenge, record
from tests.support.tenants import Tenant, join, make_organization, make_tenant


def test_references_name_the_organization_unless_it_is_public(superuser: psycopg.Connection, tenant: Tenant) -> None:
    for table in ("curriculum.challenges", "curriculum.learning_tracks", "gamification.achievements"):
        wrong = f"""
            select count(*) from {table} as t inner join identity.organizations as o on o.id = t.organization_id
            where t.ref <> case o.slug when 'public' then t.slug else o.slug || ':' || t.slug end
            or identity.organization_of(t.ref) <> o.slug
        """
        assert one(superuser, wrong) == 0
        assert one(superuser, f"select count(*) from {table} where organization_id = %s", tenant.id) > 0


def test_a_reference_follows_its_slug_and_cannot_be_set(superuser: psycopg.Connection, tenant: Tenant) -> None:
    renamed = "update curriculum.challenges set slug = 'renamed', ref = 'pastebin' where id = %s returning ref"
    assert one(superuser, renamed, tenant.challenge) == "acme:renamed"


def test_the_slug_of_an_organization_stays(superuser: psycopg.Connection, tenant: Tenant) -> None:
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute("update identity.organizations set slug = 'other' where id = %s", [tenant.id])
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF409", "slug-fixed")
    superuser.execute("update identity.organizations set name = 'Other' where id = %s", [tenant.id])


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("curriculum.modules", "track_id"),
        ("curriculum.lessons", "module_id"),
        ("curriculum.challenges", "lesson_id"),
        ("curriculum.challenges", "track_id"),
    ],
)
def test_what_an_organization_owns_lies_within_it(
    superuser: psycopg.Connection, tenant: Tenant, table: str, column: str
) -> None:
    other = make_tenant(superuser, "other")
    with pytest.raises(psycopg.errors.ForeignKeyViolation), superuser.transaction():
        superuser.execute(
            f"update {table} set {column} = %s where organization_id = %s".encode(),
            [getattr(tenant, column.removesuffix("_id")), other.id],
        )


def test_a_prerequisite_lies_in_the_organization_or_in_public(superuser: psycopg.Connection, tenant: Tenant) -> None:
    other = make_tenant(superuser, "other")
    public = one(superuser, "select id from curriculum.challenges where ref = 'pastebin'")
    edge = "insert into curriculum.challenge_prerequisites (organization_id, challenge_id, prerequisite_id) values (%s, %s, %s)"
    superuser.execute(edge, [tenant.id, tenant.challenge, public])
    for organization, challenge, prerequisite in (
        (tenant.id, tenant.challenge, other.challenge),
        (one(superuser, "select identity.public_organization()"), public, tenant.second),
    ):
        with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
            superuser.execute(edge, [organization, challenge, prerequisite])
        assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF422", "prerequisite-foreign")


def test_edges_of_two_organizations_wait_for_each_other_only_within_one(
    fresh_database: dict[str, str], admin_url: str
) -> None:
    """While an author of one organization writes edges, those of another do not wait."""
    edge = "insert into curriculum.challenge_prerequisites (organization_id, challenge_id, prerequisite_id) values (%s, %s, %s)"
    with (
        beyond_policies(fresh_database, admin_url) as connection,
        psycopg.connect(fresh_database["migrator"]) as first,
        psycopg.connect(fresh_database["migrator"]) as second,
    ):
        one_tenant, other = make_tenant(connection), make_tenant(connection, "other")
        public = one(connection, "select id from curriculum.challenges where ref = 'pastebin'")
        second.execute("set lock_timeout = '500ms'")
        first.execute(edge, [one_tenant.id, one_tenant.challenge, public])
        second.execute(edge, [other.id, other.challenge, public])
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(edge, [one_tenant.id, one_tenant.second, public])


def test_metrics_and_achievements_count_public_content_alone(superuser: psycopg.Connection, tenant: Tenant) -> None:
    join(superuser, tenant.id, user := make_user(superuser))
    metrics = (
        "select coalesce(jsonb_object_agg(metric, value), '{}') from gamification.learner_metrics where user_id = %s"
    )
    open_challenge(superuser, user, "acme:url-shortener")
    before = one(superuser, metrics, user)
    answer = record(superuser, tenant.challenge)
    assert answer["first_pass"]
    counted = one(superuser, metrics, user)
    changed = {name for name in counted if counted[name] != before.get(name)}
    assert changed.isdisjoint(
        {
            "levels_passed",
            "challenges_started",
            "challenges_completed",
            "attempts_made",
            "tracks_started",
            "categories_explored",
        }
    )
    owned = "select count(*) from gamification.user_achievements where user_id = %s and achievement_id = %s"
    assert one(superuser, owned, user, tenant.achievement) == 0


def test_the_dashboard_measures_the_platforms_tracks(superuser: psycopg.Connection, tenant: Tenant) -> None:
    join(superuser, tenant.id, user := make_user(superuser))
    before = one(superuser, "select progress.track_percentages(%s)", user)
    open_challenge(superuser, user, "acme:url-shortener")
    record(superuser, tenant.challenge)
    assert one(superuser, "select progress.track_percentages(%s)", user) == before


def test_two_organizations_with_one_slug_notify_of_both(superuser: psycopg.Connection, tenant: Tenant) -> None:
    join(superuser, tenant.id, user := make_user(superuser))
    for ref in ("url-shortener", "acme:url-shortener"):
        record(superuser, open_challenge(superuser, user, ref))
    notified = superuser.execute(
        "select params ->> 'challenge' from social.notifications where user_id = %s and type = 'level_complete' order by 1",
        [user],
    ).fetchall()
    assert notified == [("acme:url-shortener",), ("url-shortener",)]


def test_two_organizations_with_one_slug_pay_both(superuser: psycopg.Connection, tenant: Tenant) -> None:
    join(superuser, tenant.id, user := make_user(superuser))
    paid = "select count(*) from gamification.xp_transactions where user_id = %s and source_type = 'level'"
    for number, ref in enumerate(("url-shortener", "acme:url-shortener"), 1):
        record(superuser, open_challenge(superuser, user, ref))
        assert one(superuser, paid, user) == number


def test_only_leaderboards_on_which_somebody_scored_are_ranked(superuser: psycopg.Connection, tenant: Tenant) -> None:
    """A thousand organizations cost nothing while nobody scores there."""
    at = one(superuser, "select coalesce(max(refreshed_at), now()) + interval '1 day' from gamification.leaderboards")
    superuser.execute("delete from gamification.leaderboard_scores where scope_type <> 'global'")
    ranked = "select count(*) from gamification.leaderboards where refreshed_at = %s and scope_type = 'organization'"
    for number in range(20):
        join(superuser, make_organization(superuser, f"quiet-{number}"), make_user(superuser))
    join(superuser, tenant.id, user := make_user(superuser))
    open_challenge(superuser, user, "url-shortener")
    superuser.execute("select gamification.refresh_all_leaderboards(%s)", [at])
    assert one(superuser, ranked, at) == 0
    record(superuser, one(superuser, "select id from curriculum.challenges where ref = 'url-shortener'"), at=at)
    superuser.execute("select gamification.refresh_all_leaderboards(%s)", [at])
    scopes = superuser.execute(
        "select distinct scope_id from gamification.leaderboards where refreshed_at = %s and scope_type = 'organization'",
        [at],
    ).fetchall()
    assert scopes == [(tenant.id,)]


def test_a_suspended_member_has_no_permission_and_is_on_no_leaderboard(
    superuser: psycopg.Connection, tenant: Tenant
) -> None:
    join(superuser, tenant.id, user := make_user(superuser), "org_admin")
    act_as(superuser, user)
    superuser.execute("select identity.require(%s, 'content.write')", [tenant.id])
    superuser.execute("update identity.members set status = 'suspended' where user_id = %s", [user])
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute("select identity.require(%s, 'content.write')", [tenant.id])
    assert refusal.value.sqlstate == "PF403"
    record(superuser, open_challenge(superuser, user, "url-shortener"))
    scored = "select count(*) from gamification.leaderboard_scores where user_id = %s and scope_id = %s"
    assert one(superuser, scored, user, tenant.id) == 0


def test_publishing_updates_no_learner_within_the_publication(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    record(superuser, open_challenge(superuser, user, "url-shortener"))
    total = (
        "select total_challenges from progress.user_track_progress as p inner join curriculum.challenges as c"
        " on c.track_id = p.track_id where p.user_id = %s and c.ref = 'url-shortener'"
    )
    before = one(superuser, total, user)
    make_challenge(superuser, "brand-new")
    assert one(superuser, total, user) == before
    superuser.execute(
        "select learning.reconcile_members(identity.public_organization(), p_limit => 100000, p_at => %s)", [NOON]
    )
    assert one(superuser, total, user) == before + 1


def test_months_of_every_partitioned_table_are_made_without_a_list(superuser: psycopg.Connection) -> None:
    superuser.execute(
        "create table social.probe (created_at timestamptz not null) partition by range (created_at);"
        "create table social.probe_default partition of social.probe default;"
        "alter table social.probe owner to definer; alter table social.probe_default owner to definer"
    )
    made = superuser.execute("select partition_name from platform.ensure_partitions(1, %s)", [NOON]).fetchall()
    assert {str(name) for (name,) in made} >= {"social.probe_y2026m05", "social.probe_y2026m06"}


def test_unknown_organizations_have_no_reference(superuser: psycopg.Connection, tenant: Tenant) -> None:
    with pytest.raises(psycopg.Error), superuser.transaction():
        superuser.execute(
            "update curriculum.challenges set organization_id = %s where id = %s", [uuid.uuid4(), tenant.challenge]
        )
