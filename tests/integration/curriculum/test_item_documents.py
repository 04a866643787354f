"""Documents of items: their form, and what changed between two revisions."""

import copy
from typing import Any

import pytest

from progressive_flow.curriculum.items.changes import changes
from tests.support.api import Api, Caller, problem
from tests.support.authoring import path, save
from tests.support.learning import pointers
from tests.support.made import challenge, track


def test_what_changed_is_shown_place_by_place(api: Api, slug: str, author: Caller) -> None:
    before = track()
    after = copy.deepcopy(before)
    after["modules"][0]["lessons"][0]["title"] = "Another"
    after["modules"].append(copy.deepcopy(before["modules"][0]) | {"slug": "second"})
    after["estimated_hours"] = 4
    tag = save(api, author, slug, before).headers["etag"]
    assert save(api, author, slug, after, headers={"if-match": tag}).status_code == 200
    found = api.get(f"{path(slug)}/changes", author, params={"since": 1}).json()
    assert (found["since"], found["revision"], found["is_whole"]) == (1, 2, True)
    places = {row["pointer"]: (row["what"], row["before"], row["after"]) for row in found["items"]}
    assert places == {
        "/estimated_hours": ("changed", 3, 4),
        "/modules/0/lessons/0/title": ("changed", "Lesson", "Another"),
        "/modules/1": ("added", None, after["modules"][1]),
    }
    back = api.get(f"{path(slug)}/changes", author, params={"since": 2, "revision": 1}).json()["items"]
    assert {row["pointer"]: row["what"] for row in back}["/modules/1"] == "removed"
    problem(api.get(f"{path(slug)}/changes", author, params={"since": 9}), 404, "not-found")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/body/document/title"),
        ({"title": "x" * 201}, "/body/document/title"),
        ({"estimated_hours": "3"}, "/body/document/estimated_hours"),
        ({"modules": []}, "/body/document/modules"),
        ({"slug": "another"}, "/body/document/slug"),
        ({"owner": "me"}, "/body/document/owner"),
    ],
)
def test_a_document_without_its_form_is_pointed_at(
    api: Api, slug: str, author: Caller, change: dict[str, Any], pointer: str
) -> None:
    response = api.request("PUT", path(slug), author, json={"document": track() | change})
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    problem(api.get(path(slug), author), 404, "not-found")


def test_a_level_that_cannot_be_written_out_is_pointed_at(api: Api, slug: str, author: Caller) -> None:
    document = challenge()
    document["levels"][1]["rates"] = {"no-such": 3}
    response = save(api, author, slug, document)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/document/levels/1/rates/no-such"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"passing_criteria": {"min_score": 3, "must_pass": []}}, None),
        ({"load": 1000, "rates": {"fetch": 1e15}}, "/body/document/levels"),
    ],
    ids=["a score of next to nothing", "figures beyond all bills"],
)
def test_odd_figures_are_saved_or_pointed_at(
    api: Api, slug: str, author: Caller, change: dict[str, Any], pointer: str | None
) -> None:
    document = challenge()
    document["levels"][1].update(change)
    response = save(api, author, slug, document)
    if pointer is None:
        assert response.status_code == 200
    else:
        problem(response, 422, "invalid")
        assert pointers(response) == [pointer]


def test_a_large_document_of_many_letters_is_saved(api: Api, slug: str, author: Caller) -> None:
    document = challenge()
    document["statement"] += "\n" + "é" * 150_000
    assert save(api, author, slug, document).status_code == 200


def test_a_number_and_a_truth_are_not_the_same() -> None:
    found = [(row.pointer, row.before, row.after) for row in changes({"a": 1, "b": 1}, {"a": True, "b": 1.0})]
    assert found == [("/a", 1, True), ("/b", 1, 1.0)]
