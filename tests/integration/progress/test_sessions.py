"""POST, PATCH and GET /v1/learning-sessions."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.assessing import begin
from tests.support.days import fix_day
from tests.support.learning import admit, beyond_policies, count, earned, pass_level, pointers, walk
from tests.support.scene import NOON, one

PATH = "/v1/learning-sessions"
CHALLENGE = {"session_type": "challenge", "resource_id": "static-website"}


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """Noon of a Wednesday."""
    with clock.moved_to(NOON):
        yield


def start(api: Api, learner: Caller, **fields: Any) -> dict[str, Any]:
    """Begin a session; return it."""
    response = api.post(PATH, learner, json={**CHALLENGE, **fields})
    assert response.status_code == 201, response.text
    session: dict[str, Any] = response.json()
    return session


def change(api: Api, learner: Caller, session: dict[str, Any], minutes: float, **fields: Any) -> dict[str, Any]:
    """Send a sign of life, or the end, so many minutes after noon; return the session."""
    with clock.moved_to(NOON + timedelta(minutes=minutes, seconds=1)):
        response = api.patch(f"{PATH}/{session['id']}", learner, json=fields)
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.json()
    return changed


def listed(api: Api, learner: Caller) -> list[dict[str, Any]]:
    """Return a learner's sessions."""
    items: list[dict[str, Any]] = api.get(PATH, learner).json()["items"]
    return items


def test_a_session_begins_open_and_is_stored_as_returned(api: Api, learner: Caller) -> None:
    session = start(api, learner, metadata={"device": "tablet"})
    assert (session["end_time"], session["duration_minutes"], session["xp_earned"]) == (None, 0, 0)
    assert (session["completed"], session["metadata"]) == (False, {"device": "tablet"})
    assert session["start_time"] == session["last_seen_at"]
    assert listed(api, learner) == [session]


def test_gaps_count_thirty_minutes_at_most(api: Api, learner: Caller) -> None:
    session = start(api, learner)
    minutes = [change(api, learner, session, after)["duration_minutes"] for after in (10, 35.2, 95.4, 96.6)]
    assert minutes == [10, 35, 65, 66]
    ended = change(api, learner, session, 600, state="ended", completed=True)
    assert (ended["duration_minutes"], ended["completed"]) == (96, True)
    assert ended["end_time"] == ended["last_seen_at"]


