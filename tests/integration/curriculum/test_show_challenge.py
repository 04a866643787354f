"""GET /v1/challenges/{slug}."""

import json

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import content
from tests.support.learning import admit, pass_level, pointers

PATH = "/v1/challenges/url-shortener"


def test_a_challenge_with_its_levels_and_prerequisites(api: Api, learner: Caller) -> None:
    shown = api.get(PATH, learner).json()
    file = next(challenge for challenge in content().challenges if challenge.slug == "url-shortener")
    assert (shown["title"], shown["track"], shown["lesson"], shown["version"]) == (
        file.title,
        "systems",
        file.lesson,
        1,
    )
    assert shown["levels"] == [
        {
            "level": level.level,
            "name": level.name,
            "xp_reward": level.xp_reward,
            "estimated_minutes": level.estimated_minutes,
            "completed": False,
        }
        for level in file.levels
    ]
    assert [(row["slug"], row["completed"]) for row in shown["prerequisites"]] == [
        ("caching-basics", False),
        ("capacity-estimation", False),
    ]
    assert not shown["unlocked"]


def test_a_passed_level_shows(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    shown = api.get(PATH, learner).json()
    assert [level["level"] for level in shown["levels"] if level["completed"]] == [1]
    assert (shown["status"], shown["levels_completed"], shown["unlocked"]) == ("in_progress", [1], True)


def test_a_completed_prerequisite_shows_and_opens(api: Api, learner: Caller, fresh_database: dict[str, str]) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute("update curriculum.challenges set level_count = 1 where slug = 'data-modeling-basics'")
    attempt = pass_level(api, learner, "data-modeling-basics")
    opened = {row["slug"] for row in attempt["unlocked"]}
    needing = {
        challenge.slug for challenge in content().challenges if challenge.prerequisites == ["data-modeling-basics"]
    }
    assert opened == needing
    shown = api.get(f"/v1/challenges/{min(opened)}", learner).json()
    assert ([row["completed"] for row in shown["prerequisites"]], shown["unlocked"]) == ([True], True)


def test_a_challenge_without_a_published_level_says_so(
    api: Api, learner: Caller, fresh_database: dict[str, str]
) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute(
            "delete from curriculum.challenge_levels as l using curriculum.challenges as c"
            " where c.id = l.challenge_id and c.slug = 'pastebin'"
        )
    shown = api.get("/v1/challenges/pastebin", learner).json()
    assert (shown["levels"], shown["published_levels"]) == ([], 0)
    assert "No level of this challenge is published yet" in shown["publication_note"]


def test_a_completely_published_challenge_needs_no_publication_note(
    api: Api, learner: Caller, fresh_database: dict[str, str]
) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute(
            "delete from curriculum.challenge_levels as l using curriculum.challenges as c"
            " where c.id = l.challenge_id and c.slug = 'url-shortener' and l.level_number > 2"
        )
    assert api.get(PATH, learner).json()["publication_note"] == "2 of 5 levels are published so far."
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute("update curriculum.challenges set level_count = 2 where slug = 'url-shortener'")
    assert api.get(PATH, learner).json()["publication_note"] is None


def test_neither_tests_nor_solutions_are_in_the_overview(api: Api, learner: Caller) -> None:
    shown = api.get(PATH, learner).json()
    parts = [shown, *shown["levels"]]
    assert not any(
        word in part for part in parts for word in ("test_cases", "solution_approach", "hints", "requirements")
    )
    assert "stores-do-not-call" not in json.dumps(shown)


def test_the_statement_is_there_before_anything_is_attempted(api: Api, learner: Caller) -> None:
    file = next(challenge for challenge in content().challenges if challenge.slug == "url-shortener")
    shown = api.get(PATH, learner).json()
    assert shown["statement"] == file.statement
    assert "## Estimates" in shown["statement"]
    assert not shown["unlocked"]


@pytest.mark.parametrize("change", ["is_active = false", "is_published = false", "deleted_at = now()"])
def test_what_is_not_there_for_learners_is_not_found(
    api: Api, learner: Caller, fresh_database: dict[str, str], change: str
) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute(f"update curriculum.challenges set {change} where slug = 'url-shortener'".encode())
    for path in (PATH, f"{PATH}/levels/1", f"{PATH}/levels/1/attempts"):
        problem(api.get(path, learner), 404, "not-found")


def test_unknown_and_impossible_names(api: Api, learner: Caller) -> None:
    problem(api.get("/v1/challenges/no-such-challenge", learner), 404, "not-found")
    response = api.get("/v1/challenges/Url-Shortener", learner)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/slug"]


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    tag = api.get(PATH, learner).headers["etag"]
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 304
    pass_level(api, learner)
    assert api.get(PATH, learner, headers={"if-none-match": tag}).status_code == 200
