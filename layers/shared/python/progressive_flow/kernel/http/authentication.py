"""Who is calling, out of the claims that API Gateway's authorizer has verified."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.http.problems import unauthorized
from progressive_flow.kernel.principal import Principal


def principal_of(event: Mapping[str, Any], access: Access) -> Principal | None:
    """Return the caller of a request, None on a public route; raise 401 for the wrong token.

    The authorizer accepts an ID token too when its audience fits, so that is refused here.
    """
    if access is Access.PUBLIC:
        return None
    claims = event.get("requestContext", {}).get("authorizer", {}).get("jwt", {}).get("claims", {})
    if claims.get("token_use") != "access":
        raise unauthorized("Send an access token; this is none (an ID token is for your own application).")
    if not (proof := claims.get("proof")):
        raise unauthorized("The access token is older than this release: sign in again.")
    return Principal(_subject(claims), claims.get("email"), _groups(claims), proof)


def _subject(claims: Mapping[str, Any]) -> UUID:
    try:
        return UUID(claims["sub"])
    except (KeyError, ValueError):
        raise unauthorized("The access token has no usable subject: sign in again.") from None


def _groups(claims: Mapping[str, Any]) -> frozenset[str]:
    """Read a list claim, which API Gateway hands over as the text `[a b]`; any other shape means no groups.

    A group's name may itself contain brackets, so that only the outermost pair is removed.
    """
    groups = claims.get("cognito:groups", "")
    if not (isinstance(groups, str) and groups.startswith("[") and groups.endswith("]")):
        return frozenset()
    return frozenset(groups[1:-1].split())
