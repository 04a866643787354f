"""POST /v1/challenges/{slug}/levels/{level}/trials: a trial is graded like an attempt, and nothing is recorded."""

from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.declarations.models import TRIALS
from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.grading import everything, let_see, results_of, unpublish, with_an_idle_part
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level, pointers

PATH = "/v1/challenges/url-shortener/levels/1/trials"
REFERENCE: dict[str, Any] = {"kind": "system_design", "design": reference_design("url-shortener")}
PARTS: list[dict[str, Any]] = REFERENCE["design"]["nodes"]


@pytest.fixture
def admitted(api: Api, learner: Caller) -> Caller:
    """A learner for whom the challenge is open."""
    return admit(api, learner, "url-shortener")


def test_a_design_that_an_attempt_would_pass(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, {"nothing-idle": "hidden", "create-works": "points"})
    response = api.post(PATH, learner, json=REFERENCE)
    assert response.status_code == 200
    assert "location" not in response.headers
    trial = response.json()
    assert (trial["challenge"], trial["level"], trial["passed"]) == ("url-shortener", 1, True)
    attempt = api.post(attempts_path(), learner, json=REFERENCE).json()
    visible = results_of(attempt, "visible")
    same = ("id", "kind", "passed", "target", "unit", "weight")
    assert [{name: row[name] for name in same} for row in trial["test_results"]] == [
        {name: row[name] for name in same} for row in visible
    ]
    assert {row["message"] for row in trial["test_results"]} == {"Passed."}
    assert trial["tests_left_out"] == len(attempt["test_results"]) - len(visible) >= 2


def test_nothing_is_kept(api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        before = everything(connection)
        for design in (
            REFERENCE,
            {"kind": "system_design", "design": EMPTY},
            {"kind": "system_design", "design": with_an_idle_part("url-shortener")},
        ):
            assert api.post(PATH, learner, json=design).status_code == 200
        after = everything(connection)
        assert len(before) > 50
        assert {table for table in before if before[table] != after[table]} <= {"platform.rate_limits"}
        assert api.post(attempts_path(), learner, json=REFERENCE).json()["attempt_number"] == 1
        assert everything(connection)["progress.level_attempts"] != before["progress.level_attempts"]


@pytest.mark.parametrize("seen", ["hidden", "points"])
def test_only_visible_tests_take_part(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str, seen: str
) -> None:
    admit(api, learner, "url-shortener")
    design = {"kind": "system_design", "design": with_an_idle_part("url-shortener")}
    plain = api.post(PATH, learner, json=design).json()
    failing = [result["id"] for result in plain["test_results"] if not result["passed"]]
    assert failing
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, dict.fromkeys(failing, seen))
    response = api.post(PATH, learner, json=design)
    trial = response.json()
    assert not any(name in response.text for name in failing)
    assert all(result["passed"] for result in trial["test_results"])
    assert trial["passed"]  # what else must be passed, the trial cannot find out
    assert trial["tests_left_out"] == plain["tests_left_out"] + len(failing)
    attempt = api.post(attempts_path(), learner, json=design).json()
    assert attempt["score"] < 100
    assert results_of(attempt, seen)


def test_an_empty_design_is_worth_nothing(api: Api, admitted: Caller) -> None:
    trial = api.post(PATH, admitted, json={"kind": "system_design", "design": EMPTY}).json()
    assert not trial["passed"]
    assert {row["passed"] for row in trial["test_results"]} == {False}
    assert trial["nodes"] == []


def test_a_trial_says_nothing_of_how_far_away_a_target_is(api: Api, admitted: Caller) -> None:
    pass_level(api, admitted)
    small = {**REFERENCE["design"], "nodes": [{"id": part["id"], "type": part["type"]} for part in PARTS]}
    response = api.post(PATH.replace("levels/1", "levels/2"), admitted, json={**REFERENCE, "design": small})
    trial = response.json()
    failed = [row for row in trial["test_results"] if not row["passed"]]
    assert failed
    assert not {"score", "feedback", "observed"} & {*trial, *failed[0]}
    assert all(row["message"].startswith("Not passed: at ") for row in failed)
    assert {row["band"] for row in trial["nodes"]} <= {"under_50", "50_to_80", "80_to_100", "over_100"}
    assert trial["nodes"][0]["band"] == "over_100"


def test_a_locked_challenge_says_what_is_missing(api: Api, learner: Caller) -> None:
    document = problem(api.post(PATH, learner, json=REFERENCE), 403, "locked")
    assert [row["challenge"] for row in document["missing"]] == ["caching-basics", "capacity-estimation"]


def test_level_two_waits_for_level_one(api: Api, admitted: Caller) -> None:
    path = PATH.replace("levels/1", "levels/2")
    api.post(PATH, admitted, json=REFERENCE)  # passes nothing
    document = problem(api.post(path, admitted, json=REFERENCE), 403, "level-locked")
    assert [(row["challenge"], row["level"]) for row in document["missing"]] == [("url-shortener", 1)]
    pass_level(api, admitted)
    assert api.post(path, admitted, json=REFERENCE).status_code == 200


def test_what_is_not_there_is_not_found(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        unpublish(connection, "url-shortener", above=1)
    problem(api.post(PATH.replace("url-shortener", "no-such"), learner, json=REFERENCE), 404, "not-found")
    problem(api.post(PATH.replace("levels/1", "levels/2"), learner, json=REFERENCE), 404, "level-not-published")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"kind": "system_design", "design": {"schema": "sd-graph/1", "nodes": "x"}}, "/body/design/nodes"),
        ({"kind": "system_design", "design": EMPTY, "score": 100}, "/body/score"),
        ({"kind": "system_design"}, "/body/design"),
        ({"kind": "quiz", "design": EMPTY}, "/body/kind"),
    ],
)
def test_what_is_no_design_is_pointed_at(api: Api, admitted: Caller, body: dict[str, Any], pointer: str) -> None:
    response = api.post(PATH, admitted, json=body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_trials_have_a_limit_of_their_own(api: Api, admitted: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    first = api.post(PATH, admitted, json=REFERENCE)
    assert first.headers["ratelimit-policy"] == f'"trials";q={TRIALS.count};w={TRIALS.seconds}'
    monkeypatch.setenv("RATE_LIMIT_TRIALS", "1/3600")
    refused = [api.post(PATH, admitted, json=REFERENCE) for _ in range(2)][-1]
    problem(refused, 429, "rate-limited")
    assert api.post(attempts_path(), admitted, json=REFERENCE).status_code == 201


def test_with_a_key_the_answer_is_repeated(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    first, second = (api.post(PATH, admitted, json=REFERENCE, headers={"idempotency-key": "trial"}) for _ in range(2))
    assert second.headers["idempotency-replayed"] == "true"
    assert first.json() == second.json()
    count = superuser.execute("select count(*) from progress.level_attempts where user_id = %s", [admitted.id])
    assert count.fetchone() == (0,)
