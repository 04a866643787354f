"""A connection that was closed while its function was idle costs no run: of a trigger, of any job, of a consumer.

RDS Proxy closes idle clients, and a failover closes every connection. The environment of the function stays.
"""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability
from tests.support.scene import one

Cut = Callable[[], int]
ELSEWHERE = {Capability.ARCHIVE, Capability.TASKS, Capability.OUTBOX, Capability.RESTORES}  # jobs that call AWS as well
JOBS = [job for job in registry.jobs() if ELSEWHERE.isdisjoint(job.schedule.capabilities)]


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser on a database of its own, which the functions use too."""
    with psycopg.connect(
        admin_url, dbname=fresh_database["application"].rpartition("/")[2], autocommit=True
    ) as superuser:
        yield superuser


@pytest.fixture
def cut(world: psycopg.Connection) -> Cut:
    """Returns what ends every connection that the process holds; it returns how many there were."""

    def end() -> int:
        held = list(connections._connections.values())
        for connection in held:
            assert one(world, "select pg_terminate_backend(%s, 5000)", connection.info.backend_pid)
        return len(held)

    return end


def confirmed(subject: uuid.UUID) -> dict[str, Any]:
    attributes = {"sub": str(subject), "email": f"{subject}@example.com", "email_verified": "true"}
    return {"triggerSource": "PostConfirmation_ConfirmSignUp", "request": {"userAttributes": attributes}}


def test_the_first_confirmation_after_a_cut_connection_succeeds(world: psycopg.Connection, cut: Cut) -> None:
    trigger = registry.load("functions.triggers.post_confirmation")
    trigger(confirmed(uuid.uuid4()), None)
    assert cut() == 1
    second = uuid.uuid4()
    assert trigger(confirmed(second), None) == confirmed(second)
    assert one(world, "select count(*) from identity.users where id = %s", second) == 1


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.schedule.name)
def test_the_first_run_of_a_job_after_a_cut_connection_succeeds(world: psycopg.Connection, cut: Cut, job: Any) -> None:
    job({}, None)
    assert cut() == 1
    assert isinstance(job({}, None), dict)


def test_every_connection_is_replaced_when_one_was_cut(world: psycopg.Connection, cut: Cut) -> None:
    """A function that uses two, as the archive does, would otherwise lose its one retry to the first."""
    both = [connections.connection_of(role) for role in ("application", "scheduler")]
    assert cut() == len(both)
    registry.load("functions.scheduled.purge_keys")({}, None)
    assert all(connection.closed for connection in both)
    assert list(connections._connections) == ["scheduler"]
