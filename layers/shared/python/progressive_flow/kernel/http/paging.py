"""Cursor pagination: a cursor is the last row's sort key, opaque to clients, checked when it comes back."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, Field

from progressive_flow.kernel.http.problems import invalid

Row = TypeVar("Row")


class Page(BaseModel, Generic[Row]):
    """One page of rows; `next_cursor` is null on the last."""

    items: list[Row]
    next_cursor: str | None = Field(default=None, description="Send as `cursor` for the rows that follow.")


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
