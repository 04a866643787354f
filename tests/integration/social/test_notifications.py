"""GET /v1/me/notifications, PATCH /v1/me/notifications/{notification_id}, PUT /v1/me/notifications/read-marker."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import admit, beyond_policies, pass_level, pointers, walk
from tests.support.scene import NOON

PATH = "/v1/me/notifications"
MARKER = f"{PATH}/read-marker"
NOTIFICATIONS = """
insert into social.notifications (user_id, type, source, params, created_at)
select %s, 'streak', 'n' || n, jsonb_build_object('days', n, 'xp', 5), %s + (n / 2) * interval '1 minute'
from generate_series(1, %s) as n
"""


@pytest.fixture(autouse=True)
def afternoon() -> Iterator[None]:
    """An hour after the notifications."""
    with clock.moved_to(NOON + timedelta(hours=1)):
        yield


@pytest.fixture
def reader(api: Api, database: dict[str, str], admin_url: str, learner: Caller) -> Caller:
    """A learner with five notifications, two and two of one instant."""
    api.get("/v1/me", learner)
    with beyond_policies(database, admin_url) as connection:
        connection.execute(NOTIFICATIONS.encode(), [learner.id, NOON, 5])
    return learner


def items(api: Api, learner: Caller, **params: Any) -> list[dict[str, Any]]:
    """Return a learner's notifications."""
    found: list[dict[str, Any]] = api.get(PATH, learner, params=params).json()["items"]
    return found


def mark(api: Api, learner: Caller, notification: dict[str, Any]) -> dict[str, int]:
    """Mark a notification and all before it as read."""
    response = api.request("PUT", MARKER, learner, json={"notification_id": notification["id"]})
    assert response.status_code == 200, response.text
    counts: dict[str, int] = response.json()
    return counts


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_walk_meets_each_once_newest_first(api: Api, reader: Caller, limit: int) -> None:
    rows = [row for page in walk(api, reader, PATH, limit=limit) for row in page]
    assert len({row["id"] for row in rows}) == len(rows) == 5
    assert [row["created_at"] for row in rows] == sorted((row["created_at"] for row in rows), reverse=True)
    assert {(row["is_read"], row["read_at"], row["action_url"]) for row in rows} == {(False, None, "/streak")}
    assert "source" not in rows[0]


