"""Statements on permissions, idempotency keys and rate limits."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from psycopg.types.json import Jsonb

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.declarations.models import Limit
from progressive_flow.kernel.declarations.permissions import Permission
from progressive_flow.kernel.principal import Principal


class Allowance(NamedTuple):
    """What the rate limiter says of one call; `bucket` is None for one that is not counted."""

    allowed: bool
    bucket: str | None
    remaining: int | None
    resets_after_seconds: float | None


class Key(NamedTuple):
    """The Idempotency-Key of a request, and the hash of what it asks for."""

    text: str
    request_hash: bytes


class Stored(NamedTuple):
    """An answer given before under an Idempotency-Key."""

    request_hash: bytes
    status: int
    headers: dict[str, str]
    body: str


class Claim(NamedTuple):
    """Whether a request got its Idempotency-Key, and the answer stored under it."""

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


def lock_path(db: Transaction, name: str) -> None:
    """Queue a lock on what a path names, until the transaction ends: whoever changes it waits."""
    db.execute("select pg_advisory_xact_lock(hashtextextended('path:' || %s, 0))", [name])


def count_call(
    db: Transaction, principal: Principal, limits: Sequence[Limit], key: Key | None, since: datetime
) -> Deferred[Allowance]:
    """Queue the count of a call against the caller's limits, unless its key holds an answer stored after `since`."""
    return db.defer_one(
        Allowance,
        "select allowed, bucket, remaining, resets_after_seconds from identity.count_call(%s, %s, %s, %s, %s, %s, %s, %s)",
        [
            principal.statement,
            [limit.bucket for limit in limits],
            [limit.count for limit in limits],
            [limit.seconds for limit in limits],
            key and key.text,
            key and key.request_hash,
            since,
            db.at,
        ],
    )


def claim_key(db: Transaction, principal: Principal, key: Key, since: datetime) -> Deferred[Claim]:
    """Queue who calls, and the claim of their key for this transaction; an answer stored before `since` is none."""
    return db.defer_one(
        Claim,
        "select locked, request_hash, status, headers, body from identity.claim_key(%s, %s, %s, %s)",
        [principal.statement, key.text, since, db.at],
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
    """Delete the windows that ended before `before`; return how many."""
    return db.fetch_value(
        int,
        "with purged as (delete from platform.rate_limits where window_ends_at < %s returning 1) select count(*) from purged",
        [before],
    )
