"""Decide a moderation case.

The author is notified, with the reason. `delete` stops the delivery at once: pages go on without the file, which is deleted
when nobody can appeal any more. Other decisions let it be delivered again. The answer is 409 `case-decided` where another
moderator was first, and 403 `own-work`, `own-report` or `own-decision` to a moderator whom the case concerns.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, patch
from progressive_flow.social.moderation import service
from progressive_flow.social.moderation.models import Case, CaseDecision, CaseId


@patch(
    "/v1/organizations/{organization}/moderation-cases/{case_id}",
    permission="moderation.decide",
    current=service.show_case,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, case_id: CaseId, made: CaseDecision, db: Db) -> Case:
    return service.decide(db, organization, case_id, made)
