"""Make the user of somebody who just confirmed their sign-up."""

from typing import Any

from progressive_flow.identity.users import service
from progressive_flow.kernel.database import transactions


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    with transactions.begin() as db:
        service.confirm_sign_up(db, event)
    return event
