"""Show a moderation case with what reporters wrote, and without their names.

The answer is 403 `own-work` or `own-report` to a moderator whom the case concerns.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import Case, CaseId


@get("/v1/organizations/{organization}/moderation-cases/{case_id}", permission="moderation.decide")
def handler(organization: OrganizationSlug, case_id: CaseId, db: Db) -> Case:
    return service.show_case(db, organization, case_id)
