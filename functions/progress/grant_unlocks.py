"""Open challenges for a learner by an administrator's grant.

Unlocks them whatever the learner completed, and pays nothing. Repeating it changes nothing.
"""

from progressive_flow.kernel.http.endpoint import Db, post
from progressive_flow.progress.unlock_grants import service
from progressive_flow.progress.unlock_grants.models import NewUnlockGrant, UnlockGrant


@post("/v1/admin/unlock-grants", permission="grades.override")
def handler(grant: NewUnlockGrant, db: Db) -> UnlockGrant:
    return service.grant_unlocks(db, grant)
