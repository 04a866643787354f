"""A design that is kept for a level: PUT, GET and DELETE of /v1/challenges/{slug}/levels/{level}/design."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import reference_design
from tests.support.learning import count, pointers

PATH = "/v1/challenges/url-shortener/levels/2/design"
UNFINISHED = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "c", "type": "client", "position": {"x": 1, "y": 2.5}, "label": "Readers", "note": "Half a million."},
        {"id": "a", "type": "app_server"},
    ],
    "edges": [{"from": "c", "to": "a", "label": "asks"}, {"from": "a", "to": "not-drawn-yet"}],
}


def save(api: Api, learner: Caller, design: Any, path: str = PATH, **headers: str) -> Any:
    """Save a design."""
    return api.request("PUT", path, learner, json={"design": design}, headers=headers)


def noted(number: int) -> Any:
    """Return a design of so many components with a long note each, of characters that take three bytes."""
    nodes = [{"id": f"n{place}", "type": "cache", "note": "\u20ac" * 1000} for place in range(number)]
    return {"schema": "sd-graph/1", "nodes": nodes}


def without_nulls(value: Any) -> Any:
    """Return a design without the members that are not given."""
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(member) for member in value] if isinstance(value, list) else value


def test_what_is_drawn_is_kept_finished_or_not(api: Api, learner: Caller) -> None:
    problem(api.get(PATH, learner), 404, "not-found")
    first = save(api, learner, UNFINISHED)
    assert first.status_code == 200
    shown = api.get(PATH, learner)
    assert (shown.json(), shown.headers["etag"]) == (first.json(), first.headers["etag"])
    assert (shown.json()["challenge"], shown.json()["level"]) == ("url-shortener", 2)
    assert shown.json()["design"]["nodes"][0]["position"] == {"x": 1, "y": 2.5}
    assert without_nulls(shown.json()["design"])["edges"] == UNFINISHED["edges"]


def test_the_last_one_is_kept_on_condition(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    first = save(api, learner, UNFINISHED)
    second = save(api, learner, reference_design("url-shortener"), **{"if-match": first.headers["etag"]})
    assert second.status_code == 200
    problem(save(api, learner, UNFINISHED, **{"if-match": first.headers["etag"]}), 412, "precondition-failed")
    assert api.get(PATH, learner).json() == second.json()
    assert count(superuser, "progress.saved_designs", learner.id) == 1


def test_each_learner_and_level_has_its_own(api: Api, learner: Caller) -> None:
    other, third = new_caller(), PATH.replace("levels/2", "levels/3")
    save(api, learner, UNFINISHED)
    save(api, other, reference_design("url-shortener"))
    problem(api.get(third, learner), 404, "not-found")
    assert len(api.get(PATH, learner).json()["design"]["nodes"]) == 2


def test_a_deleted_one_is_gone(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    saved = save(api, learner, UNFINISHED)
    problem(api.request("DELETE", PATH, learner, headers={"if-match": '"x"'}), 412, "precondition-failed")
    for headers in ({"if-match": saved.headers["etag"]}, {}):
        assert api.request("DELETE", PATH, learner, headers=headers).status_code == 204
    problem(api.get(PATH, learner), 404, "not-found")
    assert count(superuser, "progress.saved_designs", learner.id) == 0


@pytest.mark.parametrize(
    ("design", "pointer"),
    [
        ({**UNFINISHED, "colour": "red"}, "/body/design/colour"),
        ({**UNFINISHED, "nodes": [{"id": "c", "type": "spaceship"}]}, "/body/design/nodes/0/type"),
        (
            {**UNFINISHED, "nodes": [{"id": "c", "type": "client", "position": {"x": 1}}]},
            "/body/design/nodes/0/position/y",
        ),
        ("nonsense", "/body/design"),
        (noted(21), "/body/design"),
    ],
)
def test_what_cannot_be_kept_is_pointed_at(
    api: Api, learner: Caller, superuser: psycopg.Connection, design: Any, pointer: str
) -> None:
    answer = save(api, learner, design)
    problem(answer, 422, "invalid")
    assert pointers(answer) == [pointer]
    assert count(superuser, "progress.saved_designs", learner.id) == 0


def test_long_notes_fit(api: Api, learner: Caller) -> None:
    assert save(api, learner, noted(20)).status_code == 200


@pytest.mark.parametrize("path", [PATH.replace("url-shortener", "nothing"), "/v1/challenges/nothing/levels/1/design"])
def test_there_is_none_for_what_is_not_there(api: Api, learner: Caller, path: str) -> None:
    problem(save(api, learner, UNFINISHED, path), 404, "not-found")
    problem(api.request("DELETE", path, learner), 404, "not-found")


def test_nobody_saves_without_a_token(api: Api) -> None:
    assert api.request("PUT", PATH, json={"design": UNFINISHED}).status_code == 401
