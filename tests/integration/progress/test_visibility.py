"""What an attempt shows of a test: everything, its points, or only that it exists (docs/reference/grading.md)."""

import json
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller
from tests.support.content import EMPTY, reference_design
from tests.support.grading import let_see, results_of, with_an_idle_part
from tests.support.learning import admit, attempts_path, beyond_policies

FIGURES = ("kind", "observed", "target", "unit")


@pytest.fixture
def admitted(api: Api, learner: Caller, fresh_database: dict[str, str]) -> Caller:
    """A learner for whom the challenge is open, in a database whose levels may be changed."""
    return admit(api, learner, "url-shortener")


def attempt(api: Api, learner: Caller, design: dict[str, Any]) -> dict[str, Any]:
    """Submit a design; check that reading it back says the same, and return it."""
    made: dict[str, Any] = api.post(attempts_path(), learner, json={"kind": "system_design", "design": design}).json()
    stored = api.get(f"/v1/attempts/{made['id']}", learner).json()
    assert (stored["test_results"], stored["feedback"]) == (made["test_results"], made["feedback"])
    return made


def test_of_points_tests_the_figures_are_not_shown(
    api: Api, admitted: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    plain = attempt(api, admitted, reference_design("url-shortener"))
    named = results_of(plain, "visible")[0]
    assert named["kind"]
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, {named["id"]: "points"})
    for design in (reference_design("url-shortener"), EMPTY):
        (shown,) = results_of(attempt(api, admitted, design), "points")
        assert {shown[name] for name in FIGURES} == {None}
        assert (shown["id"], shown["weight"]) == (named["id"], named["weight"])
        assert (shown["passed"], shown["score"]) == ((True, 1) if design is not EMPTY else (False, 0))
        assert shown["message"] in {"Passed.", "Not fully met: how it is measured is not shown."}


def suggested(api: Api, learner: Caller, made: dict[str, Any]) -> dict[str, Any] | None:
    """Ask what would help an attempt."""
    response = api.post(f"/v1/attempts/{made['id']}/suggestions", learner)
    assert response.status_code == 201, response.text
    found: dict[str, Any] | None = response.json()["suggested_change"]
    return found


@pytest.mark.parametrize("seen", ["points", "hidden"])
def test_advice_gives_nothing_away(
    api: Api, admitted: Caller, fresh_database: dict[str, str], admin_url: str, seen: str
) -> None:
    design = with_an_idle_part("url-shortener")
    plain = attempt(api, admitted, design)
    failing = [result for result in results_of(plain, "visible") if not result["passed"]]
    passing = [result for result in results_of(plain, "visible") if result["passed"]]
    assert failing
    assert passing
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, {result["id"]: seen for result in [*failing, *passing]})
    feedback = attempt(api, admitted, design)["feedback"]
    text = json.dumps(feedback)
    for result in [*failing, *passing]:
        assert result["id"] not in text
        assert result["message"] not in text
    assert feedback["strengths"] == []


def test_no_answer_says_what_a_hidden_test_is(
    api: Api, admitted: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    body: dict[str, Any] = {"kind": "system_design", "design": with_an_idle_part("url-shortener")}
    [test] = [row for row in results_of(attempt(api, admitted, body["design"]), "visible") if not row["passed"]]
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, {test["id"]: "hidden"})
    made = api.post(attempts_path(), admitted, json=body)
    hidden = [result for result in results_of(made.json(), "hidden") if not result["passed"]]
    assert [result[name] for result in hidden for name in FIGURES] == [None] * len(FIGURES)
    level = attempts_path().removesuffix("/attempts")
    read = [
        level,
        f"{level}/attempts",
        f"{level}/hints",
        "/v1/challenges/url-shortener",
        f"/v1/attempts/{made.json()['id']}",
        f"/v1/attempts/{made.json()['id']}/diagram",
        "/v1/me/notifications",
        "/v1/me/activity",
        "/v1/me/progress",
    ]
    answers = [made, api.post(f"{level}/trials", admitted, json=body), *(api.get(path, admitted) for path in read)]
    for answer in answers:
        assert answer.status_code in {200, 201}, answer.text
        for secret in (test["id"], test["kind"], test["message"]):
            assert secret not in answer.text, answer.request.url


@pytest.mark.parametrize("seen", ["points", "hidden"])
def test_a_suggested_change_is_for_a_visible_test(
    api: Api, admitted: Caller, fresh_database: dict[str, str], admin_url: str, seen: str
) -> None:
    whole = reference_design("url-shortener")
    veiled: set[str] = set()
    for at in range(len(whole["edges"])):
        while True:
            made = attempt(api, admitted, {**whole, "edges": whole["edges"][:at] + whole["edges"][at + 1 :]})
            change = suggested(api, admitted, made)
            assert not any(name in json.dumps(made["feedback"]) for name in veiled)
            if change is None:
                break
            assert change["test"] in {result["id"] for result in results_of(made, "visible")}
            assert change["change"].endswith(".")
            veiled.add(change["test"])
            with beyond_policies(fresh_database, admin_url) as connection:
                let_see(connection, "url-shortener", 1, {change["test"]: seen})
    assert veiled


def test_feedback_shows_how_busy_each_component_is(api: Api, admitted: Caller) -> None:
    feedback = attempt(api, admitted, reference_design("url-shortener"))["feedback"]
    assert feedback.keys() == {
        *("summary", "bottleneck", "next_step", "advice", "strengths", "utilization"),
        *("console", "errors"),
    }
    rows = feedback["utilization"]
    assert rows
    assert "client" not in {row["type"] for row in rows}
    assert [row["utilization"] for row in rows] == sorted((row["utilization"] for row in rows), reverse=True)
    for row in rows:
        share = row["offered_per_second"] / row["capacity_per_second"]
        assert row["utilization"] == pytest.approx(share, rel=0.01)


def test_attempts_from_before_are_read_as_they_were(
    api: Api, admitted: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    made = attempt(api, admitted, reference_design("url-shortener"))
    with beyond_policies(fresh_database, admin_url) as connection:
        age(connection, made["id"])
    old = api.get(f"/v1/attempts/{made['id']}", admitted).json()
    assert old["test_results"] == made["test_results"]
    assert old["feedback"]["utilization"] == []
    assert old["feedback"]["summary"] == made["feedback"]["summary"]


def age(connection: psycopg.Connection, attempt: str) -> None:
    """Leave of a stored attempt what the first release stored."""
    connection.execute(
        "update progress.level_attempts as a set feedback = a.feedback - 'utilization',"
        " test_results = (select jsonb_agg(r.value - 'visibility' order by r.ordinality)"
        " from jsonb_array_elements(a.test_results) with ordinality as r (value, ordinality)) where a.id = %s",
        [attempt],
    )
