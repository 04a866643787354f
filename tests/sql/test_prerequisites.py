"""Prerequisites are edges: no cycle, no unknown slug, readable as the documents' JSON list."""

from datetime import timedelta

import psycopg
import pytest

from tests.support.content import content
from tests.support.scene import NOON, act_as, challenge_id, make_challenge, make_user, one, open_challenge, record
from tests.support.tenants import join, make_tenant


def need(connection: psycopg.Connection, slug: str, before: str) -> None:
    """Make one challenge a prerequisite of another."""
    connection.execute(
        "insert into curriculum.challenge_prerequisites (organization_id, challenge_id, prerequisite_id)"
        " select a.organization_id, a.id, b.id"
        " from curriculum.challenges as a, curriculum.challenges as b where a.slug = %s and b.slug = %s",
        [slug, before],
    )


def test_the_readable_list_follows_the_edges(superuser: psycopg.Connection) -> None:
    challenge = make_challenge(superuser, "listed", needs=("static-website", "url-shortener"))
    wanted = sorted(str(challenge_id(superuser, slug)) for slug in ("static-website", "url-shortener"))
    assert one(superuser, "select prerequisites from curriculum.challenges where id = %s", challenge) == wanted
    superuser.execute("delete from curriculum.challenge_prerequisites where challenge_id = %s", [challenge])
    assert one(superuser, "select prerequisites from curriculum.challenges where id = %s", challenge) == []


@pytest.mark.parametrize("length", [2, 3])
def test_a_cycle_is_refused_with_its_name(superuser: psycopg.Connection, length: int) -> None:
    names = [f"ring-{number}" for number in range(length)]
    for name in names:
        make_challenge(superuser, name)
    for name, before in zip(names[1:], names, strict=False):
        need(superuser, name, before)
    with pytest.raises(psycopg.Error, match="ring-0") as refusal, superuser.transaction():
        need(superuser, names[0], names[-1])
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF422", "prerequisite-cycle")


def test_a_challenge_does_not_need_itself(superuser: psycopg.Connection) -> None:
    make_challenge(superuser, "alone")
    with pytest.raises(psycopg.errors.CheckViolation), superuser.transaction():
        need(superuser, "alone", "alone")


def test_tracks_keep_the_same_rules(superuser: psycopg.Connection) -> None:
    with pytest.raises(psycopg.Error) as refusal, superuser.transaction():
        superuser.execute(
            "insert into curriculum.track_prerequisites (organization_id, track_id, prerequisite_id)"
            " select a.organization_id, a.id, b.id from curriculum.learning_tracks as a,"
            " curriculum.learning_tracks as b where a.slug = 'fundamentals' and b.slug = 'systems'"
        )
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF422", "prerequisite-cycle")
    before = one(superuser, "select id from curriculum.learning_tracks where slug = 'concepts'")
    assert one(superuser, "select prerequisites from curriculum.learning_tracks where slug = 'systems'") == [
        str(before)
    ]


def test_every_challenge_can_be_reached(superuser: psycopg.Connection) -> None:
    query = """
        with recursive reachable (id) as (
            select c.id from curriculum.challenges as c
            where not exists (select from curriculum.challenge_prerequisites as p where p.challenge_id = c.id)
            union
            select c.id from curriculum.challenges as c inner join curriculum.challenge_prerequisites as p on p.challenge_id = c.id
            inner join reachable on reachable.id = p.prerequisite_id
        )
        select count(*) from curriculum.challenges where id not in (select id from reachable)
    """
    assert one(superuser, query) == 0


def test_a_new_learner_finds_open_what_needs_nothing(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    opened = superuser.execute(
        "select c.slug from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id"
        " where p.user_id = %s and p.unlock_date is not null",
        [user],
    )
    found = {slug for (slug,) in opened}
    assert found == {challenge.slug for challenge in content().all if not challenge.prerequisites}
    assert len(found) >= 8, "there is something for everybody to begin with"


def test_what_is_missing_is_listed_in_the_tracks_order(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    act_as(superuser, user)
    missing = one(superuser, "select progress.missing_prerequisites(%s)", challenge_id(superuser, "url-shortener"))
    assert [row["challenge"] for row in missing] == ["caching-basics", "capacity-estimation"]


def test_a_prerequisite_that_was_only_begun_is_missing(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    make_challenge(superuser, "begun", levels=2)
    waiting = make_challenge(superuser, "waiting", needs=("begun",))
    challenge = open_challenge(superuser, user, "begun")
    missing = "select progress.missing_prerequisites(%s)"
    record(superuser, challenge)
    assert [row["challenge"] for row in one(superuser, missing, waiting)] == ["begun"]
    record(superuser, challenge, level=2)
    assert one(superuser, missing, waiting) == []


def test_a_suspended_member_is_given_no_challenge_of_the_organization(superuser: psycopg.Connection) -> None:
    tenant, opened = make_tenant(superuser), "select c from progress.check_and_unlock_challenges(%s) as o (c)"
    member, suspended = make_user(superuser), make_user(superuser)
    join(superuser, tenant.id, member)
    superuser.execute(
        "insert into identity.members (organization_id, user_id, status, created_at) values (%s, %s, 'suspended', %s)",
        [tenant.id, suspended, NOON],
    )
    held = "select p.user_id from progress.user_challenge_progress as p where p.challenge_id = %s and p.unlock_date is not null"
    assert superuser.execute(opened.encode(), [suspended]).fetchall() == []
    assert superuser.execute(held.encode(), [tenant.challenge]).fetchall() == [(member,)]
    superuser.execute("update identity.members set status = 'active' where user_id = %s", [suspended])
    assert sorted(superuser.execute(held.encode(), [tenant.challenge]).fetchall()) == sorted([(member,), (suspended,)])


def test_a_completed_track_that_grew_keeps_its_completion_date(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    track = one(superuser, "select id from curriculum.learning_tracks where slug = 'fundamentals'")
    superuser.execute(
        "insert into progress.user_track_progress as p (user_id, track_id, status, total_challenges, completion_date)"
        " values (%s, %s, 'completed', 0, %s) on conflict (user_id, track_id) do update set"
        " status = excluded.status, completion_date = excluded.completion_date",
        [user, track, NOON],
    )
    superuser.execute("select progress.update_track_progress(%s, %s, %s)", [user, track, NOON + timedelta(days=9)])
    query = "select status, completion_date from progress.user_track_progress where user_id = %s and track_id = %s"
    assert superuser.execute(query.encode(), [user, track]).fetchone() == ("in_progress", NOON)


def test_new_content_opens_for_learners_who_were_here_before(superuser: psycopg.Connection) -> None:
    user = make_user(superuser)
    challenge = make_challenge(superuser, "brand-new")
    assert (
        one(
            superuser,
            "select unlocked from learning.reconcile_members(identity.public_organization(), p_limit => 100000)",
        )
        >= 1
    )
    row = one(
        superuser,
        "select unlock_date is not null from progress.user_challenge_progress where user_id = %s and challenge_id = %s",
        user,
        challenge,
    )
    assert row is True
