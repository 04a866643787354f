"""Which revisions of a draft are kept, where the draft comes from files."""

from datetime import timedelta

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.support.scene import NOON, one
from tests.support.tenants import Tenant

ROW = {
    "kind": "track",
    "slug": "fundamentals",
    "title": "Another",
    "document": {"title": "Another"},
    "document_hash": "ab" * 32,
}
EARLIER = """
with draft as (
    update content.items as i set revision = %(last)s where i.organization_id = %(organization)s and i.kind = 'track' returning i.id
)
insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_at)
select d.id, %(organization)s, n, '{}', 2, sha256(n::text::bytea), %(at)s from draft as d cross join generate_series(2, %(last)s) as n
"""
KEPT = "select array_agg(r.revision order by r.revision) from content.item_revisions as r where r.organization_id = %s"


@pytest.mark.parametrize(
    ("last", "days", "first"), [(60, 89, 1), (60, 91, 12), (510, 1, 12)], ids=["recent", "old", "many"]
)
def test_files_leave_the_last_revisions(
    superuser: psycopg.Connection, tenant: Tenant, last: int, days: int, first: int
) -> None:
    superuser.execute(EARLIER, {"organization": tenant.id, "last": last, "at": NOON})
    later = NOON + timedelta(days=days)
    assert one(superuser, "select content.write_drafts(%s, %s, %s)", tenant.id, Jsonb([ROW]), later) == 1
    assert one(superuser, KEPT, tenant.id) == list(range(first, last + 2))


def test_what_is_scheduled_to_be_published_stays(superuser: psycopg.Connection, tenant: Tenant) -> None:
    superuser.execute(EARLIER, {"organization": tenant.id, "last": 60, "at": NOON})
    superuser.execute("update content.publications set state = 'scheduled', version = null, revision = 2")
    superuser.execute("select content.write_drafts(%s, %s, %s)", [tenant.id, Jsonb([ROW]), NOON + timedelta(days=91)])
    assert one(superuser, KEPT, tenant.id) == [2, *range(12, 62)]
