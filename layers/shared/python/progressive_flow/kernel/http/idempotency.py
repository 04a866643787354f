"""Idempotency-Key: the response is stored in the transaction that did the work, so a retry gets it and does nothing.

Hand-written, since Powertools' idempotency keeps its records in DynamoDB or Redis, outside that transaction.
"""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import repository
from progressive_flow.kernel.http.problems import Problem, conflict
from progressive_flow.kernel.principal import Principal

RETENTION = timedelta(hours=24)
CLOCK_SKEW = timedelta(hours=1)  # the reader's clock may be behind the clock of the job that deletes
MAX_STORED_RESPONSE = 65536  # bytes of an answer that is stored
MAX_KEY = 255


def key_of(event: Mapping[str, Any]) -> str | None:
    """Return the key a POST was sent with; raise 422 for one that cannot be stored."""
    key: str | None = event.get("headers", {}).get("idempotency-key")
    if key is None or event["requestContext"]["http"]["method"] != "POST":
        return None
    if not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable()):
        message = f"An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters."
        raise Problem(422, "invalid", message, errors=[{"pointer": "/header/idempotency-key", "message": message}])
    return key


def replay(
    db: Transaction, principal: Principal, key: str, event: Mapping[str, Any], route: Route
) -> dict[str, Any] | None:
    """Claim the key; return the answer given before, or None if there was none or the route replays it no longer."""
    claim = repository.claim_key(db, principal.id, key, db.at - min(RETENTION, timedelta(seconds=route.replays_for)))
    if not claim.locked:
        raise _in_progress()
    if claim.status is None:
        return None
    if claim.request_hash != fingerprint(event):
        detail = "This Idempotency-Key was used for another request: send a new key."
        raise Problem(422, "idempotency-key-reused", detail)
    headers = {**(claim.headers or {}), "idempotency-replayed": "true"}
    return {"statusCode": claim.status, "headers": headers, "body": claim.body, "isBase64Encoded": False}


def store(db: Transaction, principal: Principal, key: str, event: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Store an answer under its key; one too large to keep is not, and its request can then not be replayed."""
    body = answer.get("body") or ""
    if len(body.encode()) > MAX_STORED_RESPONSE:
        return
    stored = repository.Stored(fingerprint(event), answer["statusCode"], dict(answer["headers"]), body)
    repository.store_answer(db, principal.id, key, stored)


def fingerprint(event: Mapping[str, Any]) -> bytes:
    """Hash what makes two requests the same: method, path and body."""
    http = event["requestContext"]["http"]
    text = f"{http['method']} {event['rawPath']}?{event.get('rawQueryString', '')}\n{event.get('body') or ''}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def purge(db: Transaction) -> int:
    """Delete the keys that are past their retention; return how many."""
    return repository.purge_keys(db, db.at - RETENTION - CLOCK_SKEW)


def _in_progress() -> Problem:
    problem = conflict("in-progress", "A request with this Idempotency-Key is still running: ask again for its answer.")
    problem.headers["retry-after"] = "1"
    return problem
