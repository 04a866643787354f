"""List who did what to whom, newest first.

Filters narrow each other. An entry whose `actor_id` is null is what the platform itself did.
"""

from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit
from progressive_flow.operations.audit_log import service
from progressive_flow.operations.audit_log.models import (
    ActionFilter,
    ActorFilter,
    AuditEntry,
    AuditFilters,
    SinceFilter,
    SubjectFilter,
    SubjectTypeFilter,
    UntilFilter,
)


@get("/v1/admin/audit-log", permission="organization.audit")
def handler(
    db: Db,
    subject_type: SubjectTypeFilter | None = None,
    subject_id: SubjectFilter | None = None,
    actor_id: ActorFilter | None = None,
    action: ActionFilter | None = None,
    since: SinceFilter | None = None,
    until: UntilFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[AuditEntry]:
    filters = AuditFilters(
        subject_type=subject_type, subject_id=subject_id, actor_id=actor_id, action=action, since=since, until=until
    )
    return service.list_entries(db, filters, cursor, limit)
