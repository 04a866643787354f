"""Decide what is in an access token: a verified address, and the administrators' group for who has a second factor."""

from typing import Any

from progressive_flow.identity.accounts import tokens
from progressive_flow.kernel.declarations.models import CognitoEvent
from progressive_flow.kernel.declarations.triggers import cognito_trigger


@cognito_trigger(CognitoEvent.PRE_TOKEN_GENERATION, memory=256)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return tokens.without_unproved_group(tokens.with_address(event))
