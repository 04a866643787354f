"""GET /v1/challenges/{slug}/levels/{level}/attempts."""

from datetime import timedelta
from typing import Any

import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY
from tests.support.learning import admit, attempts_path, pass_level, pointers, walk


def submit(api: Api, caller: Caller, times: int) -> list[str]:
    """Submit empty designs; return their ids, newest first."""
    made = [
        api.post(attempts_path(), caller, json={"kind": "system_design", "design": EMPTY}).json()["id"]
        for _ in range(times)
    ]
    return made[::-1]


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_a_walk_meets_every_attempt_once_newest_first(api: Api, learner: Caller, limit: int) -> None:
    admit(api, learner, "url-shortener")
    made = submit(api, learner, 5)
    pages = walk(api, learner, attempts_path(), limit=limit)
    assert [row["id"] for page in pages for row in page] == made
    assert [row["attempt_number"] for page in pages for row in page] == [5, 4, 3, 2, 1]
    assert max(len(page) for page in pages) <= limit


def test_attempts_of_one_instant_are_not_lost_between_pages(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    at = clock.now() + timedelta(hours=1)
    made: list[str] = []
    for _ in range(4):
        with clock.moved_to(at):
            made += submit(api, learner, 1)
    found = [row["id"] for page in walk(api, learner, attempts_path(), limit=1) for row in page]
    assert sorted(found) == sorted(made)


def test_an_attempt_made_during_a_walk_moves_nothing(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    made = submit(api, learner, 4)
    first = api.get(attempts_path(), learner, params={"limit": 2}).json()
    submit(api, learner, 1)
    second = api.get(attempts_path(), learner, params={"limit": 2, "cursor": first["next_cursor"]}).json()
    assert [row["id"] for row in first["items"] + second["items"]] == made
    assert second["next_cursor"] is None


def test_a_row_is_the_attempt_without_its_design(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    (row,) = api.get(attempts_path(), learner).json()["items"]
    assert row == {name: attempt[name] for name in row}
    assert "design" not in row
    assert "test_results" not in row


def test_levels_and_learners_are_kept_apart(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    pass_level(api, learner, level=2)
    for level in (1, 2):
        assert [row["level"] for row in api.get(attempts_path(level=level), learner).json()["items"]] == [level]
    assert api.get(attempts_path(), new_caller()).json() == {"items": [], "next_cursor": None}


def test_no_attempts_are_an_empty_list_and_no_challenge_is_not_found(api: Api, learner: Caller) -> None:
    for level in (1, 5):
        assert api.get(attempts_path(level=level), learner).json() == {"items": [], "next_cursor": None}
    problem(api.get(attempts_path("no-such-challenge"), learner), 404, "not-found")


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"limit": 0}, "/query/limit"),
        ({"limit": 101}, "/query/limit"),
        ({"cursor": "garbage"}, "/query/cursor"),
        ({"cursor": "WyIyMDI2LTAxLTAxVDAwOjAwOjAwIiw1XQ"}, "/query/cursor"),  # an instant and a number
        ({"cursor": "WzUsNV0"}, "/query/cursor"),
    ],
)
def test_a_bad_parameter_is_pointed_at(api: Api, learner: Caller, params: dict[str, Any], pointer: str) -> None:
    response = api.get(attempts_path(), learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    tag = api.get(attempts_path(), learner).headers["etag"]
    assert api.get(attempts_path(), learner, headers={"if-none-match": tag}).status_code == 304
    submit(api, learner, 1)
    assert api.get(attempts_path(), learner, headers={"if-none-match": tag}).status_code == 200
