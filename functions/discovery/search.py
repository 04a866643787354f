"""Search published tracks, challenges and pages by the words in them, the best first.

Finds what has all words, whatever their endings, or words whose stems begin so. A word in the title counts more than one in
the tags, the summary or the text. Nothing is found that the learner may not read, and no draft, hidden test or solution is
searched.
"""

from progressive_flow.discovery.search import service
from progressive_flow.discovery.search.models import KindFilter, Result, SearchWords
from progressive_flow.kernel.http.endpoint import Db, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit, OrganizationFilter


@get("/v1/search")
def handler(
    q: SearchWords,
    db: Db,
    kind: KindFilter | None = None,
    organization: OrganizationFilter | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[Result]:
    return service.search(db, q, kind, organization, cursor, limit)
