"""What the identity provider puts into access tokens at our wish.

Both functions take Cognito's pre-token event (version 2) and return it with the response filled in. People wait for them at
each sign-in.
"""

import time
from typing import Any
from uuid import UUID

from progressive_flow.identity.accounts import proofs, provider
from progressive_flow.kernel import settings
from progressive_flow.kernel.principal import PLATFORM_ADMIN

Event = dict[str, Any]
MANAGES_ACCOUNT = "aws.cognito.signin.user.admin"  # the scope of the provider's calls that change the caller's account
ACCOUNT_PURPOSE = {"purpose": "account"}  # the metadata of a sign-in for such calls


def with_claims(event: Event) -> Event:
    """Add `email` to the access token if the address is verified, and `proof` of the subject, the groups and the address.

    An address that nobody has proved to own would let its claimant take it from its owner. A token manages its account or
    opens the API, never both: one that is stolen from a client of the API would take over the account for good.
    """
    if _is_for_account(event):
        return event
    attributes: dict[str, str] = event["request"]["userAttributes"]
    email = attributes.get("email") if attributes.get("email_verified") == "true" else None
    expires_at = time.time() + proofs.TOKEN_LIFETIME.total_seconds()
    proof = proofs.proof(proofs.signing_key(), UUID(attributes["sub"]), _groups(event), email, expires_at)
    claims = {"proof": proof} if email is None else {"proof": proof, "email": email}
    _details(event)["accessTokenGeneration"] = {
        "claimsToAddOrOverride": claims,
        "scopesToSuppress": [MANAGES_ACCOUNT],
    }
    return event


def without_unproved_group(event: Event) -> Event:
    """Leave the administrators' group out of the tokens of an account without a second factor, where the stage requires one.

    Cognito requires a factor of everybody or of nobody; of an account that has one it asks at each sign-in.
    """
    groups = _groups(event)
    if PLATFORM_ADMIN not in groups or not settings.second_factor_required():
        return event
    if not provider.has_second_factor(event["userPoolId"], event["userName"]):
        others = [group for group in groups if group != PLATFORM_ADMIN]
        _details(event)["groupOverrideDetails"] = {**event["request"]["groupConfiguration"], "groupsToOverride": others}
    return event


def _is_for_account(event: Event) -> bool:
    """Return whether somebody has just entered their password to manage their account: a refreshed token never is."""
    entered = event["triggerSource"] == "TokenGeneration_Authentication"
    return entered and ACCOUNT_PURPOSE.items() <= (event["request"].get("clientMetadata") or {}).items()


def _groups(event: Event) -> list[str]:
    """Return the groups that the token will have."""
    overridden = _details(event).get("groupOverrideDetails") or event["request"]["groupConfiguration"]
    return list(overridden.get("groupsToOverride") or [])


def _details(event: Event) -> dict[str, Any]:
    """Return the part of the response that holds what is changed."""
    event["response"] = event.get("response") or {}
    details: dict[str, Any] = event["response"].get("claimsAndScopeOverrideDetails") or {}
    event["response"]["claimsAndScopeOverrideDetails"] = details
    return details
