"""POST /v1/attempts/{attempt_id}/suggestions."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.learning import admit, attempts_path, beyond_policies, count, pass_level

SECOND = "/v1/challenges/url-shortener/levels/2"
REWARD, CHEAPEST_HINT = 45, 4


@pytest.fixture
def admitted(api: Api, learner: Caller) -> Caller:
    """A learner who may attempt level 2 of url-shortener, whose cheapest hint costs 4."""
    pass_level(api, admit(api, learner, "url-shortener"))
    return learner


@pytest.fixture
def connection(database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """A superuser's session whose changes stay."""
    with beyond_policies(database, admin_url) as session:
        yield session


def weak(units: int = 1) -> dict[str, Any]:
    """Return the reference design with fewer units of the application than it needs."""
    design = reference_design("url-shortener")
    return {**design, "nodes": [{**part, "units": units} if part["id"] == "app" else part for part in design["nodes"]]}


def attempt(api: Api, learner: Caller, design: dict[str, Any], level: int = 2) -> dict[str, Any]:
    """Submit a design that fails."""
    body = {"kind": "system_design", "design": design}
    made: dict[str, Any] = api.post(attempts_path(level=level), learner, json=body).json()
    assert made["passed"] is False
    return made


def suggest(api: Api, learner: Caller, made: dict[str, Any]) -> dict[str, Any]:
    """Ask what would help an attempt."""
    response = api.post(f"/v1/attempts/{made['id']}/suggestions", learner)
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def price(api: Api, learner: Caller, path: str = SECOND) -> int:
    """Return what the level says that a suggestion costs."""
    shown: int = api.get(path, learner).json()["suggestion_price"]
    return shown


def test_an_attempt_and_a_trial_suggest_nothing_by_themselves(api: Api, admitted: Caller) -> None:
    made = attempt(api, admitted, weak())
    tried = api.post(f"{SECOND}/trials", admitted, json={"kind": "system_design", "design": weak()}).json()
    assert "suggested_change" not in {*made["feedback"], *tried}
    assert made["feedback"]["next_step"]  # words stay free


def test_the_price_is_shown_and_a_level_is_charged_once(api: Api, admitted: Caller) -> None:
    assert price(api, admitted) == CHEAPEST_HINT
    first = suggest(api, admitted, attempt(api, admitted, weak()))
    assert first["suggested_change"]["change"].startswith("Give app ")
    assert first["xp_penalty"] == CHEAPEST_HINT
    assert price(api, admitted) == 0
    second = suggest(api, admitted, attempt(api, admitted, weak(units=2)))
    assert (second["xp_penalty"], second["suggested_change"] is not None) == (0, True)
    assert api.get(f"{SECOND}/hints", admitted).json()["xp_after_penalties"] == REWARD - CHEAPEST_HINT
    assert pass_level(api, admitted, level=2)["xp_earned"] == REWARD - CHEAPEST_HINT


def test_the_change_that_was_suggested_does_help(api: Api, admitted: Caller) -> None:
    placed = weak()
    placed["nodes"] = [{**part, "position": {"x": 40.0, "y": 2.0}, "label": "Ünits"} for part in placed["nodes"]]
    made = attempt(api, admitted, placed)
    found = suggest(api, admitted, made)["suggested_change"]
    changed = next(part for part in found["design"]["nodes"] if part["id"] == "app")
    assert changed["units"] == int(found["change"].split()[2])
    assert all(part["position"] == {"x": 40.0, "y": 2.0} and part["label"] for part in found["design"]["nodes"])
    body = {"kind": "system_design", "design": found["design"]}
    better = api.post(attempts_path(level=2), admitted, json=body).json()
    assert next(row for row in made["test_results"] if row["id"] == found["test"])["passed"] is False
    assert next(row for row in better["test_results"] if row["id"] == found["test"])["passed"] is True


