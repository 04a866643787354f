"""Change the caller's own account."""

from progressive_flow.http import Db, Learner, patch
from progressive_flow.identity import service
from progressive_flow.identity.models import Me, MeChanges


@patch("/v1/me", refusals=(409,))
def handler(changes: MeChanges, learner: Learner, db: Db) -> Me:
    return service.change_me(db, learner, changes)
