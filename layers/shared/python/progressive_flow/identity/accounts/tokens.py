"""What the identity provider puts into access tokens at our wish: a verified address, and the proof of who has the token."""

import time
from typing import Any
from uuid import UUID

from progressive_flow.identity.accounts import proofs


def with_claims(event: dict[str, Any]) -> dict[str, Any]:
    """Answer Cognito's pre-token event (version 2): add `email` if the address is verified, and `proof`.

    An address that nobody has proved to own would let its claimant take it from its owner.
    """
    attributes: dict[str, str] = event["request"]["userAttributes"]
    email = attributes.get("email") if attributes.get("email_verified") == "true" else None
    groups: list[str] = event["request"]["groupConfiguration"]["groupsToOverride"] or []
    expires_at = time.time() + proofs.TOKEN_LIFETIME.total_seconds()
    proof = proofs.proof(proofs.signing_key(), UUID(attributes["sub"]), groups, email, expires_at)
    claims = {"proof": proof} if email is None else {"proof": proof, "email": email}
    event["response"] = {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}}
    return event
