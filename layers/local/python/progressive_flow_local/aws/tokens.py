"""Lets the pre-token trigger have its say in the access tokens that moto signs, as Cognito does."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.models import CognitoIdpUserPool

from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws.users import Account
from progressive_flow_local.aws.wire import Call

TRIGGER = "functions.triggers.pre_token_generation"

_call: ContextVar[Call | None] = ContextVar("_call", default=None)


@dataclass(frozen=True)
class ManagedLogin:
    """A sign-in on the provider's own pages: by what its tokens differ from those of a call of the API."""

    source: str
    family: str
    scope: str
    authenticated_at: int
    nonce: str | None = None

    def claims(self, token_use: str) -> dict[str, Any]:
        """Return the claims of one of its tokens; the nonce belongs to the first identity token alone."""
        common = {"auth_time": self.authenticated_at, "origin_jti": self.family}
        if token_use == "access":  # noqa: S105 - a kind, no secret
            return {**common, "scope": self.scope}
        return {**common, **({"nonce": self.nonce} if self.nonce else {})}


_login: ContextVar[ManagedLogin | None] = ContextVar("_login", default=None)

_sign = CognitoIdpUserPool.create_jwt


def install() -> None:
    """Have moto ask the trigger. It makes pools by its own class's name, so that class's method is what changes."""
    CognitoIdpUserPool.create_jwt = _create_jwt  # type: ignore[method-assign,assignment]


@contextmanager
def signed_in_by(call: Call) -> Iterator[None]:
    """Have the tokens that moto makes in the block be those of this call."""
    token = _call.set(call)
    try:
        yield
    finally:
        _call.reset(token)


@contextmanager
def of_managed_login(login: ManagedLogin) -> Iterator[None]:
    """Have the tokens that moto makes in the block be those of a sign-in on the provider's pages."""
    token = _login.set(login)
    try:
        yield
    finally:
        _login.reset(token)


def _create_jwt(
    pool: CognitoIdpUserPool,
    client_id: str,
    username: str,
    token_use: str,
    expires_in: int = 3600,
    extra_data: dict[str, Any] | None = None,
) -> tuple[str, int]:
    """Sign a token, good for `expires_in` seconds; an access token with what the trigger changes."""
    login = _login.get()
    claims = {**(extra_data or {}), **(login.claims(token_use) if login else {})}
    if token_use == "access":  # noqa: S105 - a kind, no secret
        claims = _changed(claims, access_token_generation(pool, client_id, username))
    return _sign(pool, client_id, username, token_use, expires_in, claims)


def _changed(claims: dict[str, Any], generation: dict[str, Any]) -> dict[str, Any]:
    suppressed = generation.get("scopesToSuppress") or ()
    scopes = [scope for scope in claims.get("scope", "").split() if scope not in suppressed]
    others = {name: value for name, value in claims.items() if name != "scope"}
    scope = {"scope": " ".join(scopes)} if scopes else {}
    return {**others, **scope, **generation.get("claimsToAddOrOverride", {})}


def access_token_generation(pool: Any, client_id: str, username: str) -> dict[str, Any]:
    """Return what the trigger changes. It is called directly: it waits for nothing, and moto's lock is held."""
    if TRIGGER not in registry.functions().values():
        return {}
    account = Account(pool, pool._get_user(username))  # noqa: SLF001 - moto has no public way to look by e-mail
    answer = registry.load(TRIGGER)(pre_token_event(account, client_id), None)
    details = (answer.get("response") or {}).get("claimsAndScopeOverrideDetails") or {}
    generation: dict[str, Any] = details.get("accessTokenGeneration") or {}
    return generation


def pre_token_event(account: Account, client_id: str) -> dict[str, Any]:
    """Return the event, version 2, that Cognito documents."""
    groups = [group.group_name for group in account.user.groups]
    login = _login.get()
    source, metadata = (login.source, {}) if login else _source()
    scopes = login.scope.split() if login else ["aws.cognito.signin.user.admin"]
    return {
        "version": "2",
        "region": account.pool.region,
        "userPoolId": account.pool.id,
        "userName": account.user.username,
        "callerContext": {"awsSdkVersion": "unknown", "clientId": client_id},
        "triggerSource": source,
        "request": {
            "userAttributes": account.attributes,
            "groupConfiguration": {"groupsToOverride": groups, "iamRolesToOverride": [], "preferredRole": None},
            "scopes": scopes,
            "clientMetadata": metadata,
        },
        "response": {"claimsAndScopeOverrideDetails": None},
    }


def _source() -> tuple[str, dict[str, str]]:
    """Return how the tokens came to be made, and the client's metadata: Cognito passes on those of a challenge's response."""
    call = _call.get()
    if call is None or call.action not in {"InitiateAuth", "RespondToAuthChallenge"}:
        return "TokenGeneration_Authentication", {}
    parameters = call.parameters()
    if "REFRESH_TOKEN" in parameters.get("AuthParameters", {}):
        return "TokenGeneration_RefreshTokens", {}
    answered = call.action == "RespondToAuthChallenge"
    return "TokenGeneration_Authentication", parameters.get("ClientMetadata", {}) if answered else {}
