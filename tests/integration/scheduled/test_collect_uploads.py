"""The daily job deletes what is over: rows and objects, and nothing that is still used or awaited."""

import json
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
from tests.support.tenants import make_organization

MONTH = timedelta(days=30)
HOUR = timedelta(hours=1)
INSERT = """
insert into content.uploads (
    organization_id, user_id, purpose, file_name, media_type, bytes, sha256, stored_bytes, state, reason,
    expires_at, created_at, finished_at, used_at
) values (
    %(organization)s, %(user)s, case when %(user)s::uuid is null then 'content' else 'submission' end, 'a.txt', 'text/plain',
    1, sha256(convert_to(random()::text, 'UTF8')), 1, %(state)s, case when %(state)s = 'rejected' then 'Why.' end,
    %(at)s::timestamptz + interval '1 hour', %(at)s, case when %(state)s <> 'requested' then %(at)s::timestamptz end, %(used)s
) returning id
"""
DRAFT = """
with item as (
    insert into content.items (organization_id, kind, slug, title, revision, created_at, updated_at)
    values (%s, 'page', 'drafted', 'Drafted', 1, now(), now()) returning id, organization_id
), saved as (
    insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_at)
    select item.id, item.organization_id, 1, jsonb_build_object('body', %s::text), 31, sha256(''), now() from item
)
select id from item
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
    organization, user = make_organization(connection), make_user(connection)
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


def test_what_a_draft_shows_is_noted_and_stays(connection: psycopg.Connection, clouds: Clouds) -> None:
    organization = make_organization(connection)
    drafted, _ = (make(connection, clouds, "clean", NOON - 3 * MONTH, organization=organization) for _ in range(2))
    draft(connection, organization, drafted)
    assert run() == {"retired": 1, "deleted": 1}
    assert left(connection, clouds) == ({drafted}, {str(drafted)})
    assert NOON <= one(connection, "select used_at from content.uploads where id = %s", drafted) < NOON + HOUR


def test_what_a_version_shows_stays_for_good(connection: psycopg.Connection, clouds: Clouds) -> None:
    organization = make_organization(connection)
    upload = make(connection, clouds, "clean", NOON - 3 * MONTH, organization=organization)
    refer(connection, organization, draft(connection, organization), upload)
    assert run() == {"retired": 0, "deleted": 0}
    assert one(connection, "select used_at from content.uploads where id = %s", upload) is None


def test_what_is_published_while_the_job_runs_stays(
    connection: psycopg.Connection, fresh_database: dict[str, str], admin_url: str, clouds: Clouds
) -> None:
    """A publication that is under way has locked the upload; the job leaves it to the next day, which finds the reference."""
    organization = make_organization(connection)
    upload = make(connection, clouds, "clean", NOON - 3 * MONTH, organization=organization)
    item = draft(connection, organization)
    with psycopg.connect(superuser_url(fresh_database, admin_url)) as publishing:
        refer(publishing, organization, item, upload)
        assert run() == {"retired": 0, "deleted": 0}
    assert run() == {"retired": 0, "deleted": 0}
    assert one(connection, "select state from content.uploads where id = %s", upload) == "clean"


def draft(connection: psycopg.Connection, organization: UUID, shown: UUID | None = None) -> UUID:
    """Save the draft of a page, which shows an upload or none; return the item's id."""
    item: UUID = one(connection, DRAFT, organization, f"![A](upload:{shown})" if shown else "Text.")
    return item


def refer(connection: psycopg.Connection, organization: UUID, item: UUID, upload: UUID) -> None:
    """Refer to an upload from a version of an item, as its publication does."""
    connection.execute("select content.refer_to_uploads(%s, %s, %s)", [item, organization, json.dumps([str(upload)])])


def test_two_at_once_delete_each_once(connection: psycopg.Connection, clouds: Clouds) -> None:
    organization = make_organization(connection)
    for _ in range(20):
        make(connection, clouds, "deleted", NOON - HOUR, organization=organization)
    with clock.moved_to(NOON):
        done = at_once([collect, collect])
    assert sum(each["deleted"] for each in done) == 20
    assert left(connection, clouds) == (set(), set())


def test_rows_stay_while_objects_cannot_be_deleted(
    connection: psycopg.Connection, clouds: Clouds, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(connection, clouds, "deleted", NOON - HOUR, organization=make_organization(connection))

    def fail(*_: Any) -> None:
        raise ConnectionError("the bucket is away")

    with monkeypatch.context() as patch:
        patch.setattr("progressive_flow.kernel.objects.delete_many", fail)
        with pytest.raises(ConnectionError):
            run()
    assert one(connection, "select count(*) from content.uploads") == 1
    assert run()["deleted"] == 1
