"""List who did what in an organization, newest first.

Filters narrow each other. It has what administrators did to the organization and its members.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
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


@get("/v1/organizations/{organization}/audit-log", permission="organization.audit")
def handler(
    organization: OrganizationSlug,
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
        subject_type=subject_type,
        subject_id=subject_id,
        actor_id=actor_id,
        action=action,
        since=since,
        until=until,
        organization=organization,
    )
    return service.list_entries(db, filters, cursor, limit)
