"""Delete the account and the exports of somebody who was erased; the bus tells of it."""

from typing import Any

from progressive_flow.identity.erasure import service as erasure


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return erasure.forget_account(event)
