"""Add a verified address to an access token, so that the first request with it creates a user who has one."""

from typing import Any

from progressive_flow.identity.accounts import tokens
from progressive_flow.kernel.declarations.models import CognitoEvent
from progressive_flow.kernel.declarations.triggers import cognito_trigger


@cognito_trigger(CognitoEvent.PRE_TOKEN_GENERATION, memory=256)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return tokens.with_address(event)
