"""What follows a publication: the members of its organization, and nobody else, get what it opens, slice by slice."""

import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.tasks import service
from progressive_flow.learning.jobs import reconciliation
from tests.support import proofs
from tests.support.clouds import Clouds
from tests.support.learning import beyond_policies
from tests.support.scene import make_user, one
from tests.support.task_kinds import run_due_tasks
from tests.support.tenants import Tenant, join, make_organization, make_tenant

MEMBERS = 5
OPENED = """
select count(*)
from progress.user_challenge_progress as p inner join curriculum.challenges as c on c.id = p.challenge_id
where c.organization_id = %s and p.unlock_date is not null
"""
TASKS = "select state, result, payload from platform.tasks where kind = 'reconcile_members' order by id"


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A database with two learners who belong to public alone."""
    with beyond_policies(fresh_database, admin_url) as connection:
        for _ in range(2):
            make_user(connection)
        yield connection


@pytest.fixture
def tenant(world: psycopg.Connection) -> Tenant:
    """An organization that published after its members had joined."""
    tenant = make_tenant(world)
    for _ in range(MEMBERS):
        join_before_publication(world, tenant)
    return tenant


def join_before_publication(world: psycopg.Connection, tenant: Tenant) -> uuid.UUID:
    """Make a member to whom nothing was opened when they joined, since nothing was published yet; return their id."""
    member = make_user(world)
    with world.transaction():
        world.execute("set local session_replication_role = replica")
        join(world, tenant.id, member)
    return member


def follow(organization: uuid.UUID) -> None:
    """Queue what follows a publication, as a load does."""
    with transactions.begin(role="migrator") as db:
        reconciliation.follow_publication(db, organization)


def tasks(world: psycopg.Connection) -> list[Any]:
    """Return state, result and payload of each task."""
    return world.execute(TASKS).fetchall()


def test_members_alone_get_what_was_published(world: psycopg.Connection, tenant: Tenant, clouds: Clouds) -> None:
    follow(tenant.id)
    assert run_due_tasks(clouds) == ["done"]
    assert one(world, OPENED, tenant.id) == MEMBERS, "the first challenge, and not the second after it"
    [(state, result, _)] = tasks(world)
    assert (state, result) == ("done", {"learners": MEMBERS, "awarded": 0, "unlocked": MEMBERS})
    notified = "select count(*) from social.notifications where type = 'challenge_unlock' and source = %s"
    assert one(world, notified, str(tenant.challenge)) == MEMBERS


def test_a_second_time_changes_nothing(world: psycopg.Connection, tenant: Tenant, clouds: Clouds) -> None:
    for _ in range(2):
        follow(tenant.id)
    assert run_due_tasks(clouds) == ["done", "done"]
    assert [result["unlocked"] for _, result, _ in tasks(world)] == [MEMBERS, 0]


def test_a_suspended_member_gets_nothing(world: psycopg.Connection, tenant: Tenant, clouds: Clouds) -> None:
    world.execute(
        "update identity.members as m set status = 'suspended'"
        " where m.organization_id = %(tenant)s and m.user_id <> ("
        "select max(user_id::text)::uuid from identity.members where organization_id = %(tenant)s)",
        {"tenant": tenant.id},
    )
    follow(tenant.id)
    assert run_due_tasks(clouds) == ["done"]
    assert one(world, OPENED, tenant.id) == 1
    assert tasks(world)[0][1]["learners"] == 1


def test_where_all_members_are_suspended_there_is_no_task(
    world: psycopg.Connection, tenant: Tenant, clouds: Clouds
) -> None:
    world.execute("update identity.members set status = 'suspended' where organization_id = %s", [tenant.id])
    follow(tenant.id)
    assert tasks(world) == []
    assert clouds.heard() == []


@pytest.mark.usefixtures("tenant")
def test_without_members_there_is_no_task(world: psycopg.Connection) -> None:
    follow(make_organization(world, "empty"))
    assert tasks(world) == []


def test_when_the_time_is_up_another_task_goes_on(
    world: psycopg.Connection, tenant: Tenant, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciliation, "SLICE", 2)
    done = reconciliation.reconcile({"organization_id": str(tenant.id)}, print, seconds=0)
    assert done["learners"] == 2
    [(state, _, payload)] = tasks(world)
    assert state == "queued"
    assert uuid.UUID(payload["after"]) > uuid.UUID(int=0)
    assert run_due_tasks(clouds) == ["done"]
    assert tasks(world)[0][1]["learners"] == MEMBERS - 2
    assert one(world, OPENED, tenant.id) == MEMBERS


def test_the_consumer_does_what_was_dispatched(world: psycopg.Connection, tenant: Tenant, clouds: Clouds) -> None:
    follow(tenant.id)
    (consumer,) = (consumer for consumer in registry.consumers() if consumer.declaration.name == "run_task")
    world.execute("update platform.tasks set nonce = %s", [nonce := uuid.uuid4()])
    id_ = one(world, "select id from platform.tasks")
    assert consumer.run({"id": str(id_), "nonce": str(nonce), "kind": reconciliation.KIND}) == {
        "kind": reconciliation.KIND,
        "state": "done",
    }
    assert clouds.heard() == []


def test_a_learners_request_reconciles_no_organization(
    world: psycopg.Connection, tenant: Tenant, clouds: Clouds
) -> None:
    """As code in a function of learners could ask for, with the proof of whoever calls it."""
    with transactions.begin(proofs.principal(make_user(world))) as db:
        service.enqueue(db, reconciliation.KIND, {"organization_id": str(tenant.id)})
    assert set(run_due_tasks(clouds)) == {None, "failed"}, "it was dispatched twice, and done by neither"
    assert one(world, OPENED, tenant.id) == 0


def test_a_request_of_nobody_queues_nothing(tenant: Tenant) -> None:
    with pytest.raises(psycopg.Error) as refusal, transactions.begin() as db:
        service.enqueue(db, reconciliation.KIND, {"organization_id": str(tenant.id)})
    assert refusal.value.diag.constraint_name == "unproven"
