"""Tell whether the platform can serve: the database answers and which schema it has."""

from progressive_flow.http import Access, Db, get
from progressive_flow.platform import service
from progressive_flow.platform.models import Health


@get("/v1/health", access=Access.PUBLIC, cache="no-store", memory=256)
def handler(db: Db) -> Health:
    return service.check_health(db)
