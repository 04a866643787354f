"""Lets the pre-token trigger have its say in the access tokens that moto signs, as Cognito does."""

from typing import Any

from moto.cognitoidp.models import CognitoIdpUserPool

from progressive_flow.kernel.declarations import registry
from progressive_flow_local.aws.users import Account

TRIGGER = "functions.triggers.pre_token_generation"


_sign = CognitoIdpUserPool.create_jwt


def install() -> None:
    """Have moto ask the trigger. It makes pools by its own class's name, so that class's method is what changes."""
    CognitoIdpUserPool.create_jwt = _create_jwt  # type: ignore[method-assign,assignment]


def _create_jwt(
    pool: CognitoIdpUserPool,
    client_id: str,
    username: str,
    token_use: str,
    expires_in: int = 3600,
    extra_data: dict[str, Any] | None = None,
) -> tuple[str, int]:
    """Sign a token, good for `expires_in` seconds; an access token with what the trigger adds."""
    added = added_claims(pool, client_id, username) if token_use == "access" else {}  # noqa: S105 - a kind, no secret
    return _sign(pool, client_id, username, token_use, expires_in, {**(extra_data or {}), **added})


def added_claims(pool: Any, client_id: str, username: str) -> dict[str, Any]:
    """Return the claims that the trigger adds. It is called directly: it waits for nothing, and moto's lock is held."""
    if TRIGGER not in registry.functions().values():
        return {}
    account = Account(pool, pool._get_user(username))  # noqa: SLF001 - moto has no public way to look by e-mail
    answer = registry.load(TRIGGER)(pre_token_event(account, client_id), None)
    details = (answer.get("response") or {}).get("claimsAndScopeOverrideDetails") or {}
    added: dict[str, Any] = details.get("accessTokenGeneration", {}).get("claimsToAddOrOverride", {})
    return added


def pre_token_event(account: Account, client_id: str) -> dict[str, Any]:
    """Return the event, version 2, that Cognito documents."""
    groups = [group.group_name for group in account.user.groups]
    return {
        "version": "2",
        "region": account.pool.region,
        "userPoolId": account.pool.id,
        "userName": account.user.username,
        "callerContext": {"awsSdkVersion": "unknown", "clientId": client_id},
        "triggerSource": "TokenGeneration_Authentication",
        "request": {
            "userAttributes": account.attributes,
            "groupConfiguration": {"groupsToOverride": groups, "iamRolesToOverride": [], "preferredRole": None},
            "scopes": ["aws.cognito.signin.user.admin"],
        },
        "response": {"claimsAndScopeOverrideDetails": None},
    }
