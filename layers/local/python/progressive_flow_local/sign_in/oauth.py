"""The endpoints of OAuth 2.0 and OpenID Connect, by oauthlib: the code flow with a challenge (S256), and refresh tokens."""

from __future__ import annotations

import json
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

from oauthlib.common import Request as OAuthRequest
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.endpoints import AuthorizationEndpoint, RevocationEndpoint, TokenEndpoint
from oauthlib.oauth2.rfc6749.tokens import BearerToken
from oauthlib.openid.connect.core.endpoints.userinfo import UserInfoEndpoint
from oauthlib.openid.connect.core.grant_types import AuthorizationCodeGrant, RefreshTokenGrant

from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.sign_in import addresses
from progressive_flow_local.sign_in.sessions import Session
from progressive_flow_local.sign_in.validator import SCOPES, Validator

ACCESS_SECONDS = 3600


class MalformedRequestError(Exception):
    """The client made a request that nobody can be sent back from; the message is for whoever writes the client."""


class OAuth:
    """The endpoints."""

    def __init__(self, validator: Validator) -> None:
        bearer: Any = BearerToken(validator, validator.issue, ACCESS_SECONDS, lambda _: secrets.token_urlsafe(48))
        code = AuthorizationCodeGrant(validator)
        code.custom_validators.pre_auth.append(_require_state_and_hash)
        kinds = {"authorization_code": code, "refresh_token": RefreshTokenGrant(validator)}
        self._authorization = AuthorizationEndpoint("code", bearer, {"code": code})
        self._token = TokenEndpoint("authorization_code", bearer, kinds)
        self._revocation = RevocationEndpoint(validator, ("refresh_token",))
        self._user_info = UserInfoEndpoint(validator)

    def refused(self, request: Request, query: str, session: Session) -> Answer | None:
        """Return how an authorization request is refused, if it is; raise `MalformedRequestError` if it cannot be answered."""
        try:
            self._authorization.validate_authorization_request(_uri(query), headers=_headers(request, session))
        except errors.FatalClientError as error:
            raise MalformedRequestError(error.description or error.error) from error
        except errors.OAuth2Error as error:
            return Answer(302, headers=[("location", error.in_uri(_parameter(query, "redirect_uri")))])
        return None

    def authorize(self, request: Request, query: str, session: Session) -> Answer:
        """Send a browser in which somebody is signed in back to the client, with a code."""
        try:
            headers, _, _ = self._authorization.create_authorization_response(
                _uri(query), headers=_headers(request, session), credentials={"user": session}
            )
        except errors.FatalClientError as error:
            raise MalformedRequestError(error.description or error.error) from error
        return Answer(303, headers=[("location", headers["Location"])])

    def token(self, request: Request, body: bytes) -> Answer:
        """Exchange a code or a refresh token for tokens."""
        return _answered(self._token.create_token_response, addresses.TOKEN, "POST", _form(body), dict(request.headers))

    def revoke(self, request: Request, body: bytes) -> Answer:
        """Revoke a refresh token and all that came of the same sign-in."""
        create = self._revocation.create_revocation_response
        return _answered(create, addresses.REVOKE, "POST", _form(body), dict(request.headers))

    def user_info(self, request: Request) -> Answer:
        """Answer with the attributes of whom the access token is about."""
        headers = {"Authorization": request.headers.get("authorization", "")}
        return _answered(self._user_info.create_userinfo_response, addresses.USER_INFO, "GET", None, headers)


def configuration(origin: str, issuer: str) -> dict[str, Any]:
    """Return the discovery document; the issuer is the pool's, as the tokens and the API's authorizer have it."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{origin}{addresses.AUTHORIZE}",
        "token_endpoint": f"{origin}{addresses.TOKEN}",
        "revocation_endpoint": f"{origin}{addresses.REVOKE}",
        "userinfo_endpoint": f"{origin}{addresses.USER_INFO}",
        "end_session_endpoint": f"{origin}{addresses.LOGOUT}",
        "jwks_uri": f"{origin}{addresses.KEYS}",
        "scopes_supported": SCOPES,
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login"],
        "claims_supported": [
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "auth_time",
            "nonce",
            "email",
            "email_verified",
            "name",
        ],
    }


def _require_state_and_hash(request: OAuthRequest) -> dict[str, Any]:
    """Refuse what a careful client never sends: no state, which protects it, or a challenge that is the verifier itself."""
    if not request.state:
        raise errors.InvalidRequestError("Missing state parameter.", request=request)
    if request.code_challenge and request.code_challenge_method != "S256":
        raise errors.UnsupportedCodeChallengeMethodError(request=request)
    return {}


def _answered(create: Any, uri: str, method: str, body: str | None, headers: dict[str, str]) -> Answer:
    try:
        named, text, status = create(uri, method, body, headers)
    except errors.OAuth2Error as error:
        named, text, status = error.headers, error.json, error.status_code
    kept = [
        (name.lower(), value) for name, value in named.items() if name.lower() not in {"content-type", "cache-control"}
    ]
    return Answer(status, (text or "").encode(), [("content-type", "application/json"), *kept])


def _uri(query: str) -> str:
    """Return the request's address with a query that the library can read: it refuses characters that browsers leave alone."""
    return f"{addresses.AUTHORIZE}?{urlencode(parse_qsl(query, keep_blank_values=True))}"


def _form(body: bytes) -> str:
    return urlencode(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _headers(request: Request, session: Session) -> dict[str, str]:
    return {"origin-of-request": addresses.origin(request), "is-signed-in": "1" if session.username else "0"}


def _parameter(query: str, name: str) -> str:
    return dict(parse_qsl(query, keep_blank_values=True)).get(name, "")


def problem(status: int, error: str, description: str) -> Answer:
    """Return a refusal as OAuth clients read it."""
    body = json.dumps({"error": error, "error_description": description}).encode()
    return Answer(status, body, [("content-type", "application/json")])
