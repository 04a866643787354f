"""From a draft to what learners see: checks, approvals, publications, versions and rollbacks."""

from typing import Any

import pytest

from progressive_flow.kernel.tasks import runner
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.made import submission, track
from tests.support.membership import joined
from tests.support.publishing import CHANGELOG, Staff, approve, challenge, check, go_live, publish, save
from tests.support.task_kinds import dispatches


@pytest.fixture
def live(api: Api, people: Staff, clouds: Clouds) -> Staff:
    """Return an organization with a published track and a published challenge."""
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, challenge())
    return people


def versions(api: Api, people: Staff, path: str) -> list[tuple[str, bool]]:
    """Return the labels of an item's versions, newest first, and whether each is live."""
    return [(row["label"], row["is_live"]) for row in api.get(f"{path}/versions", people.author).json()["items"]]


def attempt(api: Api, people: Staff, by: Caller, level: int, copies: int = 2) -> dict[str, Any]:
    """Pass a level of the published challenge with so many servers of names."""
    design = submission()["design"]
    for node in design["nodes"]:
        if node["type"] == "dns":
            node["replicas"] = copies
    path = f"/v1/challenges/{people.organization}:static-website/levels/{level}/attempts"
    made: dict[str, Any] = api.post(path, by, json={"kind": "system_design", "design": design}).json()
    assert made["passed"] is True
    return made


def test_what_was_checked_and_approved_goes_live(api: Api, live: Staff, administrator: Caller, clouds: Clouds) -> None:
    member = joined(api, administrator, live.organization, "learner")
    ref = f"{live.organization}:static-website"
    shown = api.get(f"/v1/challenges/{ref}", member).json()
    assert (shown["title"], shown["unlocked"]) == (challenge()["title"], True)
    passed = api.post(f"/v1/challenges/{ref}/levels/1/attempts", member, json=submission())
    assert (passed.status_code, passed.json()["passed"]) == (201, True)
    assert versions(api, live, live.path("challenge", "static-website")) == [("v1.0", True)]


def test_a_track_changes_by_the_second_number(api: Api, live: Staff, clouds: Clouds) -> None:
    done = go_live(api, live, clouds, track() | {"title": "Better"})
    assert (done["state"], done["version"], done["label"]) == ("live", 2, "v1.1")
    assert versions(api, live, live.path()) == [("v1.1", True), ("v1.0", False)]
    listed = api.get(f"{live.path()}/publications", live.author).json()["items"]
    assert [row["state"] for row in listed] == ["live", "superseded"]
    shown = api.get(f"{live.path()}/versions/1", live.author).json()
    assert (shown["document"]["title"], shown["approvals"], shown["is_live"]) == ("Made", 1, False)


def test_nothing_goes_live_unchecked_or_unapproved(api: Api, people: Staff, clouds: Clouds) -> None:
    revision = save(api, people, track())
    problem(publish(api, people, people.path(), revision=revision), 409, "unchecked")
    assert check(api, people, clouds, people.path())["state"] == "passed"
    problem(publish(api, people, people.path(), revision=revision), 409, "reviews-missing")
    approve(api, people, people.path(), revision)
    assert publish(api, people, people.path(), revision=revision).status_code == 201
    problem(publish(api, people, people.path(), revision=revision), 409, "unchecked")
    assert check(api, people, clouds, people.path())["state"] == "passed"
    problem(publish(api, people, people.path(), revision=revision), 409, "unchanged")


def test_a_check_says_what_must_be_corrected(api: Api, people: Staff, clouds: Clouds) -> None:
    document = challenge(level_count=2)
    document["levels"] = document["levels"][:2]
    document["levels"][1]["test_cases"][0]["target"] = 1e9
    for weaker in document["weaker_designs"]:
        weaker["expected"] = {number: weaker["expected"][number] for number in weaker["expected"] if number < 3}
    save(api, people, document)
    path = people.path("challenge", document["slug"])
    found = check(api, people, clouds, path)
    assert found["state"] == "failed"
    places = {row["place"] for row in found["report"]["problems"]}
    assert {"track", "lesson"} <= places
    approve(api, people, path, found["revision"])
    problem(publish(api, people, path, revision=found["revision"]), 409, "check-failed")


def follow(clouds: Clouds) -> None:
    """Do what follows a publication, as often as it is dispatched."""
    for dispatch in dispatches(clouds):
        runner.run_task(*dispatch)


def notified(api: Api, by: Caller) -> list[dict[str, Any]]:
    """Return the notifications of new versions."""
    rows = api.get("/v1/me/notifications", by).json()["items"]
    return [row for row in rows if row["type"] == "new_version"]


def test_solutions_that_fail_make_it_another_challenge_or_a_reason(
    api: Api, live: Staff, administrator: Caller, clouds: Clouds
) -> None:
    member, bystander = (joined(api, administrator, live.organization, "learner") for _ in range(2))
    path = live.path("challenge", "static-website")
    graded = [attempt(api, live, member, number, copies=1) for number in (1, 2)]
    document = challenge()
    for weaker in document["weaker_designs"]:
        weaker["expected"][2] = [0, 100]
    case: dict[str, Any] = {"id": "two-servers-of-names", "kind": "instances", "type": "dns", "target": 2, "floor": 1}
    document["levels"][1]["test_cases"].append(case | {"weight": 1})
    document["levels"][1]["passing_criteria"]["must_pass"].append("two-servers-of-names")
    revision = save(api, live, document)
    found = check(api, live, clouds, path)
    assert (found["state"], found["is_compatible"]) == ("passed", False), found["report"]
    solutions = found["report"]["solutions"]
    assert (solutions["tried"], solutions["passed_before"], solutions["pass_now"]) == (1, 1, 0)
    assert solutions["broken_tests"] == {"2/two-servers-of-names": 1}
    approve(api, live, path, revision)
    problem(publish(api, live, path, revision=revision), 409, "breaking")
    done = publish(api, live, path, revision=revision, breaking_reason="One server for names is none.").json()
    assert (done["label"], done["version"]) == ("v2.0", 2)
    follow(clouds)
    follow(clouds)
    (notification,) = notified(api, member)
    assert (notification["title"], notification["action_url"]) == (
        "Static website delivery is graded by v2.0 from now on",
        f"/challenges/{live.organization}:static-website",
    )
    assert notification["message"] == f"{CHANGELOG} What you passed stays yours."
    assert notified(api, bystander) == [], "who has not begun it misses nothing"
    restored = publish(api, live, path, restored_from=1).json()
    assert (restored["label"], restored["version"], restored["restored_from"]) == ("v3.0", 3, 1)
    listed = api.get(f"/v1/challenges/{live.organization}:static-website/versions", member).json()["items"]
    assert [(row["label"], row["is_compatible"]) for row in listed] == [
        ("v3.0", False),
        ("v2.0", False),
        ("v1.0", True),
    ]
    shown = [api.get(f"/v1/attempts/{made['id']}", member).json() for made in graded]
    assert [found["is_current"] for found in shown] == [True, True], "what they were graded by is live again"
