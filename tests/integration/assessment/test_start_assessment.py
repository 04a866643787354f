"""POST /v1/assessments."""

from collections import Counter
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.assessing import PATH, answers, begin, respond
from tests.support.learning import count, footprint, pointers
from tests.support.scene import one


def test_an_initial_one_asks_fifteen_questions_without_their_answers(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    response = api.post(PATH, learner, json={"type": "initial"})
    assert response.status_code == 201
    started = response.json()
    assert response.headers["location"] == f"/v1/assessments/{started['id']}"
    assert (started["type"], started["track"], started["status"], started["result"]) == ("initial", None, "open", None)
    assert Counter(question["difficulty"] for question in started["questions"]) == {
        "beginner": 5,
        "intermediate": 6,
        "advanced": 4,
    }
    assert {key for question in started["questions"] for key in question} == {
        "id", "topic", "chapter", "difficulty", "prompt", "options",
    }  # fmt: skip
    stored = one(superuser, "select question_ids from assessment.assessments where id = %s", started["id"])
    assert [str(id_) for id_ in stored] == [question["id"] for question in started["questions"]]


def test_the_right_answer_is_nowhere_before_the_response(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    started = begin(api, learner)
    shown = api.get(f"{PATH}/{started['id']}", learner).text + api.get("/v1/me/assessments", learner).text
    ids = [question["id"] for question in started["questions"]]
    explanations = superuser.execute(
        "select explanation from assessment.assessment_questions where id = any(%s::uuid[])", [ids]
    ).fetchall()
    assert len(explanations) == 15
    assert not any(text in shown for (text,) in explanations)
    assert '"correct' not in shown


def test_a_placement_asks_about_its_track_alone(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner, "track_placement", track="concepts")
    topics = [question["topic"] for question in started["questions"]]
    tracks = superuser.execute(
        "select distinct t.slug from curriculum.challenges as c join curriculum.learning_tracks as t on t.id = c.track_id"
        " where c.slug = any(%s)",
        [topics],
    ).fetchall()
    assert (tracks, len(topics), len(set(topics)), started["track"]) == ([("concepts",)], 12, 12, "concepts")


def test_starting_again_goes_on_with_the_open_one(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    assert begin(api, learner) == begin(api, learner)
    assert count(superuser, "assessment.assessments", learner.id) == 1


def test_other_kinds_may_be_open_beside_it(api: Api, learner: Caller) -> None:
    ids = {
        begin(api, learner)["id"],
        begin(api, learner, "periodic")["id"],
        begin(api, learner, "track_placement", track="concepts")["id"],
        begin(api, learner, "track_placement", track="systems")["id"],
    }
    assert len(ids) == 4


def test_an_expired_one_is_replaced_by_a_new_one(api: Api, learner: Caller) -> None:
    first = begin(api, learner)
    with clock.moved_to(clock.now() + timedelta(hours=2, seconds=1)):
        second = begin(api, learner)
        assert api.get(f"{PATH}/{first['id']}", learner).json()["status"] == "expired"
        assert api.get(f"{PATH}/{first['id']}", learner).json()["questions"] == []
    assert second["id"] != first["id"]
    assert [question["id"] for question in second["questions"]] != [question["id"] for question in first["questions"]]


def test_skipping_begins_as_a_beginner(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    skipped = begin(api, learner, skip=True)
    assert (skipped["status"], skipped["questions"], skipped["result"]) == ("skipped", [], None)
    assert api.get("/v1/me", learner).json()["onboarding_completed"] is True
    assert api.get("/v1/me", learner).json()["skill_level"] == "beginner"
    topics = superuser.execute("select topic from platform.outbox where user_id = %s", [learner.id]).fetchall()
    assert ("assessment.skipped",) in topics
    problem(api.post(PATH, learner, json={"type": "initial", "skip": True}), 409, "assessment-closed")


def test_skipping_closes_the_open_one(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    assert begin(api, learner, skip=True)["id"] == started["id"]
    body = {"responses": answers(superuser, started)}
    problem(api.post(f"{PATH}/{started['id']}/responses", learner, json=body), 409, "assessment-closed")


def test_who_skipped_may_take_it_later(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    begin(api, learner, skip=True)
    started = begin(api, learner)
    assert respond(api, learner, started, answers(superuser, started))["score"] == 100
    assert api.get("/v1/me", learner).json()["skill_level"] == "advanced"


def test_the_initial_one_is_taken_once(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    respond(api, learner, started, answers(superuser, started))
    problem(api.post(PATH, learner, json={"type": "initial"}), 409, "assessment-taken")
    problem(api.post(PATH, learner, json={"type": "initial", "skip": True}), 409, "assessment-closed")


@pytest.mark.parametrize(
    ("body", "pause"),
    [({"type": "track_placement", "track": "systems"}, 7), ({"type": "periodic"}, 1)],
    ids=["placement", "periodic"],
)
def test_another_of_the_kind_must_wait(
    api: Api, learner: Caller, superuser: psycopg.Connection, body: dict[str, Any], pause: int
) -> None:
    started = api.post(PATH, learner, json=body).json()
    done = respond(api, learner, started, answers(superuser, started))
    refused = api.post(PATH, learner, json=body)
    detail = problem(refused, 409, "too-soon")
    assert detail["retry_at"][:10] > done["completed_at"][:10]
    assert pause * 86400 - 60 < int(refused.headers["retry-after"]) <= pause * 86400 + 1
    with clock.moved_to(clock.now() + timedelta(days=pause, seconds=1)):
        assert api.post(PATH, learner, json=body).status_code == 201


def test_a_periodic_one_asks_again_what_was_missed(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    respond(api, learner, started, answers(superuser, started, wrong=4))
    missed = {question["topic"] for question in started["questions"][:4]}
    assert missed <= {question["topic"] for question in begin(api, learner, "periodic")["questions"]}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/body/type"),
        ({"type": "final"}, "/body/type"),
        ({"type": "track_placement"}, "/body/track"),
        ({"type": "track_placement", "track": "no-such"}, "/body/track"),
        ({"type": "track_placement", "track": "'; --"}, "/body/track"),
        ({"type": "initial", "track": "concepts"}, "/body/track"),
        ({"type": "periodic", "skip": True}, "/body/skip"),
        ({"type": "initial", "user_id": "x"}, "/body/user_id"),
    ],
    ids=str,
)
def test_a_bad_wish_is_pointed_at_and_starts_nothing(
    api: Api, learner: Caller, superuser: psycopg.Connection, body: dict[str, Any], pointer: str
) -> None:
    api.get("/v1/me", learner)
    before = footprint(superuser, learner.id)
    response = api.post(PATH, learner, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert footprint(superuser, learner.id) == before


def test_a_replayed_start_starts_once(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    twice = [api.post(PATH, learner, json={"type": "periodic"}, headers={"idempotency-key": "k"}) for _ in range(2)]
    assert twice[0].json() == twice[1].json()
    assert count(superuser, "assessment.assessments", learner.id) == 1


def test_nobody_starts_one_without_a_token(api: Api) -> None:
    assert api.post(PATH, json={"type": "initial"}).status_code == 401
