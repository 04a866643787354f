"""Codes and refresh tokens. What one sign-in gave is a family: it is revoked together.

A code is used once and a refresh token is used once; a second use means that somebody else has it, and revokes the family.
"""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from progressive_flow_local.sign_in.database import hashed, transaction

CODE_SECONDS = 60
FAMILY_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True)
class Family:
    """What one authorization gave: whom, to which client, for what."""

    id: str
    client_id: str
    username: str
    scope: str
    authenticated_at: int
    cognito_token: str | None = None


@dataclass(frozen=True)
class Code:
    """What a code was given for."""

    family: Family
    redirect_uri: str
    challenge: str
    nonce: str | None


def give(file: Path, code: str, given: Code) -> None:
    """Store a new code and its family."""
    family, now = given.family, int(time.time())
    with transaction(file) as db:
        db.execute(
            "insert into families (id, client_id, username, scope, authenticated_at, expires_at) values (?, ?, ?, ?, ?, ?)",
            [family.id, family.client_id, family.username, family.scope, family.authenticated_at, now + FAMILY_SECONDS],
        )
        db.execute(
            "insert into codes (hash, family, redirect_uri, challenge, nonce, expires_at) values (?, ?, ?, ?, ?, ?)",
            [hashed(code), family.id, given.redirect_uri, given.challenge, given.nonce, now + CODE_SECONDS],
        )


def take(file: Path, client_id: str, code: str) -> Code | None:
    """Return what a code was given for, once; whatever then fails, it cannot be used again."""
    with transaction(file) as db:
        row = db.execute(
            "select c.redirect_uri, c.challenge, c.nonce, c.used, c.expires_at > ? as is_fresh, f.*"
            " from codes as c join families as f on f.id = c.family"
            " where c.hash = ? and f.client_id = ?",
            [time.time(), hashed(code), client_id],
        ).fetchone()
        if row is None:
            return None
        if row["used"]:
            _revoke(db, row["id"])
            return None
        db.execute("update codes set used = 1 where hash = ?", [hashed(code)])
        return Code(_family(row), row["redirect_uri"], row["challenge"], row["nonce"]) if row["is_fresh"] else None


def find(file: Path, client_id: str, refresh_token: str) -> Family | None:
    """Return the family of a refresh token that may be used; one that was used revokes its family."""
    with transaction(file) as db:
        row = db.execute(
            "select t.used, f.* from refresh_tokens as t join families as f on f.id = t.family"
            " where t.hash = ? and f.client_id = ?",
            [hashed(refresh_token), client_id],
        ).fetchone()
        if row is None or row["revoked"]:
            return None
        if row["used"]:
            _revoke(db, row["id"])
            return None
        return _family(row)


def keep(file: Path, family: Family, refresh_token: str, spent: str | None = None) -> bool:
    """Store a new refresh token in place of the spent one; refuse, and revoke, if another request was faster."""
    with transaction(file) as db:
        held = db.execute("select revoked from families where id = ?", [family.id]).fetchone()
        if held is None or held["revoked"]:
            return False
        if spent and not _spend(db, spent):
            _revoke(db, family.id)
            return False
        db.execute("update families set cognito_token = ? where id = ?", [family.cognito_token, family.id])
        db.execute("insert into refresh_tokens (hash, family) values (?, ?)", [hashed(refresh_token), family.id])
        return True


def revoke(file: Path, client_id: str, refresh_token: str) -> None:
    """Revoke the family of a refresh token, used or not; do nothing if there is none."""
    with transaction(file) as db:
        row = db.execute(
            "select f.id from refresh_tokens as t join families as f on f.id = t.family where t.hash = ? and f.client_id = ?",
            [hashed(refresh_token), client_id],
        ).fetchone()
        if row is not None:
            _revoke(db, row["id"])


def is_live(file: Path, family: str) -> bool:
    """Return whether a family is known and not revoked."""
    with transaction(file) as db:
        return db.execute("select 1 from families where id = ? and not revoked", [family]).fetchone() is not None


def _spend(db: sqlite3.Connection, refresh_token: str) -> bool:
    return (
        db.execute("update refresh_tokens set used = 1 where hash = ? and not used", [hashed(refresh_token)]).rowcount
        == 1
    )


def _revoke(db: sqlite3.Connection, family: str) -> None:
    db.execute("update families set revoked = 1 where id = ?", [family])


def _family(row: sqlite3.Row) -> Family:
    return Family(
        *(row[name] for name in ("id", "client_id", "username", "scope", "authenticated_at", "cognito_token"))
    )
