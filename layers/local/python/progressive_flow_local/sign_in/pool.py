"""The calls of the user pool that the pages make, and what its refusals mean."""

import re
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from progressive_flow_local import loopback
from progressive_flow_local.aws import clients, managed_login
from progressive_flow_local.sign_in.grants import Family

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

SIGNED_IN, NEW_PASSWORD, SECOND_FACTOR = "signed in", "new password", "second factor"
_CHALLENGES = {"": SIGNED_IN, "NEW_PASSWORD_REQUIRED": NEW_PASSWORD}
_RULES = {
    "RequireLowercase": ("[a-z]", "a small letter"),
    "RequireUppercase": ("[A-Z]", "a capital letter"),
    "RequireNumbers": ("[0-9]", "a digit"),
    "RequireSymbols": (r"[^\w\s]", "a symbol"),
}


class RefusedError(Exception):
    """The pool refused a call; `kind` is the name of its error."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


@cache
def _client(endpoint: str) -> "CognitoIdentityProviderClient":
    return clients.cognito(endpoint)


@dataclass(frozen=True)
class Pool:
    """The user pool as the console's client sees it."""

    endpoint: str
    pool_id: str
    client_id: str

    def call(self, name: str, **parameters: Any) -> dict[str, Any]:
        """Make a call; raise `RefusedError`, or `OSError` if the local AWS does not answer."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - a third of a second

        try:
            answered: dict[str, Any] = getattr(_client(self.endpoint), name)(**parameters)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] >= HTTPStatus.INTERNAL_SERVER_ERROR:
                raise OSError(str(error)) from error
            raise RefusedError(error.response["Error"]["Code"]) from error
        except BotoCoreError as error:
            raise OSError(str(error)) from error
        return answered

    def sign_in(self, username: str, password: str) -> str:
        """Check a password; return whether that is enough."""
        answered = self.call(
            "initiate_auth",
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        return _CHALLENGES.get(answered.get("ChallengeName", ""), SECOND_FACTOR)

    def sign_up(self, email: str, password: str, name: str) -> None:
        """Make an account, to which a code is sent."""
        attributes = [{"Name": "email", "Value": email}, {"Name": "name", "Value": name}]
        self.call("sign_up", ClientId=self.client_id, Username=email, Password=password, UserAttributes=attributes)

    def confirm(self, email: str, code: str) -> None:
        """Confirm an address by the code that was sent to it."""
        self.call("confirm_sign_up", ClientId=self.client_id, Username=email, ConfirmationCode=code)

    def send_again(self, email: str) -> None:
        """Send another code to an address that waits for its confirmation; do nothing about others."""
        with suppress(RefusedError):
            self.call("resend_confirmation_code", ClientId=self.client_id, Username=email)

    def forgot(self, email: str) -> None:
        """Send a code by which an account's password can be chosen; do nothing where there is no account."""
        with suppress(RefusedError):
            self.call("forgot_password", ClientId=self.client_id, Username=email)

    def reset(self, email: str, code: str, password: str) -> None:
        """Choose a password by a code."""
        called = {"Username": email, "ConfirmationCode": code, "Password": password}
        self.call("confirm_forgot_password", ClientId=self.client_id, **called)

    def change(self, username: str, password: str) -> None:
        """Set the password of somebody who has entered the old one."""
        self.call(
            "admin_set_user_password", UserPoolId=self.pool_id, Username=username, Password=password, Permanent=True
        )

    def attributes(self, sub: str) -> dict[str, str]:
        """Return an account's attributes."""
        answered = self.call("admin_get_user", UserPoolId=self.pool_id, Username=sub)
        return {each["Name"]: each["Value"] for each in answered["UserAttributes"]}

    def rule(self) -> str:
        """Return in words what the pool's policy wants of a password."""
        policy = self._policy()
        *some, last = [words for name, (_, words) in _RULES.items() if policy.get(name)]
        return f"At least {policy['MinimumLength']} characters, with {', '.join(some)} and {last}."

    def lacking(self, password: str) -> str | None:
        """Return what the pool's policy misses in a password: the pool itself would say so only of a new account."""
        policy = self._policy()
        if len(password) < (least := policy["MinimumLength"]):
            return f"Use at least {least} characters."
        missing = [
            words for rule, (wanted, words) in _RULES.items() if policy.get(rule) and not re.search(wanted, password)
        ]
        return f"Add {' and '.join(missing)}." if missing else None

    def _policy(self) -> dict[str, Any]:
        described = self.call("describe_user_pool", UserPoolId=self.pool_id)
        policy: dict[str, Any] = described["UserPool"]["Policies"]["PasswordPolicy"]
        return policy

    def tokens(self, family: Family, nonce: str | None = None) -> dict[str, Any]:
        """Issue tokens to a family, or renew them if it had some; raise `RefusedError` if the account may not sign in."""
        wanted = {**vars(family), "family": family.id, "nonce": nonce}
        status, answered = loopback.post_json(f"{self.endpoint}{managed_login.PATH}", wanted)
        if status != HTTPStatus.OK:
            raise RefusedError(answered["__type"])
        return answered

    def keys(self) -> dict[str, Any]:
        """Return the key set by which the pool's tokens are checked."""
        held: dict[str, Any] = loopback.get_json(f"{self.endpoint}/{self.pool_id}/.well-known/jwks.json")
        return held
