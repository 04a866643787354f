"""What the library asks of a provider: which clients there are, where codes and tokens lie, who signs tokens."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oauthlib.oauth2.rfc6749 import errors
from oauthlib.openid import RequestValidator

from progressive_flow_local.gateway.authorizer import Authorizer, KeysNeededError, UnauthorizedError
from progressive_flow_local.sign_in import addresses, grants
from progressive_flow_local.sign_in.grants import Code, Family
from progressive_flow_local.sign_in.pool import Pool, RefusedError

SCOPES = ["openid", "profile", "email"]
_CLAIMS = {"profile": ("name",), "email": ("email", "email_verified")}


@dataclass(frozen=True)
class Client:
    """The public client; it has no secret."""

    client_id: str


class Validator(RequestValidator):  # type: ignore[misc]
    """The answers. One client is known, the console; the methods' names and arguments are the library's.

    A request is the library's too, and has what its parameters and these methods put into it.
    """

    def __init__(self, file: Path, pool: Pool, authorizer: Authorizer) -> None:
        super().__init__()
        self._file, self._pool, self._authorizer = file, pool, authorizer

    # The authorization request

    def validate_client_id(self, client_id: str, request: Any, *_: Any, **__: Any) -> bool:
        """Accept the console."""
        return self.authenticate_client_id(client_id, request)

    def validate_redirect_uri(self, client_id: str, redirect_uri: str, request: Any, *_: Any, **__: Any) -> bool:
        """Accept the address of the console on the origin of this very request, letter by letter."""
        return redirect_uri == addresses.redirect_uri(request.headers["origin-of-request"])

    def get_default_redirect_uri(self, client_id: str, request: Any, *_: Any, **__: Any) -> str:
        """Have none: a client names where it wants its code."""
        return ""

    def validate_response_type(self, client_id: str, response_type: str, *_: Any, **__: Any) -> bool:
        """Give codes only."""
        return response_type == "code"

    def get_default_scopes(self, client_id: str, request: Any, *_: Any, **__: Any) -> list[str]:
        """Give all scopes where none is named, as Cognito does."""
        return SCOPES

    def validate_scopes(self, client_id: str, scopes: list[str], *_: Any, **__: Any) -> bool:
        """Accept the scopes of the client."""
        return set(scopes) <= set(SCOPES)

    def is_pkce_required(self, client_id: str, request: Any) -> bool:
        """Require a challenge."""
        return True

    def validate_silent_login(self, request: Any) -> bool:
        """Return whether somebody is signed in in this browser."""
        return bool(request.headers["is-signed-in"] == "1")

    def validate_silent_authorization(self, request: Any) -> bool:
        """Ask nobody for consent: the console is the platform's own."""
        return True

    def validate_user_match(self, id_token_hint: str, scopes: list[str], claims: Any, request: Any) -> bool:
        """Take no hints."""
        return True

    def save_authorization_code(self, client_id: str, code: dict[str, str], request: Any, *_: Any, **__: Any) -> None:
        """Store a code with all that it is bound to."""
        session = request.user
        scope = " ".join(request.scopes)
        family = Family(str(uuid.uuid4()), client_id, session.username, scope, session.authenticated_at)
        grants.give(self._file, code["code"], Code(family, request.redirect_uri, request.code_challenge, request.nonce))

    # The token request

    def client_authentication_required(self, request: Any, *_: Any, **__: Any) -> bool:
        """Require no secret of a program in a browser."""
        return False

    def authenticate_client_id(self, client_id: str, request: Any, *_: Any, **__: Any) -> bool:
        """Accept the console."""
        request.client = Client(client_id)
        return client_id == self._pool.client_id

    def validate_grant_type(self, client_id: str, grant_type: str, *_: Any, **__: Any) -> bool:
        """Accept codes and refresh tokens."""
        return grant_type in {"authorization_code", "refresh_token"}

    def validate_code(self, client_id: str, code: str, client: Client, request: Any, *_: Any, **__: Any) -> bool:
        """Take the code, which thereby is used."""
        request.taken = grants.take(self._file, client_id, code)
        if request.taken:
            request.family, request.user = request.taken.family, request.taken.family.username
            request.scopes = request.family.scope.split()
        return request.taken is not None

    def get_code_challenge(self, code: str, request: Any) -> str:
        """Return the challenge of the code that was taken."""
        challenge: str = request.taken.challenge
        return challenge

    def get_code_challenge_method(self, code: str, request: Any) -> str:
        """Return the only method that was accepted."""
        return "S256"

    def confirm_redirect_uri(
        self, client_id: str, code: str, redirect_uri: str, client: Client, request: Any, *_: Any, **__: Any
    ) -> bool:
        """Return whether this is the address that the code was sent to."""
        return bool(redirect_uri == request.taken.redirect_uri)

    def get_authorization_code_scopes(self, client_id: str, code: str, redirect_uri: str, request: Any) -> list[str]:
        """Return the scopes of the code that was taken."""
        scopes: list[str] = request.scopes
        return scopes

    def get_authorization_code_nonce(self, client_id: str, code: str, redirect_uri: str, request: Any) -> Any:
        """Return the nonce of the code that was taken."""
        return request.taken.nonce

    def invalidate_authorization_code(self, client_id: str, code: str, request: Any, *_: Any, **__: Any) -> None:
        """Do nothing more: the code was used when it was taken."""

    def issue(self, request: Any) -> str:
        """Have the pool sign the tokens; return the access token."""
        taken: Code | None = request.taken
        try:
            signed = self._pool.tokens(request.family, taken.nonce if taken else None)
        except RefusedError as error:
            raise errors.InvalidGrantError("The account is not signed in any more.", request=request) from error
        request.family, request.signed = replace(request.family, cognito_token=signed["cognito_token"]), signed
        access_token: str = signed["access_token"]
        return access_token

    def get_id_token(self, token: Any, token_handler: Any, request: Any) -> str:
        """Return the identity token, which was signed with the access token."""
        id_token: str = request.signed["id_token"]
        return id_token

    def save_bearer_token(self, token: dict[str, Any], request: Any, *_: Any, **__: Any) -> None:
        """Store the refresh token, in place of the one that was used."""
        if not grants.keep(self._file, request.family, token["refresh_token"], request.refresh_token):
            raise errors.InvalidGrantError("It was used twice.", request=request)

    # Renewal, revocation and the account's attributes

    def validate_refresh_token(self, refresh_token: str, client: Client, request: Any, *_: Any, **__: Any) -> bool:
        """Return whether the token may be used."""
        request.taken, request.family = None, grants.find(self._file, client.client_id, refresh_token)
        return request.family is not None

    def get_original_scopes(self, refresh_token: str, request: Any, *_: Any, **__: Any) -> list[str]:
        """Return the scopes of the sign-in."""
        scopes: list[str] = request.family.scope.split()
        return scopes

    def rotate_refresh_token(self, request: Any) -> bool:
        """Give a new refresh token at each use."""
        return True

    def refresh_id_token(self, request: Any) -> bool:
        """Give a new identity token as well."""
        return True

    def revoke_token(self, token: str, token_type_hint: str, request: Any, *_: Any, **__: Any) -> None:
        """Revoke what the sign-in gave."""
        grants.revoke(self._file, request.client.client_id, token)

    def validate_bearer_token(self, token: str, scopes: list[str], request: Any) -> bool:
        """Return whether an access token is good for the account's attributes."""
        try:
            request.claims = self._claims(token or "")
        except UnauthorizedError:
            return False
        request.scopes = request.claims.get("scope", "").split()
        is_access = request.claims.get("token_use") == "access"
        return is_access and grants.is_live(self._file, request.claims.get("origin_jti", ""))

    def get_userinfo_claims(self, request: Any) -> dict[str, str]:
        """Return the attributes that the scopes open."""
        sub = request.claims["sub"]
        try:
            held = self._pool.attributes(sub)
        except RefusedError as error:
            raise errors.InvalidTokenError(request=request) from error
        names = [name for scope in request.scopes for name in _CLAIMS.get(scope, ())]
        return {"sub": sub, "username": sub, **{name: held[name] for name in names if name in held}}

    def _claims(self, token: str) -> dict[str, str]:
        for _ in range(2):
            try:
                return dict(self._authorizer.claims(f"Bearer {token}"))
            except KeysNeededError:
                self._authorizer.refresh()
        raise UnauthorizedError
