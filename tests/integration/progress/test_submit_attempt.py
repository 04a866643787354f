"""POST /v1/challenges/{slug}/levels/{level}/attempts."""

from typing import Any

import psycopg
import pytest

from progressive_flow.learning.submissions.following import following
from progressive_flow.learning.submissions.models import RecordedAttempt, SubmittedAttempt
from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, content, reference_design
from tests.support.grading import let_see, results_of, unpublish
from tests.support.learning import admit, attempts_path, beyond_policies, count, earned, footprint, pass_level

PATH = "/v1/challenges/url-shortener/levels/1/attempts"


@pytest.fixture
def admitted(api: Api, learner: Caller, administrator: Caller) -> Caller:
    """A learner for whom the challenge is open."""
    api.get("/v1/me", learner)
    grant = {"user_id": str(learner.id), "challenge_slugs": ["url-shortener"], "reason": "test"}
    assert api.post("/v1/admin/unlock-grants", administrator, json=grant).status_code == 201
    return learner


def test_a_failed_test_earns_nothing_of_its_weight(api: Api, learner: Caller) -> None:
    """The edge cache reaches no store any more: of the tests, the one of weight 3 fails among others."""
    design = reference_design("static-website")
    stores = {part["id"] for part in design["nodes"] if part["type"] == "object_store"}
    design["edges"] = [edge for edge in design["edges"] if edge["to"] not in stores]
    body = {"kind": "system_design", "design": design}
    attempt = api.post(attempts_path("static-website"), learner, json=body).json()
    rows = attempt["test_results"]
    [heaviest] = [row for row in rows if row["weight"] == 3]
    assert (heaviest["id"], heaviest["passed"], heaviest["score"]) == ("files-reachable", False, 0)
    total = sum(row["weight"] for row in rows)
    assert (
        attempt["score"]
        == round(100 * sum(row["weight"] * row["score"] for row in rows) / total, 2)
        < 100 - 300 / total
    )


def test_an_attempt_says_what_comes_next(api: Api, learner: Caller) -> None:
    path = attempts_path("data-modeling-basics")

    def step_after(level: int, design: Any) -> dict[str, Any]:
        answer = api.post(
            path.replace("levels/1", f"levels/{level}"), learner, json={"kind": "system_design", "design": design}
        )
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()["next"]
        return found

    failed = step_after(1, EMPTY)
    assert (failed["reason"], failed["challenge"], failed["level"]) == ("retry", "data-modeling-basics", 1)
    steps = [step_after(level, reference_design("data-modeling-basics")) for level in range(1, 6)]
    assert [(step["reason"], step["level"]) for step in steps[:4]] == [("next_level", level) for level in range(2, 6)]
    assert (steps[4]["reason"], steps[4]["challenge"]) == ("unlocked", "database-indexing")
    again = step_after(5, reference_design("data-modeling-basics"))
    day = api.get("/v1/daily-challenge", learner)  # which is there if a test of this database has fixed it
    today = ("daily", day.json()["challenge"], day.json()["level"]) if day.status_code == 200 else None
    assert (again["reason"], again["challenge"], again["level"]) == (today or ("recommendations", None, None))


def test_a_failed_attempt_says_what_a_suggested_change_costs(api: Api, learner: Caller) -> None:
    path = attempts_path("static-website")
    body = {"kind": "system_design", "design": EMPTY}
    first = api.post(path, learner, json=body).json()["next"]
    assert first["suggestion_price"] == 0
    assert first["message"] == ("Change your design by the feedback, and submit it again; a suggested change is free.")
    assert pass_level(api, learner, "static-website", 1)["next"]["suggestion_price"] is None
    level = api.get("/v1/challenges/static-website/levels/2", learner).json()
    second = api.post(path.replace("levels/1", "levels/2"), learner, json=body).json()["next"]
    assert second["suggestion_price"] == level["suggestion_price"] > 0
    assert f"takes {level['suggestion_price']} XP off the first pass" in second["message"]


def test_without_a_try_left_the_next_attempt_waits() -> None:
    recorded = RecordedAttempt.model_construct(tries_left=0, unlocked=[], challenge_completed=False)
    submitted = SubmittedAttempt.model_construct(challenge="pastebin", level=2, day=None, kind="code", has_next=True)
    step = following(submitted, recorded, None, passed=False)
    assert step.message == "Change your code by the feedback, and submit it again when a try has come back."


