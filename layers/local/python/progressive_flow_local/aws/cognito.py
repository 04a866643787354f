"""What moto's Cognito leaves out: confirmation codes that are checked, and the triggers that confirmations fire."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from moto.moto_api._internal import mock_random

from progressive_flow.identity.accounts.tokens import MANAGES_ACCOUNT
from progressive_flow_local.aws import users
from progressive_flow_local.aws.users import Account
from progressive_flow_local.aws.wire import Answer, Call, error, json_answer

SIGN_UP, PASSWORD, INVITATION = "sign_up", "password", "invitation"
KEPT_MESSAGES = 200
_MOTO_PREFIX = "moto-confirmation-code:"
Invoke = Callable[[str, dict[str, Any]], object]


@dataclass(frozen=True)
class Message:
    """An e-mail that Cognito would have sent, with a code; in an invitation, the first password."""

    to: str
    purpose: str
    code: str


class Codes:
    """The codes that are valid now, and the messages that contained them."""

    def __init__(self) -> None:
        self._valid: dict[tuple[str, str], str] = {}
        self._sent: deque[Message] = deque(maxlen=KEPT_MESSAGES)

    def send(self, account: Account, purpose: str, code: str | None = None) -> None:
        """Make up a code, or take moto's, and send it; an older one is no longer valid."""
        code = code or f"{mock_random.randint(0, 999_999):06d}"
        self._valid[account.sub, purpose] = code
        self._sent.append(Message(account.attributes.get("email", account.sub), purpose, code))

    def refusal(self, account: Account, purpose: str, given: str) -> Answer | None:
        """Return Cognito's answer to a wrong or spent code, nothing to the right one."""
        if (valid := self._valid.get((account.sub, purpose))) is None:
            return error("ExpiredCodeException", "Invalid code provided, please request a code again.")
        if given != valid:
            return error("CodeMismatchException", "Invalid verification code provided, please try again.")
        return None

    def spend(self, account: Account, purpose: str) -> None:
        """Make a code useless after it was used."""
        self._valid.pop((account.sub, purpose), None)

    def messages(self, to: str | None = None) -> list[dict[str, str]]:
        """Return the messages, newest first."""
        return [asdict(message) for message in reversed(self._sent) if to in {None, message.to}]


def refusal(codes: Codes, call: Call) -> Answer | None:
    """Return the answer to a call that Cognito would refuse and moto would not."""
    parameters = call.parameters()
    if refused := _unauthorized(call.action, parameters):
        return refused
    account = users.find(parameters)
    if account is None:
        return _unknown_account(call)
    given = str(parameters.get("ConfirmationCode", ""))
    match call.action:
        case "ConfirmSignUp" | "ResendConfirmationCode" | "AdminConfirmSignUp" if account.status != "UNCONFIRMED":
            reason = "User is already confirmed." if call.action.startswith("Resend") else _already(account)
            kind = "InvalidParameterException" if call.action.startswith("Resend") else "NotAuthorizedException"
            return error(kind, reason)
        case "ConfirmSignUp":
            return codes.refusal(account, SIGN_UP, given)
        case "ConfirmForgotPassword":
            return codes.refusal(account, PASSWORD, given)
    return None


def _unauthorized(action: str, parameters: dict[str, Any]) -> Answer | None:
    """Refuse a token without the scope, and an attribute that the client may not write, such as `email_verified`."""
    if users.lacks_scope(parameters, MANAGES_ACCOUNT):
        return error("NotAuthorizedException", "Access Token does not have required scopes")
    if action not in {"SignUp", "UpdateUserAttributes"}:
        return None
    allowed = users.writable(parameters)
    names = {attribute.get("Name") for attribute in parameters.get("UserAttributes", [])}
    if allowed is None or names <= set(allowed):
        return None
    return error("NotAuthorizedException", "A client attempted to write unauthorized attribute")


def _unknown_account(call: Call) -> Answer | None:
    """Reveal to nobody which addresses have accounts, like a client with PreventUserExistenceErrors."""
    match call.action:
        case "InitiateAuth" if "USERNAME" in call.parameters().get("AuthParameters", {}):
            return error("NotAuthorizedException", "Incorrect username or password.")
        case "ConfirmForgotPassword":
            return error("ExpiredCodeException", "Invalid code provided, please request a code again.")
        case "DeleteUser":
            return error("NotAuthorizedException", "Invalid Access Token")
    return None


def _already(account: Account) -> str:
    return f"User cannot be confirmed. Current status is {account.status}"


