"""POST /v1/assessments/{assessment_id}/responses."""

import uuid
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.assessing import PATH, answers, begin, respond
from tests.support.content import content
from tests.support.learning import count, footprint, pointers


def test_all_right_is_a_hundred_and_advanced(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    graded = respond(api, learner, started, answers(superuser, started))
    assert (graded["id"], graded["type"], graded["score"]) == (started["id"], "initial", 100)
    assert graded["skill_level_recommendation"] == "advanced"
    assert graded["weaknesses"] == []
    assert [track_recommendation["track"] for track_recommendation in graded["track_recommendations"]] == ["systems"]
    assert all(
        question["correct"] and question["chosen"] == question["correct_option"] for question in graded["questions"]
    )
    assert all(question["explanation"] for question in graded["questions"])
    me = api.get("/v1/me", learner).json()
    assert (me["skill_level"], me["onboarding_completed"]) == ("advanced", True)


def test_nothing_right_makes_a_beginner_with_a_way_to_go(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    started = begin(api, learner)
    graded = respond(api, learner, started, answers(superuser, started, wrong=15))
    assert (graded["score"], graded["skill_level_recommendation"]) == (0, "beginner")
    assert [track_recommendation["track"] for track_recommendation in graded["track_recommendations"]] == [
        "fundamentals",
        "concepts",
        "systems",
    ]
    assert len(graded["challenge_recommendations"]) == 5
    assert {
        challenge_recommendation["challenge"] for challenge_recommendation in graded["challenge_recommendations"]
    } <= {question["topic"] for question in started["questions"]}
    me = api.get("/v1/me", learner).json()
    assert (me["skill_level"], me["onboarding_completed"]) == ("beginner", True)


def test_what_is_left_out_counts_as_not_answered(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner, "periodic")
    some = answers(superuser, started)[:3]
    some[0]["option"] = None
    graded = respond(api, learner, started, some)
    assert [question["chosen"] is None for question in graded["questions"]] == [True, False, False, *[True] * 7]
    assert 0 < graded["score"] < 50


def test_the_result_is_stored_as_it_was_returned(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    graded = respond(api, learner, started, answers(superuser, started, wrong=7))
    shown = api.get(f"{PATH}/{started['id']}", learner).json()
    assert shown["status"] == "completed"
    assert shown["questions"] == []
    assert shown["result"] == {key: graded[key] for key in shown["result"]}
    row = superuser.execute(
        "select assessment_type, score, skill_level_recommendation, jsonb_array_length(questions),"
        " jsonb_array_length(responses), jsonb_array_length(weaknesses) > 0"
        " from assessment.assessment_results where user_id = %s",
        [learner.id],
    ).fetchone()
    assert row
    assert (row[0], float(row[1]), row[2:]) == (
        "initial",
        graded["score"],
        (graded["skill_level_recommendation"], 15, 15, True),
    )
    events = superuser.execute(
        "select payload from platform.outbox where user_id = %s and topic = 'assessment.completed'", [learner.id]
    ).fetchall()
    assert [payload["assessment_id"] for (payload,) in events] == [started["id"]]


def test_a_good_placement_opens_the_beginning_of_its_track(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    started = begin(api, learner, "track_placement", track="concepts")
    graded = respond(api, learner, started, answers(superuser, started, wrong=1))
    assert graded["score"] >= 80
    beginning = {
        "rate-limiter", "api-gateway", "unique-id-generator", "consistent-hashing", "multi-leader-replication",
        "pub-sub-system", "batch-etl-pipeline",
    }  # fmt: skip
    recommended = {challenge["challenge"] for challenge in graded["challenge_recommendations"]}
    assert {challenge["slug"] for challenge in graded["unlocked"]} == beginning | recommended
    assert api.get("/v1/challenges/rate-limiter", learner).json()["unlocked"]
    others = (
        {challenge.slug for challenge in content().challenges if challenge.track == "concepts"}
        - beginning
        - recommended
    )
    assert not any(api.get(f"/v1/challenges/{slug}", learner).json()["unlocked"] for slug in others)
    assert api.get("/v1/me", learner).json()["onboarding_completed"] is False


@pytest.mark.parametrize(("kind", "opened"), [("initial", True), ("track_placement", True), ("periodic", False)])
def test_an_assessment_that_places_opens_what_it_recommends(
    api: Api, learner: Caller, superuser: psycopg.Connection, kind: str, opened: bool
) -> None:
    track = {"track": "systems"} if kind == "track_placement" else {}
    started = begin(api, learner, kind, **track)
    graded = respond(api, learner, started, answers(superuser, started, wrong=len(started["questions"])))
    recommended = [challenge["challenge"] for challenge in graded["challenge_recommendations"]]
    assert len(recommended) == 5
    shown = {slug: api.get(f"/v1/challenges/{slug}", learner).json()["unlocked"] for slug in recommended}
    assert {row["challenge"]: row["unlocked"] for row in graded["challenge_recommendations"]} == shown
    locked = {slug for slug in recommended if not shown[slug]}
    assert (locked == set()) == opened
    before = superuser.execute(
        "select slug from curriculum.challenges where id not in (select challenge_id from curriculum.challenge_prerequisites)"
    )
    assert {row["slug"] for row in graded["unlocked"]} == (
        set(recommended) - {slug for (slug,) in before} if opened else set()
    )


@pytest.mark.parametrize(("wrong", "days"), [(3, 1), (8, 0)], ids=["passed", "failed"])
def test_only_a_passed_one_counts_for_the_streak(
    api: Api, learner: Caller, superuser: psycopg.Connection, wrong: int, days: int
) -> None:
    started = begin(api, learner, "track_placement", track="systems")
    responses = answers(superuser, started)
    for response in responses[-wrong:]:
        response["option"] = None
    graded = respond(api, learner, started, responses)
    assert (graded["score"] >= 60) == (days == 1)
    active = superuser.execute("select kind from gamification.streak_days where user_id = %s", [learner.id]).fetchall()
    assert active == [("active",)] * days


def test_achievements_come_at_once(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    graded = respond(api, learner, started, answers(superuser, started))
    assert {achievement["slug"] for achievement in graded["achievements"]} == {"know-thyself", "well-placed"}


def test_a_second_response_is_refused_and_changes_nothing(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    started = begin(api, learner)
    respond(api, learner, started, answers(superuser, started, wrong=15))
    before = footprint(superuser, learner.id)
    body = {"responses": answers(superuser, started)}
    problem(api.post(f"{PATH}/{started['id']}/responses", learner, json=body), 409, "assessment-closed")
    assert footprint(superuser, learner.id) == before


def test_an_expired_one_is_refused(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    body = {"responses": answers(superuser, started)}
    with clock.moved_to(clock.now() + timedelta(hours=2, seconds=1)):
        problem(api.post(f"{PATH}/{started['id']}/responses", learner, json=body), 409, "assessment-expired")
    assert count(superuser, "assessment.assessment_results", learner.id) == 0


def test_a_replayed_response_is_recorded_once(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    body = {"responses": answers(superuser, started)}
    path, key = f"{PATH}/{started['id']}/responses", {"idempotency-key": "k"}
    twice = [api.post(path, learner, json=body, headers=key) for _ in range(2)]
    assert twice[0].json() == twice[1].json()
    assert count(superuser, "assessment.assessment_results", learner.id) == 1


def other_question(responses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**responses[0], "question_id": str(uuid.uuid4())}]


def twice_the_same(responses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [responses[0], responses[0]]


def no_such_option(responses: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**responses[0], "option": 4}]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        (other_question, "/body/responses/0/question_id"),
        (twice_the_same, "/body/responses/1/question_id"),
        (no_such_option, "/body/responses/0/option"),
        (lambda responses: [{**responses[0], "option": -1}], "/body/responses/0/option"),
        (lambda responses: [{**responses[0], "option": 5}], "/body/responses/0/option"),
        (lambda responses: [{**responses[0], "score": 100}], "/body/responses/0/score"),
        (lambda responses: [], "/body/responses"),
        (lambda responses: responses * 2, "/body/responses"),
    ],
    ids=["other", "twice", "no-such-option", "negative", "fifth", "score", "none", "too-many"],
)
def test_bad_answers_are_pointed_at_and_close_nothing(
    api: Api, learner: Caller, superuser: psycopg.Connection, change: Any, pointer: str
) -> None:
    started = begin(api, learner)
    path = f"{PATH}/{started['id']}/responses"
    response = api.post(path, learner, json={"responses": change(answers(superuser, started))})
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert api.get(f"{PATH}/{started['id']}", learner).json()["status"] == "open"


def test_another_learners_is_not_found(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    started = begin(api, learner)
    body = {"responses": answers(superuser, started)}
    problem(api.post(f"{PATH}/{started['id']}/responses", new_caller(), json=body), 404, "not-found")
    problem(api.post(f"{PATH}/{uuid.uuid4()}/responses", learner, json=body), 404, "not-found")
    assert api.post(f"{PATH}/{started['id']}/responses", json=body).status_code == 401
