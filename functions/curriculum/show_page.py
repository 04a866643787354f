"""Show a page of a lesson, as Markdown.

Names its lesson, and says whether the learner has read it.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.pages import service
from progressive_flow.learning.pages.models import Page


@get("/v1/pages/{slug}")
def handler(slug: Reference, principal: Principal, db: Db) -> Page:
    return service.show_page(db, principal, slug)
