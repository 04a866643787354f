"""Only an address that its owner proved goes into an access token, and only an account with two factors administers."""

from collections.abc import Sequence
from typing import Any

import boto3
import pytest

from progressive_flow.kernel.declarations import registry
from tests.support.clouds import Clouds

ATTRIBUTES = {"sub": "1", "email": "ada@example.com", "email_verified": "true"}
PASSWORD = "Long enough 1"


def answered(attributes: dict[str, str], groups: Sequence[str] = (), pool: str = "", username: str = "") -> Any:
    event = {
        "version": "2",
        "userPoolId": pool,
        "userName": username,
        "request": {
            "userAttributes": attributes,
            "groupConfiguration": {"groupsToOverride": list(groups), "iamRolesToOverride": [], "preferredRole": None},
        },
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


@pytest.fixture
def ada(clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> str:
    """An account of a stage that requires a second factor of administrators; returns its user name."""
    monkeypatch.setenv("ADMIN_SECOND_FACTOR", "1")
    made = boto3.client("cognito-idp").admin_create_user(
        UserPoolId=clouds.pool, Username="ada@example.com", MessageAction="SUPPRESS"
    )
    return str(made["User"].get("Username"))


def test_an_administrator_without_a_second_factor_is_none(clouds: Clouds, ada: str) -> None:
    (details,) = answered({"sub": "1"}, ["author", "platform_admin"], clouds.pool, ada).values()
    assert details == {
        "groupOverrideDetails": {"groupsToOverride": ["author"], "iamRolesToOverride": [], "preferredRole": None}
    }


def test_an_administrator_with_a_second_factor_is_one(clouds: Clouds, ada: str) -> None:
    cognito = boto3.client("cognito-idp")
    cognito.admin_set_user_password(UserPoolId=clouds.pool, Username=ada, Password=PASSWORD, Permanent=True)
    flows: Any = {"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
    client = cognito.create_user_pool_client(UserPoolId=clouds.pool, ClientName="web", **flows)["UserPoolClient"]
    given = {"USERNAME": ada, "PASSWORD": PASSWORD}
    signed_in = cognito.initiate_auth(
        ClientId=str(client.get("ClientId")), AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given
    )
    token = str(signed_in["AuthenticationResult"].get("AccessToken"))
    cognito.associate_software_token(AccessToken=token)
    cognito.verify_software_token(AccessToken=token, UserCode="123456")
    cognito.set_user_mfa_preference(AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    assert answered({"sub": "1"}, ["platform_admin"], clouds.pool, ada) == {"claimsAndScopeOverrideDetails": None}


def test_learners_need_no_second_factor(clouds: Clouds, ada: str) -> None:
    assert answered({"sub": "1"}, ["author"], clouds.pool, ada) == {"claimsAndScopeOverrideDetails": None}


def test_an_unknown_administrator_gets_no_token(clouds: Clouds, ada: str) -> None:
    with pytest.raises(Exception, match="UserNotFoundException"):
        answered({"sub": "1"}, ["platform_admin"], clouds.pool, "nobody")


def test_where_none_is_required_nobody_is_asked(clouds: Clouds, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMIN_SECOND_FACTOR")
    assert answered({"sub": "1"}, ["platform_admin"], clouds.pool, ada) == {"claimsAndScopeOverrideDetails": None}
