"""GET /v1/recommendations/challenges."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.everything import assess
from tests.support.learning import admit, beyond_policies, pass_level, pointers
from tests.support.scene import NOON, one

PATH = "/v1/recommendations/challenges"


def recommended(api: Api, learner: Caller, count: int = 5) -> list[dict[str, Any]]:
    """Return what a learner is recommended."""
    items: list[dict[str, Any]] = api.get(PATH, learner, params={"count": count}).json()["items"]
    return items


def test_a_newcomer_is_given_five_that_are_open_and_suit_them(api: Api, learner: Caller) -> None:
    response = api.get(PATH, learner).json()
    assert response["skill_level"] == "beginner"
    items = response["items"]
    open_now = {row["slug"] for row in api.get("/v1/me/progress", learner, params={"limit": 100}).json()["items"]}
    assert items[0]["slug"] == "static-website"
    assert {row["reason"] for row in items if row["slug"] in open_now} == {"level"}
    assert {row["reason"] for row in items if row["slug"] not in open_now} <= {"almost_open"}
    assert len({row["slug"] for row in items}) == 5
    assert api.get(PATH, learner).json() == response


def test_what_was_begun_comes_first_then_what_is_followed(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener", "pastebin")
    pass_level(api, learner)
    api.request("PUT", "/v1/tracks/systems/enrollment", learner)
    first, second, *_ = recommended(api, learner)
    assert (first["slug"], first["reason"], first["why"]) == (
        "url-shortener", "continue", "You passed 1 of 5 levels: go on.",
    )  # fmt: skip
    assert (second["track"], second["reason"]) == ("systems", "enrolled")


def test_the_last_assessments_weak_spots_come_before_the_level(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller
) -> None:
    admit(api, learner, "caching-basics")
    with beyond_policies(fresh_database, admin_url) as connection, connection.transaction():
        assess(connection, learner.id, NOON)
    found = recommended(api, learner)[0]
    assert (found["slug"], found["reason"]) == ("caching-basics", "weakness")
    with beyond_policies(fresh_database, admin_url) as connection, connection.transaction():
        assess(connection, learner.id, NOON.replace(hour=13), "[]")
    assert {row["reason"] for row in recommended(api, learner)} & {"weakness"} == set()


def test_a_beginner_who_completed_all_for_beginners_gets_something(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller
) -> None:
    """What is recommended then is the next difficulty, or what is nearly open."""
    api.get("/v1/me", learner)
    with beyond_policies(fresh_database, admin_url) as connection:
        for slug, count in connection.execute(
            "select slug, level_count from curriculum.challenges where difficulty_base = 'beginner' order by slug"
        ).fetchall():
            outcome = one(
                connection, "select outcome from learning.import_progress(%s, %s, array(select generate_series(1, %s)), 0, %s)",
                learner.id, slug, count, NOON,
            )  # fmt: skip
            assert outcome == "imported"
    items = recommended(api, learner, 20)
    assert items
    assert {row["difficulty"] for row in items} <= {"intermediate", "advanced"}
    assert {row["reason"] for row in items} <= {"stretch", "almost_open"}


def test_only_what_has_published_levels_is_recommended(
    api: Api, learner: Caller, superuser: psycopg.Connection
) -> None:
    published = superuser.execute(
        "select c.slug from curriculum.challenges as c"
        " where exists (select from curriculum.challenge_levels as l where l.challenge_id = c.id)"
    ).fetchall()
    found = recommended(api, learner, 20)
    assert found
    assert {row["slug"] for row in found} <= {row[0] for row in published}


@pytest.mark.parametrize("count", [0, 21, "all"], ids=["none", "too-many", "word"])
def test_a_bad_count_is_pointed_at(api: Api, learner: Caller, count: object) -> None:
    response = api.get(PATH, learner, params={"count": str(count)})
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/count"]


def test_nobody_is_recommended_anything_without_a_token(api: Api) -> None:
    assert api.get(PATH).status_code == 401
