"""What the identity provider puts into tokens at our wish. Standard library only: people wait for it at each sign-in.

Both functions take Cognito's pre-token event (version 2) and return it with the response filled in.
"""

from typing import Any

from progressive_flow.identity.accounts import provider
from progressive_flow.kernel import settings
from progressive_flow.kernel.principal import PLATFORM_ADMIN

Event = dict[str, Any]


def with_address(event: Event) -> Event:
    """Add `email` to the access token if the address is verified.

    An address that nobody has proved to own would let its claimant take it from its owner.
    """
    attributes: dict[str, str] = event["request"]["userAttributes"]
    if attributes.get("email_verified") == "true" and "email" in attributes:
        _details(event)["accessTokenGeneration"] = {"claimsToAddOrOverride": {"email": attributes["email"]}}
    return event


def without_unproved_group(event: Event) -> Event:
    """Leave the administrators' group out of the tokens of an account without a second factor, where the stage requires one.

    Cognito requires a factor of everybody or of nobody; of an account that has one it asks at each sign-in.
    """
    configuration = event["request"]["groupConfiguration"]
    groups: list[str] = configuration.get("groupsToOverride") or []
    if PLATFORM_ADMIN not in groups or not settings.second_factor_required():
        return event
    if not provider.has_second_factor(event["userPoolId"], event["userName"]):
        others = [group for group in groups if group != PLATFORM_ADMIN]
        _details(event)["groupOverrideDetails"] = {**configuration, "groupsToOverride": others}
    return event


def _details(event: Event) -> dict[str, Any]:
    """Return the part of the response that holds what is changed."""
    event["response"] = event.get("response") or {}
    details: dict[str, Any] = event["response"].get("claimsAndScopeOverrideDetails") or {}
    event["response"]["claimsAndScopeOverrideDetails"] = details
    return details
