"""Proofs of who makes a request: the identity provider's trigger signs them, the database verifies them.

Code in a function can name any learner; without a proof the database does not believe it. Standard library only beside the
client of the secret: people wait for the trigger at each sign-in.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from progressive_flow.kernel import aws, settings
from progressive_flow.kernel.principal import signed_lines

TOKEN_LIFETIME = timedelta(hours=1)  # of an access token, and so of its proof
MIN_KEY_BYTES, MAX_KEY_BYTES = 32, 64
KEY_LIFETIME = timedelta(minutes=5)  # for which a trigger keeps a key that it has read


@dataclass(frozen=True, slots=True)
class Key:
    """A key that signs, of 32 to 64 bytes, and its name in proofs."""

    kid: str
    secret: bytes

    def __post_init__(self) -> None:
        # HMAC would hash a longer one first, which the database does not
        if not MIN_KEY_BYTES <= len(self.secret) <= MAX_KEY_BYTES:
            raise ValueError(f"A key of proofs has 32 to 64 bytes, not {len(self.secret)}.")


def proof(key: Key, subject: UUID, groups: Iterable[str], email: str | None, expires_at: float) -> str:
    """Return `kid.expiry.mac` for a subject, their groups and their address; `expires_at` is in seconds since 1970."""
    signed = f"{key.kid}.{int(expires_at)}"
    message = f"{signed}\n{signed_lines(subject, groups, email)}"
    return f"{signed}.{hmac.new(key.secret, message.encode(), hashlib.sha256).hexdigest()}"


def signing_key() -> Key:
    """Return the present key: `PROOF_KEY` as `kid.hex` on a machine of one's own, else what the secret `PROOF_SECRET` holds.

    The secret is read again every few minutes, so that a rotation reaches a function that is warm.
    """
    global _kept  # noqa: PLW0603 - a function's memory between two sign-ins
    if text := os.environ.get("PROOF_KEY"):
        return parse(text)
    if _kept is None or time.monotonic() >= _kept[1]:
        stored = aws.secrets().get_secret_value(SecretId=settings.required("PROOF_SECRET"))["SecretString"]
        _kept = (parse(json.loads(stored)["key"]), time.monotonic() + KEY_LIFETIME.total_seconds())
    return _kept[0]


def parse(text: str) -> Key:
    """Return the key that a text `kid.hex` stands for."""
    kid, _, digits = text.partition(".")
    return Key(kid, bytes.fromhex(digits))


_kept: tuple[Key, float] | None = None
