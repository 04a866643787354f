"""Admits a request: replays the answer stored under its key, or counts it against the caller's limit, by one statement.

It happens in the request's own transaction, so that a replay is neither counted nor refused. A request that fails afterwards
is counted again, since its rollback gave the count back.
"""

from typing import Any

from progressive_flow.kernel import settings
from progressive_flow.kernel.database.connections import ConnectionLostError
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import idempotency, rate_limit, repository
from progressive_flow.kernel.principal import Principal

Answer = dict[str, Any]


def admit(
    db: Transaction, principal: Principal, route: Route, key: idempotency.Key | None, limits: dict[str, str]
) -> Answer | None:
    """Return the answer that a key replays, or None for a request to be done; put the RateLimit headers into `limits`.

    Raises 409 while another request holds the key, 422 if the key was used for another one, 429 for one too many.
    """
    allowed = settings.limits(route.limit)
    if key is None and not allowed:
        return None
    text, request_hash = (key.text, key.request_hash) if key else (None, b"")
    admission = repository.admit(db, allowed, text, request_hash, idempotency.stored_since(db.at, route))
    if admission.outcome == "replayed":
        return idempotency.replayed(admission)
    if admission.outcome == "in_progress":
        raise idempotency.in_progress()
    resets_after = admission.resets_after_seconds or 0
    limit = rate_limit.named(allowed, admission.bucket)
    if limit and admission.outcome == "limited":
        raise rate_limit.refusal(principal, limit, resets_after)
    if limit:
        limits |= rate_limit.headers(limit, admission.remaining or 0, resets_after)
    if admission.outcome == "reused":
        raise idempotency.reused()
    return None


def count_failure(principal: Principal, route: Route, role: str, limits: dict[str, str]) -> None:
    """Count a request that was admitted and failed; where the database does not answer, nothing is left to protect."""
    if route.limit is None or not limits:
        return
    try:
        limits |= rate_limit.count_failure(principal, settings.limits(route.limit), role)
    except ConnectionLostError:
        limits.clear()
