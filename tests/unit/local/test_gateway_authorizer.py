"""The authorizer accepts what API Gateway's accepts, and nothing else."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from progressive_flow_local.gateway.authorizer import Authorizer, KeysNeededError, UnauthorizedError, stringify

ISSUER, AUDIENCE = "https://issuer.example.com/pool", "client"
KEY = rsa.generate_private_key(65537, 2048)
OTHER = rsa.generate_private_key(65537, 2048)


def keys(kid: str = "one") -> dict[str, Any]:
    return {"keys": [{**RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True), "kid": kid, "alg": "RS256"}]}


def token(key: rsa.RSAPrivateKey = KEY, kid: str = "one", **changes: Any) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "client_id": AUDIENCE, "sub": "me", "iat": now, "exp": now + 60} | changes
    present = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(present, key, algorithm="RS256", headers={"kid": kid})


def authorizer() -> Authorizer:
    made = Authorizer(ISSUER, [AUDIENCE], keys)
    made.refresh()
    return made


def unsigned(header: dict[str, str]) -> str:
    parts = [header, {"iss": ISSUER, "client_id": AUDIENCE, "exp": time.time() + 60}]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)


def signed_with_the_public_key() -> str:
    """Sign by HMAC with what everybody knows: the classic confusion of algorithms."""
    pem = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = unsigned({"alg": "HS256", "typ": "JWT", "kid": "one"})
    digest = hmac.new(pem, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"


@pytest.mark.parametrize("form", ["Bearer {}", "bearer {}", "{}"])
def test_a_good_token_passes_with_or_without_its_prefix(form: str) -> None:
    assert authorizer().claims(form.format(token()))["sub"] == "me"


def test_claims_are_strings() -> None:
    groups = token(email_verified=True, groups=["a", "b"])
    claims = authorizer().claims(f"Bearer {groups}")
    assert claims["groups"] == "[a b]"
    assert claims["email_verified"] == "true"
    assert claims["exp"].isdigit()


@pytest.mark.parametrize(
    ("value", "expected"),
    [([1, "x"], "[1 x]"), ([], "[]"), (True, "true"), (None, ""), (7, "7"), ({"b": 1, "a": [2]}, "map[a:[2] b:1]")],
)
def test_stringify(value: object, expected: str) -> None:
    assert stringify(value) == expected


def test_an_id_token_passes_by_its_audience() -> None:
    """The kernel refuses it; API Gateway does not."""
    assert authorizer().claims(token(client_id=None, aud=AUDIENCE, token_use="id"))["token_use"] == "id"


def test_the_client_counts_only_where_there_is_no_audience() -> None:
    with pytest.raises(UnauthorizedError):
        authorizer().claims(token(aud="another"))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": int(time.time()) - 1},
        {"exp": None},
        {"nbf": int(time.time()) + 36000},
        {"iat": int(time.time()) + 36000},
        {"iss": "https://elsewhere.example.com"},
        {"iss": None},
        {"client_id": "another"},
        {"client_id": None},
        {"aud": ["x", "y"], "client_id": None},
    ],
)
def test_a_wrong_claim_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnauthorizedError):
        authorizer().claims(f"Bearer {token(**changes)}")


def test_one_of_several_audiences_suffices() -> None:
    assert authorizer().claims(token(aud=["x", AUDIENCE]))


@pytest.mark.parametrize(
    "forged",
    [
        token(OTHER),
        token()[:-4] + "AAAA",
        unsigned({"alg": "none", "kid": "one"}) + ".",
        unsigned({"alg": "RS256", "kid": "one"}) + ".",
        signed_with_the_public_key(),
        "rubbish",
        "a.b.c",
        "",
    ],
)
def test_a_forged_token_is_refused(forged: str) -> None:
    with pytest.raises(UnauthorizedError):
        authorizer().claims(f"Bearer {forged}")


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_token_is_refused_without_a_reason(nothing: str | None) -> None:
    with pytest.raises(UnauthorizedError, match=r"^$"):
        authorizer().claims(nothing)


def test_a_remembered_token_still_expires() -> None:
    subject = authorizer()
    soon = token(exp=int(time.time()) + 1)
    assert subject.claims(soon)
    time.sleep(1.1)
    with pytest.raises(UnauthorizedError):
        subject.claims(soon)


def test_an_unknown_key_is_fetched_but_not_too_often() -> None:
    now, fetched = [0.0], [0]

    def fetch() -> dict[str, Any]:
        fetched[0] += 1
        return keys("one" if fetched[0] == 1 else "two")

    subject = Authorizer(ISSUER, [AUDIENCE], fetch, clock=lambda: now[0])
    with pytest.raises(KeysNeededError):
        subject.claims(token())
    subject.refresh()
    assert subject.claims(token())
    with pytest.raises(UnauthorizedError):
        subject.claims(token(kid="two"))
    now[0] = 31.0
    with pytest.raises(KeysNeededError):
        subject.claims(token(kid="two"))
    subject.refresh()
    assert subject.claims(token(kid="two"))
    assert fetched == [2]


def test_the_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("progressive_flow_local.gateway.authorizer.CACHED_TOKENS", 2)
    subject = authorizer()
    for number in range(5):
        subject.claims(token(jti=str(number)))
    assert len(subject._verified) == 2
