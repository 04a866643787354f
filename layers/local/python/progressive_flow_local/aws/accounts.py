"""The user pool and the first accounts, made by the same calls that a deployment and its learners make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from progressive_flow_local import loopback
from progressive_flow_local.aws import clients
from progressive_flow_local.errors import LocalError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

POOL, CLIENT, CONSOLE, ADMIN_GROUP = "progressive-flow", "web", "console", "platform_admin"
DEMO_USERNAME, ADMIN_USERNAME = "demo@progressive-flow.local", "admin@progressive-flow.local"


@dataclass(frozen=True)
class Pool:
    """Where accounts are."""

    pool_id: str
    client_id: str


def bootstrap(endpoint: str, demo_password: str, admin_password: str) -> Pool:
    """Make what is not there yet: pool, client, group, a confirmed demo learner and an administrator."""
    cognito = clients.cognito(endpoint)
    pool = Pool(pool_id := _pool(cognito), _client(cognito, pool_id, CLIENT))
    _group(cognito, pool_id)
    if (status := _status(cognito, pool, DEMO_USERNAME)) != "CONFIRMED":
        if not status:
            sign_up(cognito, pool.client_id, DEMO_USERNAME, demo_password, "Demo Learner")
        confirm(cognito, pool.client_id, DEMO_USERNAME, confirmation_code(endpoint, DEMO_USERNAME))
    _administrator(cognito, pool, admin_password)
    return pool


def sign_up(cognito: CognitoIdentityProviderClient, client_id: str, email: str, password: str, name: str) -> str:
    """Sign a learner up; return the `sub`."""
    attributes = [{"Name": "email", "Value": email}, {"Name": "name", "Value": name}]
    answer = cognito.sign_up(ClientId=client_id, Username=email, Password=password, UserAttributes=attributes)  # type: ignore[arg-type]
    return answer["UserSub"]


def confirm(cognito: CognitoIdentityProviderClient, client_id: str, email: str, code: str) -> None:
    """Confirm a learner's address, which fires the post-confirmation trigger."""
    cognito.confirm_sign_up(ClientId=client_id, Username=email, ConfirmationCode=code)


def confirmation_code(endpoint: str, email: str) -> str:
    """Return the newest code sent to an address: the local mailbox."""
    messages = loopback.get_json(f"{endpoint}/_local/messages?to={quote(email)}")
    if not messages:
        raise LocalError(f"No confirmation code was sent to {email}.")
    code: str = messages[0]["code"]
    return code


def _pool(cognito: CognitoIdentityProviderClient) -> str:
    for held in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        if held.get("Name") == POOL:
            return held["Id"]
    made = cognito.create_user_pool(
        PoolName=POOL,
        UsernameAttributes=["email"],
        UsernameConfiguration={"CaseSensitive": False},
        AutoVerifiedAttributes=["email"],
        Policies={
            "PasswordPolicy": {
                "MinimumLength": 12,
                "RequireUppercase": True,
                "RequireLowercase": True,
                "RequireNumbers": True,
                "RequireSymbols": False,
            }
        },
    )
    return made["UserPool"]["Id"]


def console_client(endpoint: str, pool_id: str) -> str:
    """Return the id of the console's client, which signs in on the provider's pages; make it if need be."""
    return _client(clients.cognito(endpoint), pool_id, CONSOLE)


def _client(cognito: CognitoIdentityProviderClient, pool_id: str, name: str) -> str:
    for held in cognito.list_user_pool_clients(UserPoolId=pool_id, MaxResults=60)["UserPoolClients"]:
        if held.get("ClientName") == name:
            return held["ClientId"]
    made = cognito.create_user_pool_client(
        UserPoolId=pool_id,
        ClientName=name,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        PreventUserExistenceErrors="ENABLED",
        WriteAttributes=["email", "name"],
        ReadAttributes=["email", "email_verified", "name"],
    )
    return made["UserPoolClient"]["ClientId"]


def _group(cognito: CognitoIdentityProviderClient, pool_id: str) -> None:
    if not any(held.get("GroupName") == ADMIN_GROUP for held in cognito.list_groups(UserPoolId=pool_id)["Groups"]):
        cognito.create_group(UserPoolId=pool_id, GroupName=ADMIN_GROUP)


def _status(cognito: CognitoIdentityProviderClient, pool: Pool, username: str) -> str:
    try:
        return str(cognito.admin_get_user(UserPoolId=pool.pool_id, Username=username).get("UserStatus", ""))
    except cognito.exceptions.UserNotFoundException:
        return ""


def create_confirmed(
    cognito: CognitoIdentityProviderClient, pool: Pool, username: str, password: str, name: str
) -> None:
    """Make an account as an operator does, if it is missing: no confirmation, a permanent password."""
    whom = {"UserPoolId": pool.pool_id, "Username": username}
    status = _status(cognito, pool, username)
    if not status:
        attributes = [{"Name": "email_verified", "Value": "true"}, {"Name": "name", "Value": name}]
        cognito.admin_create_user(**whom, UserAttributes=attributes, MessageAction="SUPPRESS")  # type: ignore[arg-type]
    if status != "CONFIRMED":
        cognito.admin_set_user_password(**whom, Password=password, Permanent=True)


def _administrator(cognito: CognitoIdentityProviderClient, pool: Pool, password: str) -> None:
    """Make the administrator, who is in a group."""
    create_confirmed(cognito, pool, ADMIN_USERNAME, password, "Administrator")
    whom = {"UserPoolId": pool.pool_id, "Username": ADMIN_USERNAME}
    groups = cognito.admin_list_groups_for_user(UserPoolId=pool.pool_id, Username=ADMIN_USERNAME)["Groups"]
    if ADMIN_GROUP not in [held.get("GroupName") for held in groups]:
        cognito.admin_add_user_to_group(**whom, GroupName=ADMIN_GROUP)
