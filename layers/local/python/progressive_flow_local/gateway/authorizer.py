"""API Gateway's JWT authorizer: who signed the token, for whom, and when; what it is for is the kernel's question."""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from typing import Any, cast

import jwt
from jwt.utils import base64url_decode
from pydantic_core import from_json

FetchKeys = Callable[[], dict[str, Any]]
Claims = Mapping[str, str]
CACHED_TOKENS = 4096
COOL_DOWN_SECONDS = 30.0


class UnauthorizedError(Exception):
    """The token is missing or not good; the message is the reason API Gateway gives."""


class KeysNeededError(Exception):
    """The token names a key that is not known yet: `refresh()`, which may take a while, and ask again."""


def stringify(value: object) -> str:
    """Return a claim as API Gateway passes it on: always a string, lists as `[a b]`."""
    match value:
        case bool():
            return "true" if value else "false"
        case None:
            return ""
        case list():
            return f"[{' '.join(map(stringify, value))}]"
        case dict():
            return f"map[{' '.join(f'{name}:{stringify(item)}' for name, item in sorted(value.items()))}]"
        case _:
            return str(value)


class Authorizer:
    """Verifies bearer tokens; keys are cached and read again, not too often, for a key id it does not know.

    Verified tokens are remembered until they expire: the same one comes with every request of a session.
    """

    def __init__(
        self, issuer: str, audiences: Collection[str], fetch: FetchKeys, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._issuer, self._audiences, self._fetch, self._clock = issuer, frozenset(audiences), fetch, clock
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = -COOL_DOWN_SECONDS
        self._verified: OrderedDict[str, tuple[float, Claims]] = OrderedDict()

    def claims(self, authorization: str | None) -> Claims:
        """Return the token's claims as strings, or raise `UnauthorizedError` or `KeysNeededError`."""
        if not authorization:
            raise UnauthorizedError
        token = authorization[7:] if authorization[:7].lower() == "bearer " else authorization
        held = self._verified.get(token)
        if held and held[0] > time.time():
            return held[1]
        claims = self._verify(token.strip())
        passed_on = {name: stringify(value) for name, value in claims.items()}
        self._remember(token, float(claims["exp"]), passed_on)
        return passed_on

    def refresh(self) -> None:
        """Read the key set; raises `OSError` if that cannot be done."""
        if self._keys:  # a try counts even if it fails: tokens that nobody signed must not keep us asking
            self._fetched_at = self._clock()
        keys = {str(key.key_id): key for key in jwt.PyJWKSet.from_dict(self._fetch()).keys}
        self._fetched_at = self._clock()
        if not self._keys.keys() <= keys.keys():
            self._verified.clear()  # what a withdrawn key has signed is good no longer
        self._keys = keys

    def _remember(self, token: str, expires: float, claims: Claims) -> None:
        self._verified[token] = (expires, claims)
        if len(self._verified) > CACHED_TOKENS:
            self._verified.popitem(last=False)

    def _verify(self, token: str) -> dict[str, Any]:
        try:
            key = self._key(_header(token))
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=["RS256"],  # never the header's: a public key is no HMAC secret
                issuer=self._issuer,
                options={"require": ["exp", "iss"], "verify_aud": False, "verify_sub": False},
            )
        except jwt.PyJWTError as error:
            raise UnauthorizedError(_reason(error)) from error
        self._check_audience(claims)
        return claims

    def _check_audience(self, claims: Mapping[str, Any]) -> None:
        """Accept `aud`, or `client_id` where there is none: Cognito's access tokens have only the latter."""
        audience = claims.get("aud", claims.get("client_id"))
        if self._audiences.isdisjoint(audience if isinstance(audience, list) else [audience]):
            raise UnauthorizedError("the token does not have a valid audience")

    def _key(self, header: Mapping[str, Any]) -> jwt.PyJWK:
        if header.get("alg") != "RS256":
            raise jwt.InvalidAlgorithmError("signing method is invalid")
        kid = str(header.get("kid"))
        if kid in self._keys:
            return self._keys[kid]
        if self._clock() - self._fetched_at >= COOL_DOWN_SECONDS:
            raise KeysNeededError
        raise jwt.InvalidKeyError("no key matches the token")


def _header(token: str) -> Mapping[str, Any]:
    """Return what a token's header says, unverified: jwt.get_unverified_header also reads the rest, as decode does again."""
    try:
        header = from_json(base64url_decode(token.partition(".")[0]))
    except ValueError as error:
        raise jwt.DecodeError("invalid header") from error
    if not isinstance(header, dict):
        raise jwt.DecodeError("invalid header")
    return cast("dict[str, Any]", header)


def _reason(error: jwt.PyJWTError) -> str:
    match error:
        case jwt.ExpiredSignatureError():
            return "the token has expired"
        case jwt.ImmatureSignatureError():
            return "the token is not yet valid"
        case jwt.InvalidIssuerError():
            return "invalid issuer"
        case jwt.InvalidSignatureError():
            return "invalid signature"
        case _:
            return "invalid token"