def test_a_pass_is_notified_with_a_relative_address(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    rows = items(api, learner)
    [level] = [row for row in rows if row["type"] == "level_complete"]
    assert level["action_url"] == "/challenges/url-shortener/levels/1"
    assert str(attempt["xp_earned"]) in level["message"]
    achieved = [row["title"] for row in rows if row["type"] == "achievement"]
    assert sorted(achieved) == sorted(row["name"] for row in attempt["achievements"])
    pass_level(api, learner)
    assert items(api, learner) == rows  # a second pass notifies of nothing new


def test_each_level_of_a_challenge_is_notified(api: Api, learner: Caller) -> None:
    admit(api, learner, "static-website")
    for level in (1, 2):
        pass_level(api, learner, "static-website", level)
    passed = [row["action_url"] for row in items(api, learner) if row["type"] == "level_complete"]
    assert sorted(passed) == ["/challenges/static-website/levels/1", "/challenges/static-website/levels/2"]


def test_reading_one_keeps_the_first_instant_and_can_be_taken_back(api: Api, reader: Caller) -> None:
    path = f"{PATH}/{items(api, reader)[2]['id']}"
    read = api.patch(path, reader, json={"is_read": True}).json()
    assert read["is_read"]
    assert read["read_at"].startswith("2026-05-06T13:00:")
    with clock.moved_to(NOON + timedelta(hours=2)):
        assert api.patch(path, reader, json={"is_read": True}).json() == read
        assert len(items(api, reader, unread=True)) == 4
        assert api.patch(path, reader, json={"is_read": False}).json() == {**read, "is_read": False, "read_at": None}
    assert len(items(api, reader, unread=True)) == 5


def test_the_marker_reads_up_to_its_place_even_among_one_instant(api: Api, reader: Caller) -> None:
    rows = items(api, reader)
    assert rows[1]["created_at"] == rows[2]["created_at"] or rows[0]["created_at"] == rows[1]["created_at"]
    assert mark(api, reader, rows[1]) == {"marked": 4, "unread": 1}
    assert [row["is_read"] for row in items(api, reader)] == [False, True, True, True, True]
    assert mark(api, reader, rows[3]) == {"marked": 0, "unread": 1}  # never back
    assert mark(api, reader, rows[0]) == {"marked": 1, "unread": 0}
    assert items(api, reader, unread=True) == []


def test_one_that_came_meanwhile_stays_unread(
    api: Api, database: dict[str, str], admin_url: str, reader: Caller
) -> None:
    newest = items(api, reader)[0]
    with beyond_policies(database, admin_url) as connection:
        connection.execute(
            "insert into social.notifications (user_id, type, source, params, created_at)"
            """ values (%s, 'streak', 'late', '{"days": 30, "xp": 5}', %s)""",
            [reader.id, NOON + timedelta(minutes=30)],
        )
    assert mark(api, reader, newest) == {"marked": 5, "unread": 1}
    assert [row["title"] for row in items(api, reader, unread=True)] == ["A streak of 30 days"]


def test_a_walk_through_the_unread_is_not_shaken_by_reading(api: Api, reader: Caller) -> None:
    first = api.get(PATH, reader, params={"unread": True, "limit": 2}).json()
    mark(api, reader, first["items"][0])
    rest = api.get(PATH, reader, params={"unread": True, "limit": 2, "cursor": first["next_cursor"]}).json()
    assert rest == {"items": [], "next_cursor": None}


def test_anothers_is_as_if_it_were_not_there(api: Api, reader: Caller) -> None:
    theirs, stranger = items(api, reader)[0]["id"], new_caller()
    for id_ in (theirs, str(uuid.uuid4())):
        problem(api.patch(f"{PATH}/{id_}", stranger, json={"is_read": True}), 404, "not-found")
        problem(api.request("PUT", MARKER, stranger, json={"notification_id": id_}), 404, "not-found")
    assert items(api, stranger) == []
    assert len(items(api, reader, unread=True)) == 5
    assert [api.request(*request).status_code for request in (("GET", PATH), ("PUT", MARKER))] == [401, 401]


@pytest.mark.parametrize(
    ("method", "path", "options", "pointer"),
    [
        ("GET", PATH, {"params": {"unread": "perhaps"}}, "/query/unread"),
        ("GET", PATH, {"params": {"cursor": "WyJ4IiwieSJd"}}, "/query/cursor"),
        ("GET", PATH, {"params": {"limit": 101}}, "/query/limit"),
        ("PATCH", f"{PATH}/no-id", {"json": {"is_read": True}}, "/path/notification_id"),
        ("PATCH", f"{PATH}/{uuid.UUID(int=1)}", {"json": {}}, "/body/is_read"),
        ("PATCH", f"{PATH}/{uuid.UUID(int=1)}", {"json": {"is_read": True, "title": "x"}}, "/body/title"),
        ("PUT", MARKER, {"json": {"notification_id": 5}}, "/body/notification_id"),
    ],
    ids=["unread", "cursor", "limit", "id", "missing", "title", "marker"],
)
def test_a_bad_value_is_pointed_at(
    api: Api, learner: Caller, method: str, path: str, options: dict[str, Any], pointer: str
) -> None:
    response = api.request(method, path, learner, **options)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_each_is_listed_once(superuser: psycopg.Connection, reader: Caller) -> None:
    """Its source is the key."""
    with pytest.raises(psycopg.errors.UniqueViolation), superuser.transaction():
        superuser.execute(NOTIFICATIONS.encode(), [reader.id, NOON, 1])
