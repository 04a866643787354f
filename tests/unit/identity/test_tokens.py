"""Only an address that its owner proved goes into an access token, and a proof of who has the token always does."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import boto3
import pytest
from moto import mock_aws

from progressive_flow.identity.accounts import proofs
from progressive_flow.kernel import aws
from progressive_flow.kernel.declarations import registry

SUBJECT = "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"
ATTRIBUTES = {"sub": SUBJECT, "email": "ada@example.com", "email_verified": "true"}
KEY = proofs.Key("k1", bytes(range(32)))


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOF_KEY", f"{KEY.kid}.{KEY.secret.hex()}")


def answered(attributes: dict[str, str], groups: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the claims that are added to the access token, and check that nothing else changes."""
    event: dict[str, Any] = {
        "version": "2",
        "request": {"userAttributes": attributes, "groupConfiguration": {"groupsToOverride": list(groups)}},
        "response": {"claimsAndScopeOverrideDetails": None},
    }
    response = registry.load("functions.triggers.pre_token_generation")(event, None)["response"]
    added: dict[str, str] = response["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["claimsToAddOrOverride"]
    assert response == {"claimsAndScopeOverrideDetails": {"accessTokenGeneration": {"claimsToAddOrOverride": added}}}
    return added


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


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The name of the secret that holds the key, in a cloud of its own."""
    monkeypatch.delenv("PROOF_KEY")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("PROOF_SECRET", "proof-key")
    monkeypatch.setattr(proofs, "_kept", None)
    with mock_aws():
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
