"""Say that one has read a page.

It pays nothing and opens nothing; lessons show it. Repeating it keeps the first time.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, put
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.pages import service
from progressive_flow.learning.pages.models import PageCompletion


@put("/v1/pages/{slug}/completion")
def handler(slug: Reference, principal: Principal, db: Db) -> PageCompletion:
    return service.complete(db, principal, slug)