def test_the_end_counts_what_the_ledger_paid_meanwhile(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    with clock.moved_to(NOON - timedelta(minutes=5)):
        pass_level(api, learner)  # before
    session = start(api, learner)
    with clock.moved_to(NOON + timedelta(minutes=5)):
        paid = earned(pass_level(api, learner, level=2))
    assert change(api, learner, session, 10)["xp_earned"] == 0
    assert change(api, learner, session, 20, state="ended")["xp_earned"] == paid > 0


def test_another_one_ends_the_first_where_it_was_last_heard_of(api: Api, learner: Caller) -> None:
    first = start(api, learner)
    seen = change(api, learner, first, 7)
    with clock.moved_to(NOON + timedelta(hours=2)):
        second = start(api, learner)
    rows = listed(api, learner)
    assert [(row["id"], row["end_time"]) for row in rows] == [(second["id"], None), (first["id"], seen["last_seen_at"])]
    assert (rows[1]["duration_minutes"], rows[1]["completed"]) == (7, False)


def test_an_ended_one_stays_as_it_is(api: Api, learner: Caller) -> None:
    session = start(api, learner)
    ended = change(api, learner, session, 5, state="ended")
    with clock.moved_to(NOON + timedelta(minutes=10)):
        for body in ({}, {"state": "ended", "completed": True}, {"metadata": {"late": 1}}):
            problem(api.patch(f"{PATH}/{session['id']}", learner, json=body), 409, "session-ended")
    assert listed(api, learner) == [ended]


def test_metadata_are_replaced_when_sent(api: Api, learner: Caller) -> None:
    session = start(api, learner, metadata={"page": 1})
    assert change(api, learner, session, 1)["metadata"] == {"page": 1}
    assert change(api, learner, session, 2, metadata={"page": 2})["metadata"] == {"page": 2}
    assert change(api, learner, session, 3, metadata={})["metadata"] == {}


def test_lessons_and_own_assessments_are_sat_down_to(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    lesson = one(superuser, "select slug from curriculum.lessons order by slug limit 1")
    assert start(api, learner, session_type="lesson", resource_id=lesson)["resource_id"] == lesson
    mine = begin(api, learner)["id"]
    assert start(api, learner, session_type="assessment", resource_id=mine)["session_type"] == "assessment"


def test_a_locked_challenge_is_not_sat_down_to_until_it_opens(api: Api, learner: Caller) -> None:
    body = {**CHALLENGE, "resource_id": "url-shortener"}
    document = problem(api.post(PATH, learner, json=body), 403, "locked")
    assert [row["challenge"] for row in document["missing"]] == ["caching-basics", "capacity-estimation"]
    assert listed(api, learner) == []
    admit(api, learner, "url-shortener")
    assert start(api, learner, **body)["resource_id"] == "url-shortener"


def test_the_days_challenge_is_sat_down_to_on_its_day_alone(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        fix_day(connection)
    body = {**CHALLENGE, "resource_id": "url-shortener"}
    assert start(api, learner, **body)["resource_id"] == "url-shortener"
    with clock.moved_to(NOON + timedelta(days=1)):
        problem(api.post(PATH, learner, json=body), 403, "locked")


@pytest.mark.parametrize("kind", ["challenge", "lesson", "assessment"])
def test_there_is_nothing_of_that_name(api: Api, learner: Caller, superuser: psycopg.Connection, kind: str) -> None:
    body = {"session_type": kind, "resource_id": "nothing-of-that-name"}
    response = api.post(PATH, learner, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/resource_id"]
    assert count(superuser, "progress.learning_sessions", learner.id) == 0


def test_anothers_assessment_is_as_if_it_were_not_there(api: Api, learner: Caller) -> None:
    theirs = begin(api, new_caller())["id"]
    body = {"session_type": "assessment", "resource_id": theirs}
    problem(api.post(PATH, learner, json=body), 422, "invalid")


def test_metadata_beyond_a_kilobyte_are_refused(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    response = api.post(PATH, learner, json={**CHALLENGE, "metadata": {"notes": "x" * 1100}})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/metadata"]
    assert count(superuser, "progress.learning_sessions", learner.id) == 0
    session = start(api, learner, metadata={"notes": "x" * 900})
    response = api.patch(f"{PATH}/{session['id']}", learner, json={"metadata": {"notes": "x" * 1100}})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/metadata"]
    assert listed(api, learner) == [session]


@pytest.mark.parametrize("depth", [20, 100, 190, 195, 198], ids=str)
def test_metadata_nested_deeply_are_read_again_or_refused(api: Api, learner: Caller, depth: int) -> None:
    nested: dict[str, Any] = {}
    for _ in range(depth):
        nested = {"a": nested}
    response = api.post(PATH, learner, json={**CHALLENGE, "metadata": nested})
    assert response.status_code in {201, 400, 422}, response.text
    assert [row["metadata"] for row in listed(api, learner)] == [nested] * (response.status_code == 201)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**CHALLENGE, "session_type": "nap"}, "/body/session_type"),
        ({**CHALLENGE, "resource_id": ""}, "/body/resource_id"),
        ({"session_type": "lesson"}, "/body/resource_id"),
        ({**CHALLENGE, "duration_minutes": 600}, "/body/duration_minutes"),
        ({**CHALLENGE, "metadata": [1]}, "/body/metadata"),
        ({**CHALLENGE, "metadata": {str(n): n for n in range(51)}}, "/body/metadata"),
    ],
    ids=["type", "empty", "missing", "minutes", "list", "many"],
)
def test_a_bad_start_is_pointed_at(api: Api, learner: Caller, body: dict[str, Any], pointer: str) -> None:
    response = api.post(PATH, learner, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_text_that_no_database_stores_is_refused(api: Api, learner: Caller) -> None:
    problem(api.post(PATH, learner, json={**CHALLENGE, "resource_id": "a\0b"}), 422, "invalid")
    problem(api.post(PATH, learner, json={**CHALLENGE, "metadata": {"a": "\0"}}), 422, "invalid")


def test_anothers_session_is_as_if_it_were_not_there(api: Api, learner: Caller) -> None:
    session, stranger = start(api, learner), new_caller()
    for id_ in (session["id"], uuid.uuid4()):
        problem(api.patch(f"{PATH}/{id_}", stranger, json={"state": "ended"}), 404, "not-found")
    problem(api.patch(f"{PATH}/no-id", learner, json={}), 422, "invalid")
    problem(api.patch(f"{PATH}/{session['id']}", learner, json={"end_time": "now"}), 422, "invalid")
    assert listed(api, stranger) == []
    assert listed(api, learner) == [session]
    assert (api.get(PATH).status_code, api.post(PATH, json=CHALLENGE).status_code) == (401, 401)


def test_one_key_begins_one_session(api: Api, learner: Caller) -> None:
    headers = {"idempotency-key": "once"}
    first, again = (api.post(PATH, learner, json=CHALLENGE, headers=headers) for _ in range(2))
    assert again.json() == first.json()
    assert [row["end_time"] for row in listed(api, learner)] == [None]


def test_a_walk_meets_every_session_once_newest_first(api: Api, learner: Caller) -> None:
    made: list[str] = []
    for minute in range(5):
        with clock.moved_to(NOON + timedelta(minutes=minute)):
            made.append(start(api, learner)["id"])
    pages = walk(api, learner, PATH, limit=2)
    assert [row["id"] for page in pages for row in page] == made[::-1]
    problem(api.get(PATH, learner, params={"cursor": "!"}), 422, "invalid")
