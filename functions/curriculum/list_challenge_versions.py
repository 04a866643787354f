"""List the versions of a challenge, newest first, with what each changed.

An attempt names the version on which it was graded.
"""

from progressive_flow.curriculum.versions import service
from progressive_flow.curriculum.versions.models import ChallengeVersion
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit, Reference


@get("/v1/challenges/{slug}/versions")
def handler(slug: Reference, db: Db, cursor: Cursor | None = None, limit: Limit = 25) -> Page[ChallengeVersion]:
    return service.list_versions(db, slug, cursor, limit)
