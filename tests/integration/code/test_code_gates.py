"""The gate of code tasks, from an author's draft to learners: what the judge finds decides whether it goes live."""

from copy import deepcopy
from typing import Any

import psycopg
import pytest

from tests.support import made
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.code_attempts import SLUG, document, path, run_all, solution
from tests.support.membership import joined
from tests.support.publishing import Staff, approve, go_live, publish, save, staff
from tests.support.task_kinds import shown


@pytest.fixture
def people(api: Api, administrator: Caller, clouds: Clouds, judge: None) -> Staff:
    """An organization with its staff and a published track."""
    found = staff(api, administrator)
    go_live(api, found, clouds, made.track())
    return found


def checked(api: Api, people: Staff, clouds: Clouds) -> dict[str, Any]:
    """Have the draft checked, by the judge too, and return what was found."""
    address = people.path("challenge", SLUG)
    asked = api.post(f"{address}/checks", people.author, json={})
    assert asked.status_code == 202, asked.text
    run_all(clouds)
    found: dict[str, Any] = api.get(asked.headers["location"], people.author).json()
    return found


def test_a_code_challenge_is_checked_published_and_solved(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    revision = save(api, people, document())
    found = checked(api, people, clouds)
    assert found["state"] == "passed", found["report"]
    assert found["report"]["warnings"] == []
    address = people.path("challenge", SLUG)
    approve(api, people, address, revision)
    assert publish(api, people, address, revision=revision).status_code == 201
    run_all(clouds)
    member = joined(api, administrator, people.organization, "learner")
    submitted = api.post(path(f"{people.organization}:{SLUG}"), member, json=solution())
    assert submitted.status_code == 202, submitted.text
    run_all(clouds)
    assert shown(api, member, submitted.json()["id"])["result"]["passed"] is True


@pytest.mark.parametrize(
    ("changes", "place", "message"),
    [
        ({"solution": {"main.py": "def fee(minutes):\n    return 0\n"}}, "levels.0.task.solution", "earns"),
        ({"starter": document()["levels"][0]["task"]["solution"]}, "levels.0.task.starter", "passes with 100"),
        ({"other_solutions": [{"main.py": "fee = abs"}]}, "levels.0.task.other_solutions.0", "must earn 100"),
        ({"equivalent": [{"mutant": "none", "why": "none"}]}, "levels.0.task.equivalent", "no mutant says"),
    ],
)
def test_a_task_that_is_not_fair_is_not_published(
    changes: dict[str, Any], place: str, message: str, api: Api, people: Staff, clouds: Clouds
) -> None:
    save(api, people, document(**changes))
    found = checked(api, people, clouds)
    assert found["state"] == "failed"
    assert any(row["place"] == place and message in row["message"] for row in found["report"]["problems"])


def test_checks_that_find_too_few_mutants_are_refused(api: Api, people: Staff, clouds: Clouds) -> None:
    task = deepcopy(document()["levels"][0]["task"])
    checks = [check for check in task["checks"] if check["id"] == "half-hours"]
    checks[0]["steps"] = [{"call": "fee", "with": [30], "gives": 120}]
    save(api, people, document(checks=checks))
    found = checked(api, people, clouds)
    [problem] = found["report"]["problems"]
    assert problem["place"] == "levels.0.task.checks"
    assert "mutants are found, 90% are needed" in problem["message"]
    survivors = found["report"]["warnings"]
    assert len(survivors) > 3
    assert {row["place"] for row in survivors} == {"levels.0.task.checks"}
    assert survivors[0]["message"].startswith("No check finds the mutant '")


def test_a_draft_with_a_mistake_in_a_step_is_refused_with_its_place(api: Api, people: Staff) -> None:
    written = document()
    written["levels"][0]["task"]["checks"][0]["steps"][1] = {"cal": "fee"}
    address = people.path("challenge", SLUG)
    response = api.request("PUT", address, people.author, json={"document": written})
    assert response.status_code == 422
    [row] = response.json()["errors"]
    assert row["pointer"] == "/body/document/levels/0/task/checks/0/steps/1"
    assert "must have one of the words call, each, output, repeat, source: there is cal" in row["message"]


def test_an_organization_is_warned_of_a_task_with_one_right_way(api: Api, people: Staff, clouds: Clouds) -> None:
    save(api, people, document(other_solutions=[]))
    found = checked(api, people, clouds)
    assert found["state"] == "passed", found["report"]
    [warning] = found["report"]["warnings"]
    assert warning["place"] == "levels.0.task.other_solutions"
    assert warning["message"].startswith("level 1: is empty: write the task in another right way")


def test_the_platforms_own_task_needs_another_right_way(
    api: Api, administrator: Caller, clouds: Clouds, world: psycopg.Connection, judge: None
) -> None:
    written = document(other_solutions=[]) | {"slug": "made-fees"}
    public = Staff("public", administrator, administrator, administrator)
    save(api, public, written)
    address = public.path("challenge", "made-fees")
    asked = api.post(f"{address}/checks", administrator, json={})
    run_all(clouds)
    found = api.get(asked.headers["location"], administrator).json()
    assert found["state"] == "failed"
    places = {row["place"]: row["message"] for row in found["report"]["problems"]}
    assert places["levels.0.task.other_solutions"].startswith("level 1: is empty: write the task in another right way")
    assert "levels.0.task.other_solutions" not in {row["place"] for row in found["report"]["warnings"]}
    save(api, public, written | {"levels": document()["levels"]})
    again = api.post(f"{address}/checks", administrator, json={})
    run_all(clouds)
    report = api.get(again.headers["location"], administrator).json()["report"]
    assert "levels.0.task.other_solutions" not in {row["place"] for row in report["problems"]}
