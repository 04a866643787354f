"""Decide what is in an access token: address and proof, and the administrators' group for who has a second factor."""

from typing import Any

from progressive_flow.identity.accounts import tokens
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.triggers import CognitoEvent, cognito_trigger


@cognito_trigger(CognitoEvent.PRE_TOKEN_GENERATION, capabilities=(Capability.PROOF_KEY,), memory=256)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return tokens.with_claims(tokens.without_unproved_group(event))
