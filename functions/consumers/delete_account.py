"""Delete the account and the exports of a learner who was erased."""

from typing import Any

from progressive_flow.identity.erasure import service
from progressive_flow.identity.events import UserErased
from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability


@on_event(UserErased, capabilities=(Capability.IDENTITY_PROVIDER, Capability.EXPORTS))
def handler(event: UserErased) -> dict[str, Any]:
    return service.forget_account(event)
