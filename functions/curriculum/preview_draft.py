"""Show the draft of a challenge as learners will see it.

Without hidden tests, texts of hints and the solution.
"""

from progressive_flow.curriculum.items.models import ItemSlug, RevisionNumber
from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.learning.drafts import service
from progressive_flow.learning.drafts.models import Preview


@get("/v1/organizations/{organization}/items/challenge/{slug}/preview", permission="content.read")
def handler(organization: OrganizationSlug, slug: ItemSlug, db: Db, revision: RevisionNumber | None = None) -> Preview:
    return service.preview(db, organization, slug, revision)
