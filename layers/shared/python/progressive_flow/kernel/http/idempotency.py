"""Idempotency-Key: the response is stored in the transaction that did the work, so a retry gets it and does nothing.

Hand-written, since Powertools' idempotency keeps its records in DynamoDB or Redis, outside that transaction.
"""

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from pydantic_core import from_json, to_json

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import repository
from progressive_flow.kernel.http.problems import Problem, conflict
from progressive_flow.kernel.http.repository import Key
from progressive_flow.kernel.principal import Principal

RETENTION = timedelta(hours=24)
CLOCK_SKEW = timedelta(hours=1)  # the reader's clock may be behind the clock of the job that deletes
MAX_STORED_RESPONSE = 65536  # bytes of an answer that is stored
MAX_KEY = 255


def key_of(event: Mapping[str, Any], not_compared: Collection[str] = ()) -> Key | None:
    """Return the key a POST was sent with; raise 422 for one that cannot be stored.

    `not_compared` are members of the body, wherever they stand, that make no other request.
    """
    key: str | None = event.get("headers", {}).get("idempotency-key")
    if key is None or event["requestContext"]["http"]["method"] != "POST":
        return None
    if not 0 < len(key) <= MAX_KEY or not (key.isascii() and key.isprintable()):
        message = f"An Idempotency-Key has 1 to {MAX_KEY} printable ASCII characters."
        raise Problem(422, "invalid", message, errors=[{"pointer": "/header/idempotency-key", "message": message}])
    return Key(key, fingerprint(event, not_compared))


def stored_since(at: datetime, route: Route) -> datetime:
    """Return the instant before which an answer of the route is not replayed."""
    return at - min(RETENTION, timedelta(seconds=route.replays_for))


def replayed(claim: repository.Claim, key: Key) -> dict[str, Any] | None:
    """Return the answer that is stored under a key, None if there is none yet.

    Raises 409 while another request holds the key, 422 if it was used for another one.
    """
    if not claim.locked:
        detail = "A request with this Idempotency-Key is still running: ask again for its answer."
        running = conflict("in-progress", detail)
        running.headers["retry-after"] = "1"
        raise running
    if claim.status is None:
        return None
    if claim.request_hash != key.request_hash:
        detail = "This Idempotency-Key was used for another request: send a new key."
        raise Problem(422, "idempotency-key-reused", detail)
    headers = {**(claim.headers or {}), "idempotency-replayed": "true"}
    return {"statusCode": claim.status, "headers": headers, "body": claim.body, "isBase64Encoded": False}


def store(db: Transaction, principal: Principal, key: Key, answer: Mapping[str, Any]) -> None:
    """Store an answer under its key; one too large to keep is not, and its request can then not be replayed."""
    body = answer.get("body") or ""
    if len(body.encode()) > MAX_STORED_RESPONSE:
        return
    stored = repository.Stored(key.request_hash, answer["statusCode"], dict(answer["headers"]), body)
    repository.store_answer(db, principal.id, key.text, stored)


def fingerprint(event: Mapping[str, Any], not_compared: Collection[str] = ()) -> bytes:
    """Hash what makes two requests the same: method, path, query and what the body says, however it is written."""
    http = event["requestContext"]["http"]
    body = event.get("body") or ""
    with suppress(ValueError):
        body = to_json(_compared(from_json(body), not_compared)).decode()
    text = f"{http['method']} {event['rawPath']}?{event.get('rawQueryString', '')}\n{body}"
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _compared(value: Any, without: Collection[str]) -> Any:
    """Return a value with its members in order, and without those that make no other request."""
    if isinstance(value, dict):
        return {name: _compared(value[name], without) for name in sorted(value) if name not in without}
    return [_compared(member, without) for member in value] if isinstance(value, list) else value


def purge(db: Transaction) -> int:
    """Delete the keys that are past their retention; return how many."""
    return repository.purge_keys(db, db.at - RETENTION - CLOCK_SKEW)
