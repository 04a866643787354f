"""Put a verified address into an access token, so that the first request with it makes a user who has one."""

from typing import Any

from progressive_flow.identity.accounts import tokens


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return tokens.with_address(event)
