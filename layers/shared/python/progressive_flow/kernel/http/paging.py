"""Cursor pagination: a cursor is the last row's sort key, opaque to clients, checked when it comes back.

The kernel binds it to its list, by path and filters: another list would read the key as a place of its own.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from progressive_flow.kernel.http.members import NextCursor
from progressive_flow.kernel.http.problems import invalid

Row = TypeVar("Row")
MARK_BYTES = 6


class Page(BaseModel, Generic[Row]):
    """One page of rows; `next_cursor` is null on the last."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    items: list[Row] = Field(description="Rows of the page, in the order of the list.")
    next_cursor: NextCursor = None


def page(rows: Sequence[Row], limit: int, key: Callable[[Row], list[Any]]) -> Page[Row]:
    """Return a page of at most `limit` rows; the caller reads one row more, which shows whether there is a next page."""
    shown = list(rows[:limit])
    more = len(rows) > limit
    return Page[Row](items=shown, next_cursor=encode(key(shown[-1])) if more and shown else None)


def encode(key: list[Any]) -> str:
    """Return the cursor of a sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":"), default=str).encode()).decode().rstrip("=")


def decode(cursor: str | None, *kinds: Callable[[Any], Any]) -> list[Any] | None:
    """Return the sort key of a cursor, each part read by its kind; None without one; raise 422 for a made-up one."""
    if cursor is None:
        return None
    try:
        key = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        return [kind(part) for kind, part in zip(kinds, list(key), strict=True)]
    except (ValueError, TypeError, AttributeError, binascii.Error, OverflowError):
        raise invalid(
            "/query/cursor", "This is no cursor of this list: leave it out to start at the beginning."
        ) from None


def bound(cursor: str, event: Mapping[str, Any]) -> str:
    """Return a cursor as it leaves: with the mark of the list that the request asked for."""
    return f"{_mark(event)}.{cursor}"


def unbound(cursor: str, event: Mapping[str, Any]) -> str:
    """Return a cursor without its mark; raise 422 for one of another list."""
    mark, _, key = cursor.partition(".")
    if mark != _mark(event):
        raise invalid("/query/cursor", "This cursor is of another list: keep path and filters, or leave it out.")
    return key


def _mark(event: Mapping[str, Any]) -> str:
    query = event.get("queryStringParameters") or {}
    filters = sorted((name, value) for name, value in query.items() if name not in {"cursor", "limit"})
    digest = hashlib.blake2b(repr((event["rawPath"], filters)).encode(), digest_size=MARK_BYTES).digest()
    return base64.urlsafe_b64encode(digest).decode()


def text(value: object) -> str:
    """Read a cursor part that PostgreSQL's text must hold: no lone surrogate and no NUL."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError
    value.encode()
    return value


def small_int(value: object) -> int:
    """Read a cursor part that PostgreSQL's integer must hold."""
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**31) <= value < 2**31:
        raise ValueError
    return value


def big_int(value: object) -> int:
    """Read a cursor part that PostgreSQL's bigint must hold."""
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise ValueError
    return value
