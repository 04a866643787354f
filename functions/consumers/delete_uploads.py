"""Delete the uploaded files of a learner who was erased."""

from typing import Any

from progressive_flow.content.uploads import keeping
from progressive_flow.identity.events import UserErased
from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability


@on_event(UserErased, capabilities=(Capability.UPLOAD_KEEPING,))
def handler(event: UserErased) -> dict[str, Any]:
    return keeping.delete_of_learner(event.user_id)
