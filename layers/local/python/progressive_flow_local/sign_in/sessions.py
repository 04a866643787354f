"""Who is signed in in which browser, by a cookie; and what a browser is about before somebody is.

The cookie's name has the port in it: browsers send cookies to every port of a host.
"""

import hmac
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from progressive_flow_local.gateway.events import Request
from progressive_flow_local.sign_in import addresses
from progressive_flow_local.sign_in.database import hashed, transaction

SESSION_SECONDS = 3600  # as Cognito's


@dataclass(frozen=True)
class Session:
    """What is known about a browser: who is signed in since when, or which address it is signing up or in."""

    username: str | None = None
    authenticated_at: int = 0
    email: str | None = None
    must_change: bool = False


def cookie(request: Request) -> str | None:
    """Return the session's secret as the browser sends it."""
    prefix = f"{_name(request)}="
    return next((each[len(prefix) :] for each in request.cookies if each.startswith(prefix)), None) or None


def new_cookie() -> str:
    """Return a new secret."""
    return secrets.token_urlsafe(32)


def set_cookie(request: Request, secret: str) -> tuple[str, str]:
    """Return the header that gives the browser its secret."""
    return ("set-cookie", f"{_name(request)}={secret}; HttpOnly; SameSite=Lax; Path={addresses.FOLDER}")


def end_cookie(request: Request) -> tuple[str, str]:
    """Return the header that has the browser forget its secret."""
    name, value = set_cookie(request, "")
    return name, f"{value}; Max-Age=0"


def csrf_token(secret: str) -> str:
    """Return what a form must contain: only who knows the cookie can compute it."""
    return hmac.digest(secret.encode(), b"form", "sha256").hex()


def is_form_of(secret: str, token: str) -> bool:
    """Return whether a form's token belongs to a cookie."""
    return hmac.compare_digest(csrf_token(secret).encode(), token.encode())


def find(file: Path, secret: str | None) -> Session:
    """Return a browser's session; an empty one if there is none."""
    if secret is None:
        return Session()
    with transaction(file) as db:
        row = db.execute(
            "select username, authenticated_at, email, must_change from sessions where id = ?", [hashed(secret)]
        ).fetchone()
    return Session(row[0], row[1] or 0, row[2], bool(row[3])) if row else Session()


def remember(file: Path, secret: str, session: Session) -> None:
    """Store what is known about a browser for an hour."""
    row = [session.username, session.authenticated_at, session.email, session.must_change]
    with transaction(file) as db:
        db.execute(
            "insert or replace into sessions (id, username, authenticated_at, email, must_change, expires_at)"
            " values (?, ?, ?, ?, ?, ?)",
            [hashed(secret), *row, int(time.time()) + SESSION_SECONDS],
        )


def begin(file: Path, before: str, username: str) -> tuple[str, Session]:
    """Sign somebody in under a new secret: who knew the old one, does not know this one."""
    end(file, before)
    secret, session = new_cookie(), Session(username, int(time.time()))
    remember(file, secret, session)
    return secret, session


def end(file: Path, secret: str | None) -> None:
    """Forget a browser."""
    if secret is not None:
        with transaction(file) as db:
            db.execute("delete from sessions where id = ?", [hashed(secret)])


def end_everywhere(file: Path, username: str) -> None:
    """End all sessions of an account and revoke its refresh tokens: its password has changed."""
    with transaction(file) as db:
        db.execute("delete from sessions where username = ?", [username])
        db.execute("update families set revoked = 1 where username = ?", [username])


def _name(request: Request) -> str:
    return f"sign_in_{request.headers.get('host', '').rpartition(':')[2] or '80'}"
