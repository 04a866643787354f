"""GET /v1/me/progress, GET /v1/me/tracks and GET /v1/me/activity."""

from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.assessing import answers, begin, respond
from tests.support.content import EMPTY
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level, pointers, walk
from tests.support.scene import act_as, make_challenge, one

PROGRESS, TRACKS, ACTIVITY = "/v1/me/progress", "/v1/me/tracks", "/v1/me/activity"


def rows(api: Api, learner: Caller, **params: Any) -> list[dict[str, Any]]:
    """Return a learner's challenges."""
    items: list[dict[str, Any]] = api.get(PROGRESS, learner, params={"limit": 100, **params}).json()["items"]
    return items


def test_a_newcomer_sees_what_is_open_and_has_begun_nothing(api: Api, learner: Caller) -> None:
    found = rows(api, learner)
    assert "static-website" in [row["slug"] for row in found]
    assert {row["status"] for row in found} == {"not_started"}
    assert all(row["unlock_date"] and not row["levels_completed"] for row in found)


def test_an_attempt_shows_in_its_challenge_and_level(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY})
    attempt = pass_level(api, learner)
    [row] = rows(api, learner, status="in_progress")
    assert (row["slug"], row["current_level"], row["levels_completed"]) == ("url-shortener", 1, [1])
    assert (row["total_attempts"], row["best_score"], row["xp_earned"]) == (2, 100, attempt["xp_earned"])
    assert row["start_date"]
    assert row["completion_date"] is None
    first, second, *_ = row["levels"]
    assert first == {
        "level": 1, "name": "Connectivity", "completed": True, "xp_reward": 30, "best_score": 100.0, "attempts": 2,
    }  # fmt: skip
    assert (second["completed"], second["best_score"], second["attempts"]) == (False, None, 0)
    assert "track_order" not in row


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_walk_meets_each_challenge_once_in_the_tracks_order(api: Api, learner: Caller, limit: int) -> None:
    admit(api, learner, "url-shortener", "caching-basics", "api-gateway", "news-feed")
    walked = [row["slug"] for page in walk(api, learner, PROGRESS, limit=limit) for row in page]
    assert walked == [row["slug"] for row in rows(api, learner)]
    assert len(walked) == len(set(walked)) >= 4
    assert walked.index("caching-basics") < walked.index("api-gateway") < walked.index("url-shortener")


