"""The provider's paths, and what it takes for its own origin.

All pages lie under `/oauth2`, so that the session's cookie is sent to them alone.
"""

from progressive_flow_local.gateway.events import Request

DISCOVERY, KEYS = "/.well-known/openid-configuration", "/.well-known/jwks.json"
FOLDER = "/oauth2"
AUTHORIZE, TOKEN, REVOKE, USER_INFO = (f"{FOLDER}/{name}" for name in ("authorize", "token", "revoke", "userInfo"))
LOGOUT = "/logout"
SIGN_OUT = f"{FOLDER}/sign-out"
SIGN_IN, SIGN_UP, CONFIRM = (f"{FOLDER}/{name}" for name in ("sign-in", "sign-up", "confirm"))
FORGOT, RESET, CHANGE = (f"{FOLDER}/{name}" for name in ("forgot-password", "reset-password", "change-password"))
STYLE = f"{FOLDER}/sign-in.css"
HOME, SIGNED_OUT = "/", "/signed-out"


def is_own(path: str) -> bool:
    """Return whether the provider answers at a path."""
    return path.startswith(f"{FOLDER}/") or path in {DISCOVERY, KEYS, LOGOUT}


def origin(request: Request) -> str:
    """Return the origin under which the browser sees the platform; the gateway has checked that it is this machine's."""
    return f"http://{request.headers.get('host', '').lower()}"


def redirect_uri(request_origin: str) -> str:
    """Return the only address to which a code may be sent."""
    return f"{request_origin}{HOME}"


def logout_uri(request_origin: str) -> str:
    """Return the only address to which somebody may be sent who signed out."""
    return f"{request_origin}{SIGNED_OUT}"
