"""Statements on permissions, idempotency keys and rate limits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple
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
    bucket: str
    remaining: int
    resets_after_seconds: float


class Stored(NamedTuple):
    """An answer given before under an Idempotency-Key."""

    request_hash: bytes
    status: int
    headers: dict[str, str]
    body: str


class Admission(NamedTuple):
    """What identity.admit says of a request; `status`, `headers` and `body` are those of a stored answer."""

    outcome: Literal["admitted", "replayed", "reused", "in_progress", "limited"]
    bucket: str | None
    remaining: int | None
    resets_after_seconds: float | None
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


def admit(db: Transaction, limits: Sequence[Limit], key: str | None, request_hash: bytes, since: datetime) -> Admission:
    """Take the caller's key, if there is one, and return the answer stored after `since`; or count the request."""
    return db.fetch_one(
        Admission,
        "select outcome, bucket, remaining, resets_after_seconds, status, headers, body"
        " from identity.admit(%s, %s, %s, %s, %s, %s, %s)",
        [*_columns(limits), key, request_hash, since, db.at],
    )


def take_tokens(principal: Principal, limits: Sequence[Limit], at: datetime, role: str) -> Allowance:
    """Count a call against a learner's allowances, in a transaction of its own; 403 `erased` for who is erased."""
    with transactions.begin(role=role) as db:
        return db.fetch_one(
            Allowance,
            "select allowed, bucket, remaining, resets_after_seconds from identity.take_tokens(%s, %s, %s, %s, %s)",
            [principal.statement, *_columns(limits), at],
        )


def _columns(limits: Sequence[Limit]) -> list[list[Any]]:
    """Return the buckets, the counts and the windows of limits."""
    return [[limit.bucket for limit in limits], [limit.count for limit in limits], [limit.seconds for limit in limits]]


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
