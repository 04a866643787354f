"""Let a page count as unread again.

Repeating it changes nothing.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, delete
from progressive_flow.kernel.http.parameters import Reference
from progressive_flow.learning.pages import service


@delete("/v1/pages/{slug}/completion")
def handler(slug: Reference, principal: Principal, db: Db) -> None:
    service.undo(db, principal, slug)
