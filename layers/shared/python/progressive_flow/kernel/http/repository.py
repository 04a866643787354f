"""Statements on permissions, idempotency keys and rate limits."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Limit
from progressive_flow.kernel.declarations.permissions import Permission
from progressive_flow.kernel.principal import Principal


class Allowance(NamedTuple):
    """What the rate limiter says of one call."""

    allowed: bool
    remaining: int
    retry_after_seconds: float


class Stored(NamedTuple):
    """An answer given before under an Idempotency-Key."""

    request_hash: bytes
    status: int
    headers: dict[str, str]
    body: str


class Claim(NamedTuple):
    """A key just claimed: not `locked` if another request holds it, no `status` if nothing was stored."""

    locked: bool
    request_hash: bytes | None
    status: int | None
    headers: dict[str, str] | None
    body: str | None


def require_permission(db: Transaction, organization: str | None, permission: Permission) -> None:
    """Queue the check of a permission in an organization, given by slug, or on the platform.

    Of an organization that does not exist, or that the caller may not see, the platform's administrator alone passes.
    """
    db.execute(
        "select identity.require((select o.id from identity.organizations as o where o.slug = %s), %s)",
        [organization, permission],
    )


def take_token(principal: Principal, limit: Limit, at: datetime, role: str) -> Allowance:
    """Count a call against a learner's allowance, in a transaction of its own; 403 `erased` for who is erased."""
    return transactions.fetch_one_autocommit(
        "select allowed, remaining, retry_after_seconds from identity.take_token(%s, %s, %s, %s, %s)",
        [principal.statement, limit.bucket, limit.count, limit.seconds, at],
        Allowance,
        role,
    )


def claim_key(db: Transaction, user_id: UUID, key: str, since: datetime) -> Claim:
    """Take a key for this transaction and return the answer stored under it after `since`."""
    return db.fetch_one(
        Claim,
        "select locked, request_hash, status, headers, body from platform.claim_key(%s, %s, %s)",
        [user_id, key, since],
    )


def store_answer(db: Transaction, user_id: UUID, key: str, answer: Stored) -> None:
    """Store the answer under its key; one past its time is replaced."""
    db.execute(
        "insert into platform.idempotency_keys as k (user_id, key, request_hash, status, headers, body, created_at)"
        " values (%s, %s, %s, %s, %s, %s, %s)"
        " on conflict (user_id, key) do update set request_hash = excluded.request_hash, status = excluded.status,"
        " headers = excluded.headers, body = excluded.body, created_at = excluded.created_at",
        [user_id, key, answer.request_hash, answer.status, Jsonb(answer.headers), answer.body, db.at],
    )


def purge_keys(db: Transaction, before: datetime) -> int:
    """Delete the keys older than `before`; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from platform.idempotency_keys where created_at < %s returning 1) select count(*) from purged",
        [before],
    )


def purge_limits(db: Transaction, before: datetime) -> int:
    """Delete the allowances full again since `before`; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from platform.rate_limits where allowed_at < %s returning 1) select count(*) from purged",
        [before],
    )
