"""Bundle everything that is held of the caller, for download.

Makes a JSON file of the caller's rows in every table, and an address where it can be read for fifteen minutes without a
token.
"""

from progressive_flow.identity.exports import service as exporting
from progressive_flow.identity.exports.models import LearnerExport
from progressive_flow.kernel.declarations.models import EXPORTS
from progressive_flow.kernel.http.endpoint import Capability, Db, Principal, post


@post(
    "/v1/me/exports",
    capabilities=(Capability.DATABASE, Capability.EXPORTS),
    limit=EXPORTS,
    replays_for=exporting.REPLAYS_FOR,
    memory=1024,
    timeout=28,
)
def handler(principal: Principal, db: Db) -> LearnerExport:
    return exporting.export_me(db, principal)
