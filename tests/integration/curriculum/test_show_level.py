"""GET /v1/challenges/{slug}/levels/{level}."""

import re
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from progressive_flow.grading.contracts import POINTS_ONLY
from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, problem
from tests.support.content import EMPTY, content
from tests.support.learning import admit, attempts_path, beyond_policies, count, pass_level, pointers
from tests.support.scene import one

PATH = "/v1/challenges/url-shortener/levels"
PUBLISHED = [(challenge.slug, level) for challenge in content().challenges for level in challenge.levels]


@pytest.mark.parametrize(("slug", "level"), PUBLISHED)
def test_a_level_without_its_hidden_tests_and_solution(api: Api, learner: Caller, slug: str, level: object) -> None:
    file = next(candidate for name, candidate in PUBLISHED if name == slug and candidate is level)
    response = api.get(f"/v1/challenges/{slug}/levels/{file.level}", learner)
    shown = response.json()
    assert [case["id"] for case in shown["test_cases"]] == [case.id for case in file.test_cases if not case.hidden]
    assert shown["hidden_tests"] == sum(case.hidden for case in file.test_cases)
    assert (shown["name"], shown["xp_reward"], shown["hint_count"]) == (file.name, file.xp_reward, len(file.hints))
    assert shown["solution_approach"] is None
    values = re.sub(r'"\w+":', "", response.text)  # one is called "goal", as a member is
    assert not any(f'"{case.id}"' in values for case in file.test_cases if case.hidden)
    assert not any(hint.text in response.text for hint in file.hints)
    assert {case["visibility"] for case in shown["test_cases"]} <= {"visible", "points"}
    unsaid = {case["id"] for case in shown["test_cases"] if case["goal"] == POINTS_ONLY}
    assert unsaid == {case.id for case in file.test_cases if case.visibility == "points"}
    assert all(case["goal"] for case in shown["test_cases"])


def test_a_locked_level_says_what_is_missing(api: Api, learner: Caller, superuser: psycopg.Connection) -> None:
    shown = api.get(f"{PATH}/1", learner).json()
    assert not shown["unlocked"]
    assert [row["challenge"] for row in shown["missing"]] == ["caching-basics", "capacity-estimation"]
    assert count(superuser, "progress.user_level_progress", learner.id) == 0


def test_the_second_level_opens_with_the_first_passed(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    assert [api.get(f"{PATH}/{level}", learner).json()["unlocked"] for level in (1, 2)] == [True, False]
    title = api.get("/v1/challenges/url-shortener", learner).json()["title"]
    assert api.get(f"{PATH}/2", learner).json()["missing"] == [
        {"challenge": "url-shortener", "level": 1, "skill": None, "title": title}
    ]
    refused = api.post(attempts_path(level=2), learner, json={"kind": "system_design", "design": EMPTY})
    assert refused.json()["missing"] == api.get(f"{PATH}/2", learner).json()["missing"]
    pass_level(api, learner)
    assert [api.get(f"{PATH}/{level}", learner).json()["unlocked"] for level in (1, 2)] == [True, True]


def test_a_level_says_all_that_its_pass_may_pay(api: Api, learner: Caller) -> None:
    for level in range(1, 5):
        pass_level(api, learner, "static-website", level)
    shown = api.get("/v1/challenges/static-website/levels/5", learner).json()
    last = pass_level(api, learner, "static-website", 5)
    assert last["challenge_completed"]
    assert last["xp_earned"] == shown["xp_reward"] + shown["xp_base"]


def test_attempts_and_the_solution_show_after_passing(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY})
    shown = api.get(f"{PATH}/1", learner).json()
    assert (shown["attempts"], shown["best_score"], shown["passed_at"], shown["solution_approach"]) == (
        1,
        0,
        None,
        None,
    )
    attempt = pass_level(api, learner)
    shown = api.get(f"{PATH}/1", learner).json()
    assert (shown["attempts"], shown["best_score"], shown["passed_at"]) == (2, 100, attempt["created_at"])
    file = next(challenge for challenge in content().challenges if challenge.slug == "url-shortener")
    assert shown["solution_approach"] == file.levels[0].solution_approach
    assert api.get(f"{PATH}/2", learner).json()["solution_approach"] is None
    assert [case.id for case in file.levels[0].test_cases if case.hidden and case.id in str(shown)] == []


def test_minutes_count_from_the_first_opening(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    api.get(f"{PATH}/1", learner)
    with clock.moved_to(clock.now() + timedelta(minutes=4, seconds=30)):
        api.get(f"{PATH}/1", learner)  # a second request does not restart it
    with clock.moved_to(clock.now() + timedelta(minutes=7, seconds=30)):
        assert pass_level(api, learner)["time_spent_minutes"] == 7


def test_a_level_that_is_not_published_is_distinguished(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    with psycopg.connect(fresh_database["migrator"]) as connection:
        connection.execute(
            "delete from curriculum.challenge_levels as l using curriculum.challenges as c"
            " where c.id = l.challenge_id and c.slug = 'pastebin' and l.level_number = 5"
        )
    admit(api, learner, "pastebin")
    problem(api.get("/v1/challenges/pastebin/levels/5", learner), 404, "level-not-published")
    problem(api.get("/v1/challenges/no-such-challenge/levels/1", learner), 404, "not-found")
    with beyond_policies(fresh_database, admin_url) as connection:
        assert count(connection, "progress.user_level_progress", learner.id) == 0


@pytest.mark.parametrize("level", ["0", "6", "-1", "one", "1.5", "9" * 5000, "1e400", "NaN", "٣x"])
def test_a_level_there_cannot_be_is_pointed_at(api: Api, learner: Caller, level: str) -> None:
    response = api.get(f"{PATH}/{level}", learner)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/level"]


def test_it_is_sent_only_when_it_changed(api: Api, learner: Caller) -> None:
    tag = api.get(f"{PATH}/1", learner).headers["etag"]
    assert api.get(f"{PATH}/1", learner, headers={"if-none-match": tag}).status_code == 304
    admit(api, learner, "url-shortener")
    assert api.get(f"{PATH}/1", learner, headers={"if-none-match": tag}).status_code == 200


def test_of_a_test_as_much_is_shown_as_its_visibility_says(superuser: psycopg.Connection) -> None:
    tests: list[dict[str, Any]] = [
        {"id": "all", "kind": "served", "target": 1, "weight": 2, "visibility": "visible"},
        {"id": "points", "kind": "served", "target": 1, "visibility": "points"},
        {"id": "nothing", "kind": "served", "target": 1, "visibility": "hidden"},
        {"id": "nothing, as it was said before", "kind": "served", "target": 1, "hidden": True},
        {"id": "all, as it was said before", "kind": "served", "target": 1, "hidden": False},
    ]
    shown = one(superuser, "select curriculum.shown_tests(%s)", Jsonb(tests))
    of_points = {"id": "points", "weight": 1, "visibility": "points"}
    assert shown == [tests[0], of_points, {"id": tests[4]["id"], "kind": "served", "target": 1}]