def test_a_passing_design_is_graded_and_paid(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    response = api.post(PATH, admitted, json={"kind": "system_design", "design": reference_design("url-shortener")})
    assert response.status_code == 201
    attempt = response.json()
    assert attempt["passed"]
    assert attempt["score"] == 100
    assert attempt["attempt_number"] == 1
    assert response.headers["location"] == f"/v1/attempts/{attempt['id']}"
    ledger = superuser.execute("select sum(amount) from gamification.xp_transactions where user_id = %s", [admitted.id])
    assert ledger.fetchone() == (earned(attempt),)
    assert attempt["total_xp"] == earned(attempt) > attempt["xp_earned"] > 0


def test_a_second_pass_is_recorded_but_not_paid(api: Api, admitted: Caller) -> None:
    body = {"kind": "system_design", "design": reference_design("url-shortener")}
    first = api.post(PATH, admitted, json=body).json()
    second = api.post(PATH, admitted, json=body).json()
    assert (first["first_pass"], second["first_pass"]) == (True, False)
    assert second["attempt_number"] == 2
    assert second["xp_earned"] == 0
    assert second["total_xp"] == first["total_xp"]


def test_an_empty_design_scores_nothing(api: Api, admitted: Caller) -> None:
    attempt = api.post(PATH, admitted, json={"kind": "system_design", "design": EMPTY}).json()
    assert attempt["score"] == 0
    assert not attempt["passed"]
    assert attempt["feedback"]["next_step"]


def test_a_locked_challenge_says_what_is_missing(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    response = api.post(PATH, learner, json={"kind": "system_design", "design": reference_design("url-shortener")})
    document = problem(response, 403, "locked")
    assert [row["challenge"] for row in document["missing"]] == ["caching-basics", "capacity-estimation"]
    count = superuser.execute("select count(*) from progress.level_attempts where user_id = %s", [learner.id])
    assert count.fetchone() == (0,)


def test_level_two_waits_for_level_one(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    before = footprint(superuser, admitted.id)
    response = api.post(
        attempts_path(level=2), admitted, json={"kind": "system_design", "design": reference_design("url-shortener")}
    )
    document = problem(response, 403, "level-locked")
    assert [(row["challenge"], row["level"]) for row in document["missing"]] == [("url-shortener", 1)]
    assert footprint(superuser, admitted.id) == before
    pass_level(api, admitted, level=1)
    assert pass_level(api, admitted, level=2)["passed"]


def test_a_level_that_is_not_published_is_not_found(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        unpublish(connection, "url-shortener", above=1)
        before = footprint(connection, learner.id)
        problem(
            api.post(attempts_path(level=2), learner, json={"kind": "system_design", "design": EMPTY}),
            404,
            "level-not-published",
        )
        problem(
            api.post(attempts_path("no-such-challenge"), learner, json={"kind": "system_design", "design": EMPTY}),
            404,
            "not-found",
        )
        assert footprint(connection, learner.id) == before


def test_of_hidden_tests_only_the_outcome_is_shown(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admit(api, learner, "url-shortener")
    hidden = ["create-works", "nothing-idle"]
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, dict.fromkeys(hidden, "hidden"))
    for design in (EMPTY, reference_design("url-shortener")):
        response = api.post(PATH, learner, json={"kind": "system_design", "design": design})
        shown = results_of(response.json(), "hidden")
        assert [result["id"] for result in shown] == ["hidden-1", "hidden-2"]
        assert {result[name] for result in shown for name in ("kind", "observed", "target", "unit")} == {None}
        assert [name for name in hidden if name in response.text] == []
        assert "solution" not in response.text


@pytest.mark.parametrize("slug", ["static-website", "load-balancing-basics", "url-shortener"])
def test_weaker_designs_earn_what_their_author_expects(api: Api, learner: Caller, slug: str) -> None:
    admit(api, learner, slug)
    challenge = next(loaded for loaded in content().challenges if loaded.slug == slug)
    for weaker in challenge.weaker_designs:
        low, high = weaker.expected[1]
        attempt = api.post(
            attempts_path(slug), learner, json={"kind": "system_design", "design": weaker.design.as_graph()}
        ).json()
        assert low <= attempt["score"] <= high
        assert attempt["passed"] or attempt["xp_earned"] == 0


def test_a_path_carried_to_its_end_pays_exactly_what_it_says(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("update curriculum.challenges set level_count = 2 where slug = 'static-website'")
        first, second = (pass_level(api, learner, "static-website", level) for level in (1, 2))
        again = pass_level(api, learner, "static-website", 2)
        file = next(loaded for loaded in content().challenges if loaded.slug == "static-website")
        assert first["xp_earned"] == file.levels[0].xp_reward
        assert second["xp_earned"] == file.levels[1].xp_reward + file.xp_base
        assert (first["challenge_completed"], second["challenge_completed"]) == (False, True)
        assert (again["xp_earned"], again["unlocked"], again["first_pass"]) == (0, [], False)
        assert again["total_xp"] == earned(first) + earned(second)
        unlocked = len(first["achievements"]) + len(second["achievements"])
        assert count(connection, "gamification.xp_awards", learner.id) == 3 + unlocked
        assert count(connection, "platform.outbox", learner.id) == 4 + unlocked


def test_answers_are_the_same_when_read_back(api: Api, admitted: Caller) -> None:
    response = api.post(PATH, admitted, json={"kind": "system_design", "design": reference_design("url-shortener")})
    stored = api.get(response.headers["location"], admitted).json()
    posted = response.json()
    shared = posted.keys() & stored.keys()
    assert {"id", "score", "test_results", "feedback", "created_at"} <= shared
    assert {name: posted[name] for name in shared} == {name: stored[name] for name in shared}
