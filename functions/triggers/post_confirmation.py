"""Create the user of somebody who confirmed their sign-up."""

from typing import Any

from progressive_flow.identity.users import service
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.triggers import CognitoEvent, cognito_trigger


@cognito_trigger(CognitoEvent.POST_CONFIRMATION, capabilities=(Capability.DATABASE_AS_SIGN_UP,))
def handler(event: dict[str, Any], db: Transaction) -> dict[str, Any]:
    service.confirm_sign_up(db, event)
    return event
