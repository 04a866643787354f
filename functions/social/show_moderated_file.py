"""Show the file that a moderation case is about, with its address.

A moderator reads it also while it is delivered to nobody else. Whoever has the address may read the file for fifteen minutes.
The answer is 404 once the file was deleted.
"""

from progressive_flow.identity.organizations.models import OrganizationSlug
from progressive_flow.kernel.http.endpoint import Capability, Db, get
from progressive_flow.social.moderation import files
from progressive_flow.social.moderation.models import CaseFile, CaseId


@get(
    "/v1/organizations/{organization}/moderation-cases/{case_id}/file",
    permission="moderation.decide",
    capabilities=(Capability.DATABASE_AS_READER, Capability.UPLOAD_LINKS),
)
def handler(organization: OrganizationSlug, case_id: CaseId, db: Db) -> CaseFile:
    return files.show_file(db, organization, case_id)
