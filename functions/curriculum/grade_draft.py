"""Grade a submission by a level of a challenge's draft, and record nothing.

Every test is shown, hidden ones and those that are derived included.
"""

from progressive_flow.curriculum.items.models import ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRIALS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.learning.drafts import service
from progressive_flow.learning.drafts.models import DraftSubmission, DraftVerdict


@post(
    "/v1/organizations/{organization}/items/challenge/{slug}/evaluations",
    status=200,
    permission="content.read",
    capabilities=(Capability.DATABASE,),
    limit=TRIALS,
    memory=1024,
)
def handler(organization: OrganizationSlug, slug: ItemSlug, sent: DraftSubmission, db: Db) -> DraftVerdict:
    return service.grade(db, organization, slug, sent)
