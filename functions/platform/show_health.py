"""Tell whether the platform can serve: the database answers and which schema it has."""

from progressive_flow.kernel.http.endpoint import Access, Db, get
from progressive_flow.operations.health import service
from progressive_flow.operations.health.models import Health


@get("/v1/health", access=Access.PUBLIC, cache="no-store", memory=256)
def handler(db: Db) -> Health:
    return service.check_health(db)
