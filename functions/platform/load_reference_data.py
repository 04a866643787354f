"""Load the tracks and challenges of this release again; rows without a difference stay untouched.

Reads the content files of the release and writes what differs, as a deployment does. Repeating it changes nothing.
"""

from progressive_flow.kernel.declarations.models import LOADS
from progressive_flow.kernel.http.endpoint import Capability, Principal, post
from progressive_flow.operations.reference_data import reload as loads
from progressive_flow.operations.reference_data.models import ReferenceDataLoad


@post(
    "/v1/admin/reference-data-loads",
    permission="content.import",
    capabilities=(Capability.DATABASE_AS_MIGRATOR,),
    limit=LOADS,
    memory=1024,
    timeout=28,
)
def handler(principal: Principal) -> ReferenceDataLoad:
    return loads.reload(principal)
