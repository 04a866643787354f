"""Make the account that an administrator requested."""

from typing import Any

from progressive_flow.identity.accounts import service as accounts
from progressive_flow.identity.events import AccountRequested
from progressive_flow.kernel.declarations.consumers import on_event
from progressive_flow.kernel.declarations.models import Capability


@on_event(AccountRequested, capabilities=(Capability.IDENTITY_PROVIDER,))
def handler(event: AccountRequested) -> dict[str, Any]:
    return accounts.create_account(event)
