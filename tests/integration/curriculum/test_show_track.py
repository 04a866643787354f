"""GET /v1/tracks/{slug}."""

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import content
from tests.support.learning import pointers


@pytest.mark.parametrize("slug", ["fundamentals", "concepts", "systems"])
def test_a_track_with_its_modules_lessons_and_challenges(api: Api, learner: Caller, slug: str) -> None:
    track = next(loaded for loaded in content().tracks if loaded.slug == slug)
    shown = api.get(f"/v1/tracks/{slug}", learner).json()
    assert (shown["slug"], shown["title"], shown["prerequisites"]) == (slug, track.title, track.prerequisites)
    assert [
        (module["slug"], module["title"], [lesson["slug"] for lesson in module["lessons"]])
        for module in shown["modules"]
    ] == [(module.slug, module.title, [lesson.slug for lesson in module.lessons]) for module in track.modules]
    for lesson in (lesson for module in shown["modules"] for lesson in module["lessons"]):
        expected = [
            challenge.slug
            for challenge in content().challenges
            if challenge.track == slug and challenge.lesson == lesson["slug"]
        ]
        assert lesson["challenges"][: len(expected)] == expected


def test_an_unknown_track_is_not_found(api: Api, learner: Caller) -> None:
    document = problem(api.get("/v1/tracks/no-such-track", learner), 404, "not-found")
    assert "no-such-track" in document["detail"]


@pytest.mark.parametrize("slug", ["Systems", "-x", "a_b", "x" * 101, "a'b", "a%20b", "é", "(select%201)"])
def test_a_name_that_cannot_be_one_is_pointed_at(api: Api, learner: Caller, slug: str) -> None:
    response = api.get(f"/v1/tracks/{slug}", learner)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/slug"]


def test_it_is_sent_only_once(api: Api, learner: Caller) -> None:
    tag = api.get("/v1/tracks/systems", learner).headers["etag"]
    assert api.get("/v1/tracks/systems", learner, headers={"if-none-match": tag}).status_code == 304
    assert api.get("/v1/tracks/concepts", learner, headers={"if-none-match": tag}).status_code == 200
