"""GET /v1/challenges."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, content
from tests.support.learning import admit, attempts_path, pass_level, pointers, walk

PATH = "/v1/challenges"
SLUGS = [challenge.slug for challenge in content().all]
METACHARACTERS = [
    "'; drop table identity.users; --", "' or '1'='1", "\\", "%", "_", "& | !", "foo:*", "((", '"', "a <-> b", ":", "*",
    "🙂", "\u202e", "or", "-", "-cache", "$1", "%s", "%(words)s", "{}", "x" * 200, " ", "",
]  # fmt: skip


def slugs(api: Api, caller: Caller, **params: Any) -> list[str]:
    """Return the slugs of one large page."""
    response = api.get(PATH, caller, params={"limit": 100, **params})
    assert response.status_code == 200, response.text
    return [row["slug"] for row in response.json()["items"]]


@pytest.mark.parametrize("limit", [1, 7, 78, 79, 100])
def test_a_walk_meets_every_challenge_once_in_order(api: Api, learner: Caller, limit: int) -> None:
    pages = walk(api, learner, PATH, limit=limit)
    assert [row["slug"] for page in pages for row in page] == SLUGS
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert pages[-1]


def test_a_row_says_what_it_is_and_where_the_learner_stands(api: Api, learner: Caller) -> None:
    first = api.get(PATH, learner, params={"limit": 1}).json()["items"][0]
    wanted = content().challenges[0]
    assert first == {
        "slug": wanted.slug, "organization": "public", "title": wanted.title, "description": wanted.description,
        "kind": "system_design", "category": wanted.category, "track": wanted.track, "order_in_track": 1,
        "difficulty": wanted.difficulty, "xp_base": wanted.xp_base, "estimated_minutes": wanted.estimated_minutes,
        "tags": wanted.tags,
        "ddia_concepts": [concept.model_dump() for concept in wanted.ddia_concepts],
        "level_count": 5, "published_levels": 5, "status": "not_started", "unlocked": True, "levels_completed": [],
        "best_score": None, "xp_earned": 0, "total_attempts": 0,
    }  # fmt: skip


def test_progress_shows_in_the_rows(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    assert slugs(api, learner, status="in_progress") == []
    api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY})
    attempt = pass_level(api, learner)
    rows = api.get(PATH, learner, params={"status": "in_progress"}).json()["items"]
    assert [row["slug"] for row in rows] == ["url-shortener"]
    shown = {
        name: rows[0][name] for name in ("unlocked", "levels_completed", "best_score", "xp_earned", "total_attempts")
    }
    assert shown == {
        "unlocked": True,
        "levels_completed": [1],
        "best_score": 100.0,
        "xp_earned": attempt["xp_earned"],
        "total_attempts": 2,
    }
    assert "url-shortener" not in slugs(api, learner, status="not_started")
    assert slugs(api, learner, status="completed") == []


@pytest.mark.parametrize(
    "filters",
    [
        {"track": "systems"},
        {"category": "caching"},
        {"difficulty": "advanced"},
        {"tag": "cdn"},
        {"track": "systems", "difficulty": "intermediate"},
        {"track": "concepts", "category": "caching", "difficulty": "intermediate"},
        {"track": "fundamentals", "tag": "cdn", "difficulty": "beginner", "category": "web"},
        {"track": "no-such-track"},
        {"category": "caching' --"},
        {"tag": '"]'},
    ],
)
def test_filters_narrow_alone_and_together(api: Api, learner: Caller, filters: dict[str, str]) -> None:
    expected = [
        loaded.slug
        for loaded in content().all
        if all(
            filters[name] in loaded.tags if name == "tag" else getattr(loaded, name) == filters[name]
            for name in filters
        )
    ]
    assert slugs(api, learner, **filters) == expected
    assert [row["slug"] for page in walk(api, learner, PATH, limit=2, **filters) for row in page] == expected


@pytest.mark.parametrize("typed", ["urlshort", "URL-Short", "url shor", "url-shortener", "shortener"])
def test_a_search_completes_what_is_typed(api: Api, learner: Caller, typed: str) -> None:
    assert "url-shortener" in slugs(api, learner, search=typed)


@pytest.mark.parametrize("name", ["search", "tag", "category", "track"])
def test_a_filter_without_a_text_filters_nothing(api: Api, learner: Caller, name: str) -> None:
    assert len(slugs(api, learner, **{name: " "})) == len(slugs(api, learner)) > 50


def test_the_unlocked_are_listed_apart(api: Api, learner: Caller) -> None:
    rows = {row["slug"]: row["unlocked"] for page in walk(api, learner, PATH, limit=100) for row in page}
    for unlocked in (True, False):
        expected = [slug for slug, open_ in rows.items() if open_ is unlocked]
        assert slugs(api, learner, unlocked=unlocked) == expected != []


@pytest.mark.parametrize("limit", [1, 13, 100])
@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("track", lambda challenge: 0),
        ("title", lambda challenge: challenge.title.lower()),
        ("difficulty", lambda challenge: ["beginner", "intermediate", "advanced"].index(challenge.difficulty)),
        ("estimated_minutes", lambda challenge: challenge.estimated_minutes),
    ],
)
def test_the_order_is_the_one_asked_for_on_every_page(
    api: Api, learner: Caller, sort: str, key: Callable[[Any], Any], limit: int
) -> None:
    expected = [challenge.slug for challenge in sorted(content().all, key=key)]
    assert [row["slug"] for page in walk(api, learner, PATH, limit=limit, sort=sort) for row in page] == expected


def test_a_cursor_of_another_order_is_refused(api: Api, learner: Caller) -> None:
    cursor = api.get(PATH, learner, params={"limit": 1, "sort": "title"}).json()["next_cursor"]
    response = api.get(PATH, learner, params={"limit": 1, "sort": "difficulty", "cursor": cursor})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/cursor"]


def test_signs_are_not_words(api: Api, learner: Caller) -> None:
    assert [slugs(api, learner, search=sign) for sign in ("%", "_", "\\", "museum -museum")] == [[]] * 4


def test_words_are_searched_in_title_description_and_tags(api: Api, learner: Caller) -> None:
    found = slugs(api, learner, search="cache")
    assert "caching-basics" in found
    assert set(slugs(api, learner, search="CACHES")) == set(found)
    assert "static-website" in slugs(api, learner, search="museum")
    assert slugs(api, learner, search='"digitised collection"') == ["static-website"]
    assert slugs(api, learner, search="museum xylophone") == []
    assert slugs(api, learner, search="url-shortener")[:1] == ["url-shortener"]
    assert set(slugs(api, learner, search="museum or cache")) >= {"static-website", "caching-basics"}
    assert slugs(api, learner, search="museum", track="systems") == []


@pytest.mark.parametrize("words", METACHARACTERS)
def test_metacharacters_are_only_words(api: Api, learner: Caller, words: str) -> None:
    assert set(slugs(api, learner, search=words)) <= set(SLUGS)
    for name in ("track", "category", "tag"):
        if len(words) <= 100:
            assert slugs(api, learner, **{name: words}) == ([] if words.strip() else SLUGS)
    assert slugs(api, learner) == SLUGS


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"limit": "0"}, "/query/limit"),
        ({"limit": "101"}, "/query/limit"),
        ({"limit": "-1"}, "/query/limit"),
        ({"limit": "ten"}, "/query/limit"),
        ({"limit": "1e400"}, "/query/limit"),
        ({"limit": ["1", "2"]}, "/query/limit"),
        ({"difficulty": "easy"}, "/query/difficulty"),
        ({"status": "done"}, "/query/status"),
        ({"sort": "xp"}, "/query/sort"),
        ({"unlocked": "perhaps"}, "/query/unlocked"),
        ({"search": "x" * 201}, "/query/search"),
        ({"track": "x" * 101}, "/query/track"),
        ({"cursor": "x" * 501}, "/query/cursor"),
        ({"cursor": ""}, "/query/cursor"),
        ({"cursor": "garbage"}, "/query/cursor"),
        ({"cursor": "é🙂"}, "/query/cursor"),
        ({"cursor": "W10"}, "/query/cursor"),
        ({"cursor": "WzEsMl0=="}, "/query/cursor"),
        ({"cursor": "WyIxIiwyXQ"}, "/query/cursor"),
    ],
)
def test_a_bad_parameter_is_pointed_at(api: Api, learner: Caller, params: dict[str, Any], pointer: str) -> None:
    response = api.get(PATH, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


@pytest.mark.parametrize("name", ["track", "category", "tag", "search"])
def test_a_nul_character_is_refused(api: Api, learner: Caller, name: str) -> None:
    refused = api.get(f"{PATH}?{name}=a%00b", learner)
    problem(refused, 422, "invalid")
    assert pointers(refused) == [f"/query/{name}"]


def test_a_nul_character_is_pointed_at_whatever_a_body_holds_that_nobody_reads(api: Api, learner: Caller) -> None:
    refused = api.request("GET", f"{PATH}?search=a%00b", learner, content=b"no JSON \xff")
    problem(refused, 422, "invalid")
    assert pointers(refused) == ["/query/search"]


def test_cursors_of_other_lists_are_refused(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    for _ in range(2):
        pass_level(api, learner)
    ours = api.get(PATH, learner, params={"limit": 1}).json()["next_cursor"]
    attempts = api.get(attempts_path(), learner, params={"limit": 1}).json()["next_cursor"]
    assert ours
    assert attempts
    for path, cursor in ((PATH, attempts), (attempts_path(), ours), ("/v1/leaderboards/all_time/xp", ours),
                         ("/v1/leaderboards/all_time/xp", attempts)):  # fmt: skip
        response = api.get(path, learner, params={"cursor": cursor})
        problem(response, 422, "invalid")
        assert pointers(response) == ["/query/cursor"]


def test_the_order_is_that_of_the_tracks(api: Api, learner: Caller) -> None:
    rows = [row for page in walk(api, learner, PATH, limit=20) for row in page]
    tracks = [track.slug for track in content().tracks]
    places = [(tracks.index(row["track"]), row["order_in_track"]) for row in rows]
    assert all(before < after for before, after in pairwise(places))


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    tag = api.get(PATH, learner).headers["etag"]
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 304
    assert api.get(PATH, learner, params={"search": "cache"}, headers={"if-none-match": tag}).status_code == 200
