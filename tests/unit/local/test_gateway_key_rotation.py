"""The identity provider changes its signing keys: callers see nothing, and nobody can make the gateway fetch keys for ever."""

import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from progressive_flow.kernel.declarations.models import Access
from progressive_flow_local.gateway.application import Gateway
from progressive_flow_local.gateway.authorizer import COOL_DOWN_SECONDS, Authorizer
from tests.unit.local.gateway_help import call, function, gateway

ISSUER, AUDIENCE = "https://issuer.example.com", "client"
SIGNING = {name: rsa.generate_private_key(public_exponent=65537, key_size=2048) for name in ("old", "new")}


class Provider:
    """Publishes key sets, and counts how often it is asked."""

    def __init__(self) -> None:
        self.published = ["old"]
        self.down = False
        self.asked = 0
        self.now = 1000.0
        authorizer = Authorizer(ISSUER, [AUDIENCE], self.fetch, clock=lambda: self.now)
        self.gateway: Gateway = gateway(function("GET /me", access=Access.LEARNER), authorizer=authorizer)

    def fetch(self) -> dict[str, Any]:
        self.asked += 1
        if self.down:
            raise ConnectionRefusedError
        named = [(name, SIGNING[name].public_key()) for name in self.published]
        return {"keys": [{**json.loads(RSAAlgorithm.to_jwk(key)), "kid": name, "alg": "RS256"} for name, key in named]}

    def status(self, token: str) -> int:
        """Return what a request with a token is answered."""
        return call(self.gateway, "GET", "/me", headers=[("Authorization", f"Bearer {token}")]).status


def sign(key: str, *, kid: str | None = None, **changes: Any) -> str:
    now = int(time.time())
    claims = {"sub": "me", "iss": ISSUER, "client_id": AUDIENCE, "iat": now - 10, "exp": now + 60, **changes}
    return jwt.encode(claims, SIGNING[key], algorithm="RS256", headers={"kid": kid or key})


@pytest.fixture
def provider() -> Provider:
    return Provider()


def test_tokens_of_the_old_and_the_new_key_work_while_both_are_published(provider: Provider) -> None:
    old = sign("old")
    assert provider.status(old) == 200
    provider.published = ["old", "new"]
    provider.now += COOL_DOWN_SECONDS
    assert [provider.status(sign("new")), provider.status(old), provider.status(sign("old", exp=2**32))] == [200] * 3
    assert provider.asked == 2


def test_a_withdrawn_key_signs_nobody_in_even_if_the_token_was_seen_before(provider: Provider) -> None:
    old = sign("old")
    assert provider.status(old) == 200
    provider.published = ["new"]
    provider.now += COOL_DOWN_SECONDS
    assert provider.status(sign("new")) == 200
    assert provider.status(old) == 401


def test_an_old_token_ends_with_its_own_time(provider: Provider) -> None:
    provider.published = ["old", "new"]
    assert provider.status(sign("new")) == 200
    assert provider.status(sign("old", exp=int(time.time()) - 1)) == 401


@pytest.mark.parametrize("down", [False, True])
def test_a_flood_of_unknown_key_ids_is_one_question(provider: Provider, down: bool) -> None:
    good = sign("old")
    assert provider.status(good) == 200
    provider.now += COOL_DOWN_SECONDS
    provider.down = down
    flood = [provider.status(sign("new", kid=f"made-up-{number}")) for number in range(100)]
    assert flood.count(401) >= 99
    assert provider.asked == 2
    assert provider.status(good) == 200, "who has signed in is not concerned"
    provider.down, provider.published = False, ["old", "new"]
    provider.now += COOL_DOWN_SECONDS
    assert provider.status(sign("new")) == 200


def test_the_first_keys_are_asked_for_until_they_come(provider: Provider) -> None:
    provider.down = True
    assert provider.status(sign("old")) == 500
    provider.down = False
    assert provider.status(sign("old")) == 200


@pytest.mark.parametrize(
    ("changes", "status"), [({"iat": 0}, 200), ({"iat": 90}, 401), ({"nbf": 90}, 401), ({"exp": -5}, 401)]
)
def test_a_clock_that_differs_is_tolerated_as_by_api_gateway(
    provider: Provider, changes: dict[str, int], status: int
) -> None:
    """It documents no leeway: `exp` lies after its own clock, `nbf` and `iat` before it."""
    now = int(time.time())
    claims: dict[str, Any] = {name: now + value for name, value in changes.items()}
    assert provider.status(sign("old", **claims)) == status
