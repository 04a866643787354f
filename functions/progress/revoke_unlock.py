"""Take an administrator's grant back; what was passed stays passed.

Attempts, passed levels and XP stay. The challenge stays unlocked where its prerequisites are completed.
"""

from progressive_flow.kernel.http.endpoint import Db, delete
from progressive_flow.kernel.http.parameters import LearnerId, Reason, Reference
from progressive_flow.progress.unlock_grants import service
from progressive_flow.progress.unlock_grants.models import RevokedUnlock


@delete("/v1/admin/unlock-grants/{user_id}/{slug}", status=200, permission="grades.override")
def handler(user_id: LearnerId, slug: Reference, reason: Reason, db: Db) -> RevokedUnlock:
    return service.revoke_unlock(db, user_id, slug, reason)