def test_asking_again_shows_the_same_though_the_level_was_passed(
    api: Api, admitted: Caller, superuser: psycopg.Connection
) -> None:
    made = attempt(api, admitted, weak())
    first = suggest(api, admitted, made)
    assert suggest(api, admitted, made) == first
    pass_level(api, admitted, level=2)
    assert suggest(api, admitted, made) == first
    assert count(superuser, "progress.suggestions", admitted.id) == 1


def test_where_nothing_helps_nothing_is_charged(api: Api, admitted: Caller) -> None:
    found = suggest(api, admitted, attempt(api, admitted, EMPTY))
    assert (found["suggested_change"], found["xp_penalty"]) == (None, 0)
    assert price(api, admitted) == CHEAPEST_HINT
    assert pass_level(api, admitted, level=2)["xp_earned"] == REWARD


def test_it_is_free_on_level_1_and_after_the_pass(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    first_level = SECOND.replace("levels/2", "levels/1")
    assert price(api, learner, first_level) == 0
    whole = reference_design("url-shortener")
    unconnected = {**whole, "edges": [edge for edge in whole["edges"] if edge["to"] != "balancer"]}
    found = suggest(api, learner, attempt(api, learner, unconnected, level=1))
    assert (found["suggested_change"]["change"], found["xp_penalty"]) == ("Connect readers to balancer.", 0)
    assert pass_level(api, learner)["xp_earned"] == api.get(first_level, learner).json()["xp_reward"]
    failed = attempt(api, learner, weak())
    pass_level(api, learner, level=2)
    assert price(api, learner) == 0
    later = suggest(api, learner, failed)
    assert (later["suggested_change"] is not None, later["xp_penalty"]) == (True, 0)


def test_a_quarter_of_the_reward_always_remains(api: Api, admitted: Caller) -> None:
    for number in (1, 2, 3):
        api.post(f"{SECOND}/hints", admitted, json={"hint_number": number})
    hints = api.get(f"{SECOND}/hints", admitted).json()
    suggest(api, admitted, attempt(api, admitted, weak()))
    left = max(-(-REWARD // 4), hints["xp_after_penalties"] - CHEAPEST_HINT)
    assert api.get(f"{SECOND}/hints", admitted).json()["xp_after_penalties"] == left
    assert pass_level(api, admitted, level=2)["xp_earned"] == left


def test_a_passed_attempt_needs_none(api: Api, admitted: Caller) -> None:
    passed = pass_level(api, admitted, level=2)
    problem(api.post(f"/v1/attempts/{passed['id']}/suggestions", admitted), 409, "attempt-passed")


def test_an_attempt_at_the_daily_challenge_is_refused(
    api: Api, admitted: Caller, connection: psycopg.Connection
) -> None:
    made = attempt(api, admitted, weak())
    connection.execute("update progress.level_attempts set daily_challenge_id = uuidv7() where id = %s", [made["id"]])
    problem(api.post(f"/v1/attempts/{made['id']}/suggestions", admitted), 409, "daily-attempt")


def test_an_attempt_of_another_version_of_the_grader_is_outdated(
    api: Api, admitted: Caller, connection: psycopg.Connection
) -> None:
    made = attempt(api, admitted, weak())
    connection.execute("update progress.level_attempts set grader_version = 999 where id = %s", [made["id"]])
    problem(api.post(f"/v1/attempts/{made['id']}/suggestions", admitted), 409, "outdated")


def test_another_learners_attempt_is_not_found(api: Api, admitted: Caller, superuser: psycopg.Connection) -> None:
    made = attempt(api, admitted, weak())
    stranger = new_caller()
    problem(api.post(f"/v1/attempts/{made['id']}/suggestions", stranger), 404, "not-found")
    assert count(superuser, "progress.suggestions", admitted.id) == 0


def test_nobody_asks_without_a_token(api: Api) -> None:
    assert api.post("/v1/attempts/00000000-0000-4000-8000-000000000000/suggestions").status_code == 401
