"""What goes into an access token: a verified address, a proof, and the administrators' group for two factors alone."""

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import boto3
import pytest

from progressive_flow.identity.accounts import proofs, tokens
from progressive_flow.kernel import aws
from progressive_flow.kernel.declarations import registry
from tests.support.clouds import Clouds, simulated_aws

SUBJECT = "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"
ATTRIBUTES = {"sub": SUBJECT, "email": "ada@example.com", "email_verified": "true"}
KEY = proofs.Key("k1", bytes(range(32)))
PASSWORD = "Long enough 1"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOF_KEY", f"{KEY.kid}.{KEY.secret.hex()}")


def details(
    attributes: dict[str, str], groups: Sequence[str] = (), pool: str = "", username: str = ""
) -> dict[str, Any]:
    """Return what the trigger changes in a token."""
    response = answer(attributes, groups, pool, username)["response"]
    changed: dict[str, Any] = response["claimsAndScopeOverrideDetails"]
    assert response.keys() == {"claimsAndScopeOverrideDetails"}
    return changed


def answer(
    attributes: dict[str, str],
    groups: Sequence[str] = (),
    pool: str = "",
    username: str = "",
    source: str = "TokenGeneration_Authentication",
    metadata: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the event as the trigger answers it."""
    event: dict[str, Any] = {
        "version": "2",
        "triggerSource": source,
        "userPoolId": pool,
        "userName": username,
        "request": {
            "userAttributes": attributes,
            "groupConfiguration": {"groupsToOverride": list(groups), "iamRolesToOverride": [], "preferredRole": None},
        },
        "response": {"claimsAndScopeOverrideDetails": None},
    }
    if metadata is not None:
        event["request"]["clientMetadata"] = metadata
    returned: dict[str, Any] = registry.load("functions.triggers.pre_token_generation")(event, None)
    return returned


def added(changed: dict[str, Any]) -> dict[str, str]:
    """Return the claims that are added to the access token."""
    assert changed["accessTokenGeneration"].keys() == {"claimsToAddOrOverride", "scopesToSuppress"}
    assert changed["accessTokenGeneration"]["scopesToSuppress"] == [tokens.MANAGES_ACCOUNT]
    claims: dict[str, str] = changed["accessTokenGeneration"]["claimsToAddOrOverride"]
    return claims


def answered(attributes: dict[str, str], groups: Sequence[str] = ()) -> dict[str, str]:
    """Return the claims that are added, and check that nothing else changes."""
    changed = details(attributes, groups)
    assert changed.keys() == {"accessTokenGeneration"}
    return added(changed)


def assert_proves(changed: dict[str, Any], groups: Sequence[str]) -> None:
    """Check that the proof is of these groups, so that the database admits what the token says."""
    proof = added(changed)["proof"]
    assert proof == proofs.proof(KEY, UUID(SUBJECT), groups, None, int(proof.split(".")[1]))


def test_a_verified_address_is_added_and_proved() -> None:
    claims = answered(ATTRIBUTES, ("b", "a"))
    assert claims.keys() == {"email", "proof"}
    assert claims["email"] == "ada@example.com"
    expiry = claims["proof"].split(".")[1]
    assert abs(int(expiry) - time.time() - 3600) < 60
    assert claims["proof"] == proofs.proof(KEY, UUID(SUBJECT), ["a", "b"], "ada@example.com", int(expiry))


@pytest.mark.parametrize(
    "attributes",
    [
        {**ATTRIBUTES, "email_verified": "false"},
        {"sub": SUBJECT, "email": "ada@example.com"},
        {"sub": SUBJECT, "email_verified": "true"},
    ],
)
def test_an_address_that_nobody_proved_is_neither_added_nor_signed(attributes: dict[str, str]) -> None:
    claims = answered(attributes)
    assert claims.keys() == {"proof"}
    assert claims["proof"] == proofs.proof(KEY, UUID(SUBJECT), [], None, int(claims["proof"].split(".")[1]))


def test_a_token_that_manages_the_account_opens_nothing_else() -> None:
    changed = answer(ATTRIBUTES, ["platform_admin"], metadata=tokens.ACCOUNT_PURPOSE)
    assert "proof" not in str(changed["response"])
    assert "scopesToSuppress" not in str(changed["response"])


@pytest.mark.parametrize(
    ("source", "metadata"),
    [
        ("TokenGeneration_RefreshTokens", tokens.ACCOUNT_PURPOSE),
        ("TokenGeneration_NewPasswordChallenge", tokens.ACCOUNT_PURPOSE),
        ("TokenGeneration_Authentication", {"purpose": "api"}),
        ("TokenGeneration_Authentication", {}),
        ("TokenGeneration_Authentication", None),
    ],
)
def test_no_other_token_manages_the_account(source: str, metadata: dict[str, str] | None) -> None:
    changed = answer(ATTRIBUTES, source=source, metadata=metadata)["response"]["claimsAndScopeOverrideDetails"]
    assert added(changed).keys() == {"email", "proof"}


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the secret that holds the key, in a cloud of its own."""
    monkeypatch.delenv("PROOF_KEY")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("PROOF_SECRET", "proof-key")
    monkeypatch.setattr(proofs, "_kept", None)
    with simulated_aws():
        aws.forget()
        boto3.client("secretsmanager").create_secret(
            Name="proof-key", SecretString=json.dumps({"key": f"k2.{'ab' * 32}"})
        )
        yield "proof-key"
    aws.forget()


def test_the_key_is_read_from_the_secret_and_kept_for_minutes(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(ATTRIBUTES)["proof"].startswith("k2.")
    boto3.client("secretsmanager").put_secret_value(
        SecretId=secret, SecretString=json.dumps({"key": f"k3.{'cd' * 32}"})
    )
    assert answered(ATTRIBUTES)["proof"].startswith("k2.")
    later = time.monotonic() + proofs.KEY_LIFETIME.total_seconds()
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert answered(ATTRIBUTES)["proof"].startswith("k3.")


@pytest.fixture
def ada(clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> str:
    """An account of a stage that requires a second factor of administrators; returns its user name."""
    monkeypatch.setenv("ADMIN_SECOND_FACTOR", "1")
    made = boto3.client("cognito-idp").admin_create_user(
        UserPoolId=clouds.pool, Username="ada@example.com", MessageAction="SUPPRESS"
    )
    return str(made["User"].get("Username"))


def test_an_administrator_without_a_second_factor_is_none(clouds: Clouds, ada: str) -> None:
    changed = details({"sub": SUBJECT}, ["author", "platform_admin"], clouds.pool, ada)
    others = {"groupsToOverride": ["author"], "iamRolesToOverride": [], "preferredRole": None}
    assert changed["groupOverrideDetails"] == others
    assert_proves(changed, ["author"])


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
    changed = details({"sub": SUBJECT}, ["platform_admin"], clouds.pool, ada)
    assert "groupOverrideDetails" not in changed
    assert_proves(changed, ["platform_admin"])


def test_learners_need_no_second_factor(clouds: Clouds, ada: str) -> None:
    changed = details({"sub": SUBJECT}, ["author"], clouds.pool, ada)
    assert "groupOverrideDetails" not in changed
    assert_proves(changed, ["author"])


def test_an_unknown_administrator_gets_no_token(clouds: Clouds, ada: str) -> None:
    with pytest.raises(Exception, match="UserNotFoundException"):
        details({"sub": SUBJECT}, ["platform_admin"], clouds.pool, "nobody")


def test_where_none_is_required_nobody_is_asked(clouds: Clouds, ada: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADMIN_SECOND_FACTOR")
    changed = details({"sub": SUBJECT}, ["platform_admin"], clouds.pool, ada)
    assert "groupOverrideDetails" not in changed
    assert_proves(changed, ["platform_admin"])
