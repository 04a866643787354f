"""Proofs of who makes a request, signed with the key that every database of the tests accepts."""

import time
from collections.abc import Iterable
from uuid import UUID

from progressive_flow.identity.accounts import proofs
from progressive_flow.kernel.principal import Principal

KEY = proofs.Key("tests", b"a key of the tests, 32 bytes long")
TEXT = f"{KEY.kid}.{KEY.secret.hex()}"  # as the setting PROOF_KEY


def of(subject: UUID, groups: Iterable[str] = (), email: str | None = None, seconds: float = 3600) -> str:
    """Return a proof that is valid for so many seconds."""
    return proofs.proof(KEY, subject, groups, email, time.time() + seconds)


def principal(subject: UUID, groups: Iterable[str] = (), email: str | None = None) -> Principal:
    """Return a caller with their proof."""
    roles = frozenset(groups)
    return Principal(subject, email, roles, of(subject, roles, email))


def statement(subject: UUID, roles: str = "") -> str:
    """Return the signed statement that says who calls, with roles separated by spaces."""
    return principal(subject, roles.split()).statement
