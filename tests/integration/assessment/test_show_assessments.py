"""GET /v1/assessments/{assessment_id} and GET /v1/me/assessments."""

import uuid
from datetime import timedelta

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.assessing import PATH, answers, begin, respond
from tests.support.learning import walk


def test_an_open_one_shows_its_questions_again(api: Api, learner: Caller) -> None:
    started = begin(api, learner)
    shown = api.get(f"{PATH}/{started['id']}", learner)
    assert (shown.status_code, shown.json()) == (200, started)


def test_an_unchanged_one_is_not_sent_again(api: Api, learner: Caller) -> None:
    started = begin(api, learner)
    tag = api.get(f"{PATH}/{started['id']}", learner).headers["etag"]
    again = api.get(f"{PATH}/{started['id']}", learner, headers={"if-none-match": tag})
    assert again.status_code == 304


def test_others_see_none_of_it(api: Api, learner: Caller) -> None:
    started = begin(api, learner)
    problem(api.get(f"{PATH}/{started['id']}", new_caller()), 404, "not-found")
    problem(api.get(f"{PATH}/{uuid.uuid4()}", learner), 404, "not-found")
    problem(api.get(f"{PATH}/not-an-id", learner), 422, "invalid")
    assert api.get(f"{PATH}/{started['id']}").status_code == 401


def test_a_list_is_newest_first_and_paged(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    placement = begin(api, learner, "track_placement", track="concepts")
    initial = begin(api, learner)
    graded = respond(api, learner, initial, answers(superuser, initial, wrong=3))
    periodic = begin(api, learner, "periodic")
    pages = walk(api, learner, "/v1/me/assessments", limit=2)
    rows = [row for page in pages for row in page]
    assert [len(page) for page in pages] == [2, 1]
    assert [(row["id"], row["type"], row["status"]) for row in rows] == [
        (periodic["id"], "periodic", "open"),
        (initial["id"], "initial", "completed"),
        (placement["id"], "track_placement", "open"),
    ]
    assert (rows[1]["score"], rows[1]["skill_level_recommendation"]) == (
        graded["score"],
        graded["skill_level_recommendation"],
    )
    assert [row["score"] for row in rows[::2]] == [None, None]
    with clock.moved_to(clock.now() + timedelta(hours=3)):
        statuses = [row["status"] for row in api.get("/v1/me/assessments", learner).json()["items"]]
    assert statuses == ["expired", "completed", "expired"]


def test_a_newcomers_list_is_empty(api: Api, learner: Caller) -> None:
    assert api.get("/v1/me/assessments", learner).json() == {"items": [], "next_cursor": None}
    assert api.get("/v1/me/assessments").status_code == 401


@pytest.mark.parametrize("params", [{"cursor": "!"}, {"limit": 0}, {"limit": 101}], ids=["cursor", "none", "too-many"])
def test_bad_questions_are_refused(api: Api, learner: Caller, params: dict[str, str]) -> None:
    problem(api.get("/v1/me/assessments", learner, params=params), 422, "invalid")
