"""Who comes in, with which token: asked of the API as a whole, once for a read and once for a write."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from tests.support import tokens
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import footprint

Forge = Callable[[Caller], str]


def part(value: object) -> str:
    """Encode a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def by_another_key(caller: Caller) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return jwt.encode(tokens.claims(caller.id), key, algorithm="RS256", headers={"kid": tokens.KEY_ID})


def without_signature(caller: Caller) -> str:
    return f"{part({'alg': 'none', 'kid': tokens.KEY_ID})}.{part(tokens.claims(caller.id))}."


def by_the_public_key_as_a_secret(caller: Caller) -> str:
    """Sign with HMAC and the public key: what a verifier falls for that lets the header choose."""
    import hashlib  # noqa: PLC0415 - beside their only use
    import hmac  # noqa: PLC0415

    public = tokens.private_key().public_key()
    secret = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    signed = f"{part({'alg': 'HS256', 'typ': 'JWT', 'kid': tokens.KEY_ID})}.{part(tokens.claims(caller.id))}"
    digest = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def with_claims_swapped(caller: Caller) -> str:
    header, _, signature = tokens.sign(new_caller().id).split(".")
    return f"{header}.{part(tokens.claims(caller.id))}.{signature}"


def changed(**claims: Any) -> Forge:
    """Return what signs a token with other claims."""
    return lambda caller: tokens.sign(caller.id, **claims)


REFUSED: dict[str, Forge] = {
    "expired": lambda caller: tokens.sign(caller.id, exp=int(time.time()) - 1),
    "not yet valid": lambda caller: tokens.sign(caller.id, nbf=int(time.time()) + 600),
    "without expiry": changed(exp=None),
    "another issuer": changed(iss="https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Other"),
    "another client": changed(client_id="other-client"),
    "another audience": changed(aud="other-client"),
    "an ID token": changed(token_use="id", aud=tokens.CLIENT, client_id=None),
    "no use": changed(token_use=None),
    "no subject": changed(sub=None),
    "a subject that is no UUID": changed(sub="admin"),
    "another key": by_another_key,
    "alg none": without_signature,
    "HS256 by the public key": by_the_public_key_as_a_secret,
    "claims swapped": with_claims_swapped,
    "garbage": lambda _: "garbage",
    "empty": lambda _: "",
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_wrong_token_is_refused_and_changes_nothing(
    api: Api, learner: Caller, superuser: psycopg.Connection, kind: str
) -> None:
    api.get("/v1/me", learner)
    before = footprint(superuser, learner.id)
    headers = {"authorization": f"Bearer {REFUSED[kind](learner)}"}
    for response in (
        api.get("/v1/me", headers=headers),
        api.patch("/v1/me", headers=headers, json={"display_name": "Mallory"}),
    ):
        assert response.status_code == 401, response.text
        assert response.headers["www-authenticate"].startswith("Bearer")
        assert str(learner.id) not in response.text
    assert footprint(superuser, learner.id) == before


def test_the_right_token_is_accepted(api: Api, learner: Caller) -> None:
    for token in (learner.token, tokens.sign(learner.id), tokens.sign(learner.id, aud=[tokens.CLIENT, "other"])):
        response = api.get("/v1/me", headers={"authorization": f"Bearer {token}"})
        assert (response.status_code, response.json()["id"]) == (200, str(learner.id))


@pytest.mark.parametrize("groups", [(), ("author",), ("platform_admins",), ("not platform_admin_at_all",)])
def test_an_administrators_route_refuses_everybody_else(
    api: Api, learner: Caller, superuser: psycopg.Connection, groups: tuple[str, ...]
) -> None:
    api.get("/v1/me", learner)
    before = footprint(superuser, learner.id)
    grant = {"user_id": str(learner.id), "challenge_slugs": ["url-shortener"], "reason": "mine"}
    response = api.post("/v1/admin/unlock-grants", Caller(learner.id, groups), json=grant)
    problem(response, 403, "forbidden")
    assert footprint(superuser, learner.id) == before


def test_only_these_routes_are_public() -> None:
    public = {endpoint.route.key for endpoint in registry.endpoints() if endpoint.route.access is Access.PUBLIC}
    assert public == {
        *(f"GET /v1/{name}" for name in ("health", "docs", "openapi.json", "icons/{kind}/{file}")),
        "POST /v1/unsubscriptions",
    }


def test_a_refused_token_makes_no_user(api: Api, superuser: psycopg.Connection) -> None:
    nobody = new_caller()
    api.get("/v1/me", headers={"authorization": f"Bearer {by_another_key(nobody)}"})
    api.get("/v1/me", headers={"authorization": f"Bearer {tokens.sign(nobody.id, token_use='id', aud=tokens.CLIENT)}"})
    assert superuser.execute("select from identity.users where id = %s", [nobody.id]).rowcount == 0
