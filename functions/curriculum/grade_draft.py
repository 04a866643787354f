"""Grade a submission by a level of a challenge's draft, and record nothing.

Every test is shown, hidden ones and those that are derived included. Where grading takes longer, as of code, the answer is 202
with a task, whose result is the verdict. One such task of an author and a level is open at once, 409 `task-pending`, and three
of an author, attempts included, 429 `too-many-open`.
"""

from progressive_flow.curriculum.items.models import ItemSlug
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRIALS, Capability
from progressive_flow.kernel.http.endpoint import Db, Principal, post
from progressive_flow.kernel.http.responses import Accepted
from progressive_flow.kernel.tasks.models import Task
from progressive_flow.learning.drafts import service
from progressive_flow.learning.drafts.models import DraftSubmission, DraftVerdict


@post(
    "/v1/organizations/{organization}/items/challenge/{slug}/evaluations",
    status=200,
    permission="content.read",
    capabilities=(Capability.DATABASE, Capability.TASKS),
    limit=TRIALS,
    refusals=(409,),
    accepts=True,
    memory=1024,
)
def handler(
    organization: OrganizationSlug, slug: ItemSlug, sent: DraftSubmission, principal: Principal, db: Db
) -> DraftVerdict | Accepted[Task]:
    return service.grade(db, principal, organization, slug, sent)
