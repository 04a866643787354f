"""Access tokens as the identity provider signs them, with a key of the tests' own."""

import time
import uuid
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from tests.support import proofs

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Tests"
CLIENT = "tests-client"
KEY_ID = "tests-key"


@cache
def private_key() -> rsa.RSAPrivateKey:
    """Return the run's signing key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def key_set() -> dict[str, Any]:
    """Return the JWKS that the authorizer verifies with."""
    jwk = RSAAlgorithm.to_jwk(private_key().public_key(), as_dict=True)
    return {"keys": [{**jwk, "kid": KEY_ID, "alg": "RS256", "use": "sig"}]}


def claims(subject: uuid.UUID, **changes: Any) -> dict[str, Any]:
    """Return the claims of an access token; a change to None leaves a claim out."""
    now = int(time.time())
    base: dict[str, Any] = {
        "sub": str(subject),
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "username": str(subject),
        "iat": now - 10,
        "exp": now + 3600,
    }
    given = {**base, **changes}
    # what a change says of somebody is proved, so that a test of a forged claim forges the proof too
    proof = proofs.of(subject, given.get("cognito:groups") or (), given.get("email"))
    return {name: value for name, value in {"proof": proof, **given}.items() if value is not None}


def sign(subject: uuid.UUID, **changes: Any) -> str:
    """Return a signed token."""
    return jwt.encode(claims(subject, **changes), private_key(), algorithm="RS256", headers={"kid": KEY_ID})