def test_filters_by_track_and_status(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener", "api-gateway")
    assert [row["slug"] for row in rows(api, learner, track="systems")] == ["url-shortener"]
    assert rows(api, learner, track="systems", status="completed") == []
    assert rows(api, learner, track="no-such-track") == []


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        (PROGRESS, {"status": "finished"}, "/query/status"),
        (PROGRESS, {"limit": 0}, "/query/limit"),
        (PROGRESS, {"cursor": "!"}, "/query/cursor"),
        (PROGRESS, {"cursor": "WyJ4Iiwid3JvbmciXQ"}, "/query/cursor"),
        (ACTIVITY, {"limit": 101}, "/query/limit"),
        (ACTIVITY, {"cursor": "WzEsMl0"}, "/query/cursor"),
    ],
    ids=["status", "none", "garbage", "texts", "too-many", "numbers"],
)
def test_a_bad_parameter_is_pointed_at(
    api: Api, learner: Caller, path: str, params: dict[str, Any], pointer: str
) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_every_track_is_there_with_the_learners_part(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    before = {row["slug"]: row for row in api.get(TRACKS, learner).json()["items"]}
    assert list(before) == ["fundamentals", "concepts", "systems", "code-practice"]
    assert {row["status"] for row in before.values()} == {"not_started"}
    assert sum(row["total_challenges"] for row in before.values()) >= 61
    pass_level(api, learner)
    api.request("PUT", "/v1/tracks/systems/enrollment", learner)
    systems = {row["slug"]: row for row in api.get(TRACKS, learner).json()["items"]}["systems"]
    assert (systems["status"], systems["challenges_completed"], systems["progress_percentage"]) == ("in_progress", 0, 0)
    assert systems["enrolled_at"]
    assert systems["start_date"]
    assert systems["completion_date"] is None


def test_a_level_that_is_passed_again_adds_nothing_to_its_track(api: Api, learner: Caller) -> None:
    for level in range(1, 6):
        pass_level(api, learner, "static-website", level)
    tracks = api.get(TRACKS, learner).json()["items"]
    [first] = [row for row in tracks if row["slug"] == "fundamentals"]
    assert first["progress_percentage"] == round(100 / first["total_challenges"], 2)
    again = pass_level(api, learner, "static-website", 5)
    assert (again["passed"], again["first_pass"], again["challenge_completed"]) == (True, False, False)
    assert api.get(TRACKS, learner).json()["items"] == tracks


def test_a_completed_challenge_counts_for_its_track(
    api: Api, fresh_database: dict[str, str], admin_url: str, learner: Caller
) -> None:
    with beyond_policies(fresh_database, admin_url) as connection:
        make_challenge(connection, "small-one")
        admit(api, learner, "small-one")
        assert_passes(connection, learner)
        systems = api.get(TRACKS, learner).json()["items"][2]
        assert systems["challenges_completed"] == 1
        assert systems["progress_percentage"] == round(100 / systems["total_challenges"], 2)
        stored = one(
            connection, "select progress_percentage from progress.user_track_progress where user_id = %s", learner.id
        )
        assert float(stored) == systems["progress_percentage"]


def assert_passes(connection: psycopg.Connection, learner: Caller) -> None:
    """Pass the small challenge in SQL: its test is none that an evaluator knows."""
    with connection.transaction():
        act_as(connection, learner.id)
        completed = one(
            connection,
            "select r.challenge_completed from curriculum.challenges as c"
            " inner join content.challenge_versions as v on v.challenge_id = c.id cross join lateral"
            " learning.submit_attempt(c.id, 1, v.id, '{}', '[]', 100::numeric, true, '{}', 1) as r"
            " where c.slug = 'small-one'",
        )
        assert completed


def test_activity_lists_everything_newest_first(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    admit(api, learner, "url-shortener")
    api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY})
    assessment = begin(api, learner)
    respond(api, learner, assessment, answers(superuser, assessment))
    attempt = pass_level(api, learner)
    items = [row for page in walk(api, learner, ACTIVITY, limit=2) for row in page]
    kinds = [row["activity_type"] for row in items]
    assert kinds.count("level_passed") == kinds.count("level_attempted") == kinds.count("assessment_completed") == 1
    assert kinds.count("achievement_unlocked") >= len(attempt["achievements"]) > 0
    assert [row["occurred_at"] for row in items] == sorted((row["occurred_at"] for row in items), reverse=True)
    passed = items[kinds.index("level_passed")]
    assert (passed["resource"], passed["title"]) == ("url-shortener", "URL shortener")
    assert passed["details"] == {"level": 1, "score": 100.0, "xp_earned": attempt["xp_earned"]}


def test_events_of_one_instant_are_not_lost_between_pages(api: Api, learner: Caller) -> None:
    """A pass and the achievements that it unlocks happen at the same microsecond."""
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    at_once = api.get(ACTIVITY, learner).json()["items"]
    assert len({row["occurred_at"] for row in at_once}) == 1 < len(at_once)
    assert [row for page in walk(api, learner, ACTIVITY, limit=1) for row in page] == at_once


def test_others_see_none_of_it(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    pass_level(api, learner)
    stranger = new_caller()
    assert api.get(ACTIVITY, stranger).json() == {"items": [], "next_cursor": None}
    assert "url-shortener" not in api.get(PROGRESS, stranger).text
    assert [api.get(path).status_code for path in (PROGRESS, TRACKS, ACTIVITY)] == [401, 401, 401]
