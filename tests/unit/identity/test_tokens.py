"""Only an address that its owner proved goes into an access token."""

from typing import Any

import pytest

from progressive_flow.kernel.declarations import registry

ATTRIBUTES = {"sub": "1", "email": "ada@example.com", "email_verified": "true"}


def answered(attributes: dict[str, str]) -> Any:
    event = {
        "version": "2",
        "request": {"userAttributes": attributes},
        "response": {"claimsAndScopeOverrideDetails": None},
    }
    return registry.load("functions.triggers.pre_token_generation")(event, None)["response"]


def test_a_verified_address_is_added_to_the_access_token_alone() -> None:
    (details,) = answered(ATTRIBUTES).values()
    assert details == {"accessTokenGeneration": {"claimsToAddOrOverride": {"email": "ada@example.com"}}}


@pytest.mark.parametrize(
    "attributes",
    [
        {**ATTRIBUTES, "email_verified": "false"},
        {"sub": "1", "email": "ada@example.com"},
        {"sub": "1", "email_verified": "true"},
    ],
)
def test_nothing_else_changes_a_token(attributes: dict[str, str]) -> None:
    assert answered(attributes) == {"claimsAndScopeOverrideDetails": None}
