"""Report whether the platform can serve: whether the database responds, and its schema version.

Needs no token. The answer is 503 where the database does not respond.
"""

from progressive_flow.kernel.http.endpoint import Access, Db, get
from progressive_flow.operations.health import service
from progressive_flow.operations.health.models import Health


@get("/v1/health", access=Access.PUBLIC, cache="no-store", memory=256)
def handler(db: Db) -> Health:
    return service.check_health(db)
