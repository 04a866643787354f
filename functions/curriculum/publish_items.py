"""Publish revisions of several items as one: all go live, or none does.

Each needs what a single publication needs. The items may refer to each other: a challenge to a track that goes live with it,
two pages to one another. What stands against any of them is said of all in one answer, and nothing is published then.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.declarations.models import TRANSFERS, Capability
from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import NewPublications, PublishedItems


@post(
    "/v1/organizations/{organization}/publications",
    permission="content.publish",
    capabilities=(Capability.DATABASE_AS_STAFF, Capability.TASKS),
    limit=TRANSFERS,
    refusals=(409,),
)
def handler(organization: OrganizationSlug, new: NewPublications, db: Db) -> PublishedItems:
    return service.publish_together(db, organization, new)
