"""The daily job deletes what is over: rows and objects, and nothing that is still used or awaited."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import boto3
import psycopg
import pytest

from progressive_flow.kernel import clock
from progressive_flow.kernel.declarations import registry
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import superuser_url
from tests.support.scene import NOON, make_user, one
from tests.support.tenants import make_tenant

MONTH = timedelta(days=30)
HOUR = timedelta(hours=1)
INSERT = """
insert into content.uploads (
    organization_id, user_id, purpose, file_name, media_type, detected_type, bytes, sha256, stored_bytes, state, reason,
    expires_at, created_at, finished_at, used_at
) values (
    %(organization)s, %(user)s, case when %(user)s::uuid is null then 'content' else 'submission' end, 'a.txt', 'text/plain',
    'text/plain', 1, sha256(convert_to(random()::text, 'UTF8')), 1, %(state)s, case when %(state)s = 'rejected' then 'Why.' end,
    %(at)s::timestamptz + interval '1 hour', %(at)s, case when %(state)s <> 'requested' then %(at)s::timestamptz end, %(used)s
) returning id
"""


@pytest.fixture
def connection(fresh_database: dict[str, str], admin_url: str) -> Any:
    """A superuser's connection to a database of the test's own."""
    with psycopg.connect(superuser_url(fresh_database, admin_url), autocommit=True) as opened:
        yield opened


def make(connection: psycopg.Connection, clouds: Clouds, state: str, at: datetime, **whose: Any) -> UUID:
    """Make an upload of an instant, with its object."""
    values = {"organization": None, "user": None, "used": None, **whose, "state": state, "at": at}
    upload: UUID = one_of(connection, values)
    key = f"media/{whose.get('organization') or whose.get('user')}/{upload}"
    boto3.client("s3").put_object(Bucket=clouds.media, Key=key, Body=b"x")
    return upload


def one_of(connection: psycopg.Connection, values: dict[str, Any]) -> UUID:
    row = connection.execute(INSERT.encode(), values).fetchone()
    assert row
    return UUID(str(row[0]))


def left(connection: psycopg.Connection, clouds: Clouds) -> tuple[set[UUID], set[str]]:
    """Return the ids of rows, and of objects."""
    rows = {row[0] for row in connection.execute("select id from content.uploads where state <> 'deleted'").fetchall()}
    return rows, {key.rpartition("/")[2] for key in clouds.keys(clouds.media)}


def run() -> dict[str, Any]:
    """Run the job at noon."""
    with clock.moved_to(NOON):
        return collect()


def collect() -> dict[str, Any]:
    """Run the job."""
    done: dict[str, Any] = registry.load("functions.scheduled.collect_uploads")({}, None)
    return done


def test_what_is_over_goes_and_the_rest_stays(connection: psycopg.Connection, clouds: Clouds) -> None:
    organization, user = make_tenant(connection).id, make_user(connection)
    whose = {"organization": organization}
    stays = {
        make(connection, clouds, "requested", NOON - timedelta(days=1), **whose),
        make(connection, clouds, "rejected", NOON - MONTH + HOUR, **whose),
        make(connection, clouds, "clean", NOON - MONTH + HOUR, **whose),
        make(connection, clouds, "clean", NOON - 2 * MONTH, used=NOON - MONTH + HOUR, **whose),
        make(connection, clouds, "clean", NOON - 2 * MONTH, user=user),
    }
    for state, at in (
        ("requested", NOON - timedelta(days=1) - 2 * HOUR),
        ("rejected", NOON - MONTH - HOUR),
        ("clean", NOON - MONTH - HOUR),
        ("deleted", NOON - HOUR),
    ):
        make(connection, clouds, state, at, **whose)
    assert run() == {"retired": 1, "deleted": 4}
    assert left(connection, clouds) == (stays, {str(upload) for upload in stays})
    assert one(connection, "select count(*) from content.uploads") == len(stays)
    assert run() == {"retired": 0, "deleted": 0}
    assert one(connection, "select count(*) from platform.audit_log where action = 'upload.retired'") == 1


def test_what_is_used_is_noted_and_stays(connection: psycopg.Connection, clouds: Clouds) -> None:
    connection.execute(
        "create or replace function content.upload_is_used(p_upload_id uuid) returns boolean language sql stable"
        " set search_path = '' return p_upload_id is not null"
    )
    upload = make(connection, clouds, "clean", NOON - 3 * MONTH, organization=make_tenant(connection).id)
    assert run() == {"retired": 0, "deleted": 0}
    assert NOON <= one(connection, "select used_at from content.uploads where id = %s", upload) < NOON + HOUR


def test_two_at_once_delete_each_once(connection: psycopg.Connection, clouds: Clouds) -> None:
    organization = make_tenant(connection).id
    for _ in range(20):
        make(connection, clouds, "deleted", NOON - HOUR, organization=organization)
    with clock.moved_to(NOON):
        done = at_once([collect, collect])
    assert sum(each["deleted"] for each in done) == 20
    assert left(connection, clouds) == (set(), set())


def test_rows_stay_while_objects_cannot_be_deleted(
    connection: psycopg.Connection, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(connection, clouds, "deleted", NOON - HOUR, organization=make_tenant(connection).id)

    def fail(*_: Any) -> None:
        raise ConnectionError("the bucket is away")

    with monkeypatch.context() as patch:
        patch.setattr("progressive_flow.kernel.objects.delete", fail)
        with pytest.raises(ConnectionError):
            run()
    assert one(connection, "select count(*) from content.uploads") == 1
    assert run()["deleted"] == 1
