"""Cursors come back as they went out, and anything else is refused as one problem."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.problems import Problem

SMALL = st.integers(-(2**31), 2**31 - 1)
BIG = st.integers(-(2**63), 2**63 - 1)
INSTANTS = st.datetimes(timezones=st.just(UTC)) | st.datetimes().map(lambda at: at.replace(tzinfo=UTC))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
LISTS: list[tuple[Any, ...]] = [
    (paging.small_int, paging.small_int),
    (paging.big_int, UUID),
    (datetime.fromisoformat, UUID),
]


def cursor_of(value: object) -> str:
    """Encode anything the way cursors are."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(SMALL, SMALL)
def test_places_come_back(first: int, second: int) -> None:
    assert paging.decode(paging.encode([first, second]), paging.small_int, paging.small_int) == [first, second]


@given(BIG, st.uuids())
def test_scores_come_back(value: int, user: UUID) -> None:
    assert paging.decode(paging.encode([value, user]), paging.big_int, UUID) == [value, user]


@given(INSTANTS, st.uuids())
def test_instants_come_back_to_the_microsecond(at: datetime, attempt: UUID) -> None:
    cursor = paging.encode([at.isoformat(), attempt])
    assert paging.decode(cursor, datetime.fromisoformat, UUID) == [at, attempt]
    assert paging.decode(cursor, datetime.fromisoformat, UUID) != [at + timedelta(microseconds=1), attempt]


@given(SMALL, SMALL)
def test_a_cursor_needs_no_quoting(first: int, second: int) -> None:
    assert paging.encode([first, second]).replace("-", "a").replace("_", "a").isalnum()


@pytest.mark.parametrize("kinds", LISTS)
def test_anything_else_is_refused(kinds: tuple[Any, ...]) -> None:
    @given(JSON.map(cursor_of) | st.lists(JSON, min_size=2, max_size=2).map(cursor_of) | st.text(max_size=40))
    def run(cursor: str) -> None:
        found: list[Any] | None = None
        refusal: Problem | None = None
        try:
            found = paging.decode(cursor, *kinds)
        except Problem as problem:
            refusal = problem
        assert len(found) == len(kinds) if found else refusal
        if refusal:
            assert (refusal.status, refusal.errors[0]["pointer"]) == (422, "/query/cursor")

    run()


@pytest.mark.parametrize(
    "key", [[2**31, 1], [1, -(2**31) - 1], [True, 1], ["1", 1], [1.0, 1], [1], [1, 2, 3], {}, None, "xy", [None, None]]
)
def test_what_the_database_cannot_hold_is_no_place(key: object) -> None:
    with pytest.raises(Problem):
        paging.decode(cursor_of(key), paging.small_int, paging.small_int)


def test_without_a_cursor_there_is_no_place() -> None:
    assert paging.decode(None, paging.small_int) is None


@given(st.integers(0, 40), st.integers(1, 10))
def test_pages_hold_every_row_once(count: int, limit: int) -> None:
    rows, seen, cursor = list(range(count)), list[int](), None
    while True:
        after = paging.decode(cursor, paging.small_int)
        rest = [row for row in rows if after is None or row > after[0]]
        page = paging.page(rest[: limit + 1], limit, lambda row: [row])
        assert len(page.items) <= limit
        seen += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == rows


@pytest.mark.parametrize(("rows", "shown", "more"), [(0, 0, False), (1, 1, False), (2, 2, False), (3, 2, True)])
def test_a_page_has_a_cursor_if_rows_follow(rows: int, shown: int, more: bool) -> None:
    found = paging.page(range(rows), 2, lambda row: [row])
    assert (len(found.items), found.next_cursor is not None) == (shown, more)
