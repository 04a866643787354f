"""Right values for content that changes under learners: renamed, moved, added to, needed and taken away."""

from typing import Any

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.made import submission, track
from tests.support.membership import joined
from tests.support.publishing import Staff, challenge, go_live

# Changes of the reference that the first level does not look at.
UNTESTED = (
    "names: replicas 2 to 1",
    "edge: units 4 to 2",
    "edge: replicas 2 to 1",
    "edge: no ttl",
    "edge: ttl 86400 to 8.64e+06",
    "originals: units 6 to 3",
    "originals: regions 2 to 1",
)


@pytest.fixture
def people(api: Api, people: Staff, clouds: Clouds) -> Staff:
    """Return them with a published track."""
    go_live(api, people, clouds, track())
    return people


@pytest.fixture
def member(api: Api, people: Staff, administrator: Caller) -> Caller:
    """Return a learner of the organization."""
    return joined(api, administrator, people.organization, "learner")


def one_level(slug: str, order: int, **changes: Any) -> dict[str, Any]:
    """Return the document of a challenge with one level."""
    document = challenge(slug=slug, order=order, level_count=1, title=slug.title(), **changes)
    document["levels"] = document["levels"][:1]
    weak = document["weaker_designs"][0] | {"expected": {1: [0, 100]}}
    document["weaker_designs"] = [weak, weak | {"name": "The same once more"}]
    document["harmless_mutants"] = [{"change": change, "why": "One level asks for paths alone."} for change in UNTESTED]
    return document


def complete(api: Api, people: Staff, by: Caller, slug: str) -> dict[str, Any]:
    """Pass the only level of a challenge."""
    path = f"/v1/challenges/{people.organization}:{slug}/levels/1/attempts"
    made: dict[str, Any] = api.post(path, by, json=submission()).json()
    assert made["passed"] is True, made
    return made


def progress(api: Api, people: Staff, by: Caller) -> dict[str, Any]:
    """Return how far the learner is in the organization's track."""
    rows = api.get("/v1/me/tracks", by).json()["items"]
    return next(row for row in rows if row["slug"] == f"{people.organization}:made-track")


def with_lessons(*modules: tuple[str, list[str]]) -> dict[str, Any]:
    """Return the track with these modules and lessons."""
    return track() | {
        "modules": [
            {
                "slug": name,
                "title": name,
                "description": "A module.",
                "lessons": [{"slug": slug, "title": slug, "description": "A lesson."} for slug in lessons],
            }
            for name, lessons in modules
        ]
    }


def test_a_lesson_that_is_renamed_and_moved_keeps_what_learners_did(
    api: Api, people: Staff, member: Caller, clouds: Clouds
) -> None:
    go_live(api, people, clouds, one_level("first", 1))
    passed = complete(api, people, member, "first")
    both = with_lessons(("made-track-module", ["made-track-lesson"]), ("second", ["renamed"]))
    go_live(api, people, clouds, both)
    go_live(api, people, clouds, one_level("first", 1, lesson="renamed"))
    go_live(api, people, clouds, with_lessons(("second", ["renamed"])))
    shown = api.get(f"/v1/challenges/{people.organization}:first", member).json()
    assert (shown["module"], shown["lesson"], shown["status"], shown["xp_earned"]) == (
        "second", "renamed", "completed", passed["xp_earned"],
    )  # fmt: skip
    lessons = api.get(f"/v1/tracks/{people.organization}:made-track", member).json()["modules"]
    assert [(module["slug"], [lesson["slug"] for lesson in module["lessons"]]) for module in lessons] == [
        ("second", ["renamed"])
    ]
    moved = with_lessons(("third", ["renamed"]))
    go_live(api, people, clouds, moved)
    assert api.get(f"/v1/challenges/{people.organization}:first", member).json()["module"] == "third"


def test_who_has_all_keeps_it_when_another_challenge_is_added(
    api: Api, people: Staff, member: Caller, clouds: Clouds
) -> None:
    for number, slug in enumerate(("one", "two", "three"), 1):
        go_live(api, people, clouds, one_level(slug, number))
        complete(api, people, member, slug)
    before = progress(api, people, member)
    assert (before["status"], before["progress_percentage"]) == ("completed", 100)
    go_live(api, people, clouds, one_level("four", 4))
    after = progress(api, people, member)
    assert (after["progress_percentage"], after["challenges_completed"], after["total_challenges"]) == (75, 3, 4)
    assert after["completion_date"] == before["completion_date"]


def test_what_something_needs_is_not_taken_away(api: Api, people: Staff, member: Caller, clouds: Clouds) -> None:
    go_live(api, people, clouds, one_level("base", 1))
    go_live(api, people, clouds, one_level("next", 2, prerequisites=["base"]))
    base = people.path("challenge", "base")
    problem(api.patch(base, people.administrator, json={"archived": True}), 409, "item-needed")
    go_live(api, people, clouds, one_level("next", 2, prerequisites=["base"], description="The same, said otherwise."))
    shown = api.get(f"/v1/challenges/{people.organization}:next", member).json()
    assert [row["slug"] for row in shown["prerequisites"]] == [f"{people.organization}:base"]
    assert shown["unlocked"] is False


def test_what_is_taken_away_is_counted_nowhere(api: Api, people: Staff, member: Caller, clouds: Clouds) -> None:
    for number, slug in enumerate(("red", "green", "blue"), 1):
        go_live(api, people, clouds, one_level(slug, number))
    path = people.path("challenge", "green")
    assert api.patch(path, people.administrator, json={"archived": True}).status_code == 200
    query = {"organization": people.organization}
    listed = api.get("/v1/challenges", member, params=query).json()["items"]
    assert [row["title"] for row in listed] == ["Red", "Blue"]
    found = api.get("/v1/challenges", member, params={**query, "search": "green"}).json()["items"]
    assert found == []
    tracks = api.get("/v1/tracks", member, params=query).json()["items"]
    assert [row["total_challenges"] for row in tracks] == [2]
    lesson = api.get(f"/v1/tracks/{people.organization}:made-track", member).json()["modules"][0]["lessons"][0]
    assert [item["title"] for item in lesson["items"]] == ["Red", "Blue"]


def test_a_header_names_no_tenant(api: Api, people: Staff, member: Caller, learner: Caller) -> None:
    headers = {"x-tenant-id": people.organization, "x-organization": people.organization}
    listed = api.get("/v1/tracks", learner, headers=headers).json()["items"]
    assert {row["organization"] for row in listed} == {"public"}
    both = {row["organization"] for row in api.get("/v1/tracks", member).json()["items"]}
    assert both == {"public", people.organization}
    own = api.get("/v1/tracks", member, params={"organization": people.organization}).json()["items"]
    assert {row["organization"] for row in own} == {people.organization}
