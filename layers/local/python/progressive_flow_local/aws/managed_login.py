"""Issues the tokens of sign-ins on the provider's own pages: moto signs them as it does all others, the trigger included.

Moto has no managed login. The local OpenID Connect provider has checked the password and asks for the tokens here.
"""

from typing import Any

from progressive_flow_local.aws import tokens, users
from progressive_flow_local.aws.tokens import ManagedLogin
from progressive_flow_local.aws.users import Account
from progressive_flow_local.aws.wire import Answer, Call, error, json_answer

PATH = "/_local/tokens"
FIRST, RENEWED = "TokenGeneration_HostedAuth", "TokenGeneration_RefreshTokens"


def is_issue(call: Call) -> bool:
    """Return whether the provider asks for tokens."""
    return call.method == "POST" and call.path == PATH


def answer(call: Call) -> Answer:
    """Issue tokens to a sign-in, or renew them by what the first issue returned as `cognito_token`."""
    wanted = call.parameters()
    account = users.of_client(wanted["client_id"], wanted["username"])
    if account is None or account.status != "CONFIRMED" or not account.user.enabled:
        return error("NotAuthorizedException", "The account cannot sign in.")
    held = wanted.get("cognito_token") or account.pool.create_refresh_token(wanted["client_id"], wanted["username"])[0]
    if account.pool.refresh_tokens.get(held) is None:  # signed out everywhere, or the local AWS has started since
        return error("NotAuthorizedException", "Refresh Token has been revoked")
    return json_answer({**_signed(account, wanted, held), "cognito_token": held})


def _signed(account: Account, wanted: dict[str, Any], held: str) -> dict[str, Any]:
    login = ManagedLogin(
        RENEWED if wanted.get("cognito_token") else FIRST,
        wanted["family"],
        wanted["scope"],
        wanted["authenticated_at"],
        wanted.get("nonce"),
    )
    with tokens.of_managed_login(login):
        access, identity, seconds = account.pool.create_tokens_from_refresh_token(held)
    return {"access_token": access, "id_token": identity, "expires_in": seconds}
