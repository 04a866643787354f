"""Show a page of a lesson, as Markdown.

Names its lesson, has addresses of its images for fifteen minutes, and says whether the learner has read it.
"""

from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, get
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.pages import service
from progressive_flow.learning.pages.models import Page


@get("/v1/pages/{slug}", capabilities=(Capability.DATABASE_AS_READER, Capability.UPLOAD_LINKS))
def handler(slug: Reference, principal: Principal, db: Db) -> Page:
    return service.show_page(db, principal, slug)