def own_answer(codes: Codes, call: Call) -> Answer | None:
    """Answer the calls that moto does not know."""
    if call.action != "ResendConfirmationCode":
        return None
    account = users.find(call.parameters())
    if account is None:
        return error("UserNotFoundException", "Username/client id combination not found.")
    codes.send(account, SIGN_UP)
    email = account.attributes.get("email", "")
    where = {"Destination": f"{email[:1]}***@***", "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    return json_answer({"CodeDeliveryDetails": where})


def complete(codes: Codes, call: Call) -> None:
    """Do what Cognito does besides, after moto has answered well."""
    account = users.find(call.parameters())
    if account is None:
        return
    match call.action:
        case "SignUp" if account.status == "UNCONFIRMED":
            codes.send(account, SIGN_UP)
        case "ForgotPassword" if account.user.confirmation_code:
            codes.send(account, PASSWORD, account.user.confirmation_code.removeprefix(_MOTO_PREFIX))
        case "AdminCreateUser" if call.parameters().get("MessageAction") != "SUPPRESS":
            # where nobody gives a first password, Cognito makes one up, and moto does not
            account.user.password = account.user.password or f"Aa1-{mock_random.getrandbits(64):016x}"
            codes.send(account, INVITATION, account.user.password)
        case "ConfirmSignUp":
            codes.spend(account, SIGN_UP)
            account.set_attribute("email_verified", "true")
        case "ConfirmForgotPassword":
            codes.spend(account, PASSWORD)


_TRIGGERS = {
    "ConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "AdminConfirmSignUp": "PostConfirmation_ConfirmSignUp",
    "ConfirmForgotPassword": "PostConfirmation_ConfirmForgotPassword",
}


def trigger(invoke: Invoke, call: Call) -> Answer | None:
    """Invoke the post-confirmation function where Cognito does: an administrator's own creations have none.

    The account stays confirmed if the function fails, as it does on AWS; the caller gets the error.
    """
    account = users.find(call.parameters())
    if account is None or call.action not in _TRIGGERS:
        return None
    try:
        invoke("post_confirmation", post_confirmation_event(account, call))
    except Exception as failure:  # noqa: BLE001 - whatever the function raises is one refusal to the caller
        return error("UserLambdaValidationException", f"PostConfirmation failed with error {failure}.")
    return None


def post_confirmation_event(account: Account, call: Call) -> dict[str, Any]:
    """Return the event that Cognito documents."""
    parameters = call.parameters()
    return {
        "version": "1",
        "region": account.pool.region,
        "userPoolId": account.pool.id,
        "userName": account.user.username,
        "callerContext": {
            "awsSdkVersion": call.headers.get("USER_AGENT", "unknown"),
            "clientId": parameters.get("ClientId", "CLIENT_ID_NOT_APPLICABLE"),
        },
        "triggerSource": _TRIGGERS[call.action],
        "request": {"userAttributes": account.attributes, "clientMetadata": parameters.get("ClientMetadata", {})},
        "response": {},
    }


def without_token(call: Call) -> Call | None:
    """Return a call that does the same by an administrator, since tokens are not kept; nothing if it needs not be.

    It is asked for before the call is made: afterwards its token or session may be gone.
    """
    parameters = call.parameters()
    account = users.find(parameters)
    if account is None:
        return None
    whom = {"UserPoolId": account.pool.id, "Username": account.sub}
    match call.action:
        case "ChangePassword":
            chosen = parameters.get("ProposedPassword")
            return _as_administrator(
                call, account, "AdminSetUserPassword", {**whom, "Password": chosen, "Permanent": True}
            )
        case "DeleteUser":
            return _as_administrator(call, account, "AdminDeleteUser", whom)
        case "UpdateUserAttributes":
            attributes = {"UserAttributes": parameters.get("UserAttributes", [])}
            return _as_administrator(call, account, "AdminUpdateUserAttributes", {**whom, **attributes})
    return None


def password_chosen(call: Call) -> Call | None:
    """Return the administrator's equivalent of choosing a password at the first sign-in."""
    parameters = call.parameters()
    responses = parameters.get("ChallengeResponses", {})
    account = users.find({**parameters, "Username": responses.get("USERNAME")})
    if account is None or "NEW_PASSWORD" not in responses:
        return None
    whom = {"UserPoolId": account.pool.id, "Username": account.sub}
    chosen = {"Password": responses["NEW_PASSWORD"], "Permanent": True}
    return _as_administrator(call, account, "AdminSetUserPassword", {**whom, **chosen})


def _as_administrator(call: Call, account: Account, action: str, parameters: dict[str, Any]) -> Call:
    target = {"X_AMZ_TARGET": f"AWSCognitoIdentityProviderService.{action}"}
    # The signature, which nobody verifies, names the service of an administrator's call.
    scope = f"local/20000101/{account.pool.region}/cognito-idp/aws4_request"
    signed = {"AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=none"}
    return Call("POST", "/", "", {**call.headers, **target, **signed}, json.dumps(parameters).encode())
