"""Make the user of somebody who just confirmed their sign-up."""

from typing import Any

from progressive_flow import database
from progressive_flow.identity import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    with database.transaction() as db:
        service.confirm_sign_up(db, event)
    return event
