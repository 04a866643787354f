"""…/items/challenge/{slug}/preview and …/evaluations: a draft as learners will see it, and as it will be graded."""

from typing import Any

import pytest

from tests.support.api import Api, Caller, problem
from tests.support.learning import pointers
from tests.support.made import challenge, submission
from tests.support.membership import create, joined


@pytest.fixture
def address(api: Api, administrator: Caller) -> str:
    """Return the path of a challenge's draft."""
    slug = create(api, administrator)
    path = f"/v1/organizations/{slug}/items/challenge/static-website"
    author = joined(api, administrator, slug, "author")
    assert api.request("PUT", path, author, json={"document": challenge()}).status_code == 200
    return path


def evaluate(api: Api, by: Caller, address: str, level: int, sent: dict[str, Any]) -> Any:
    """Grade a submission by a level of the draft."""
    return api.post(f"{address}/evaluations", by, json={"level": level, "submission": sent})


def test_a_preview_is_what_learners_see_once_it_is_published(api: Api, administrator: Caller, address: str) -> None:
    found = api.get(f"{address}/preview", administrator).json()
    assert (found["title"], found["revision"], len(found["levels"])) == (challenge()["title"], 1, 5)
    for level in found["levels"]:
        published = api.get(f"/v1/challenges/static-website/levels/{level['level']}", administrator).json()
        shared = level.keys() & published.keys()
        assert shared >= {"requirements", "test_cases", "hidden_tests", "passing_criteria", "xp_reward"}
        assert {name: level[name] for name in shared} == {name: published[name] for name in shared}
        assert len(level["hint_penalties"]) == published["hint_count"]


def test_a_preview_gives_nothing_away(api: Api, administrator: Caller, address: str) -> None:
    text = api.get(f"{address}/preview", administrator).text
    document = challenge()
    secrets = [hint["text"] for level in document["levels"] for hint in level["hints"]]
    secrets += [level["solution_approach"] for level in document["levels"]]
    hidden = [
        case["id"] for level in document["levels"] for case in level["test_cases"] if case.get("visibility") == "hidden"
    ]
    assert secrets
    assert hidden
    assert not any(secret.strip()[:40] in text for secret in secrets)
    assert not any(f'"{name}"' in text for name in hidden)


def test_a_submission_is_graded_as_its_author_wrote_the_tests(api: Api, administrator: Caller, address: str) -> None:
    verdicts = [evaluate(api, administrator, address, level, submission()).json() for level in range(1, 6)]
    assert {(verdict["passed"], verdict["score"]) for verdict in verdicts} == {(True, 100)}
    results = [result for verdict in verdicts for result in verdict["test_results"]]
    assert {result["visibility"] for result in results} >= {"visible", "hidden"}
    assert all(result["kind"] for result in results)
    listed = api.get("/v1/challenges/static-website/levels/1/attempts", administrator).json()["items"]
    assert listed == []


def test_a_level_that_the_draft_lacks_is_pointed_at(api: Api, administrator: Caller, address: str) -> None:
    document = challenge()
    document["levels"] = document["levels"][:2]
    saved = api.request("PUT", address, administrator, json={"document": document}, headers={"if-match": "*"})
    assert saved.status_code == 200
    assert len(api.get(f"{address}/preview", administrator).json()["levels"]) == 2
    response = evaluate(api, administrator, address, 3, submission())
    problem(response, 422, "invalid")
    assert pointers(response) == ["/body/level"]
    assert len(api.get(f"{address}/preview", administrator, params={"revision": 1}).json()["levels"]) == 5


def test_what_a_level_does_not_allow_is_pointed_at(api: Api, administrator: Caller, address: str) -> None:
    sent = submission()
    sent["design"]["nodes"].append({"id": "queue", "type": "queue"})
    response = evaluate(api, administrator, address, 1, sent)
    problem(response, 422, "invalid")
    assert pointers(response) == [f"/body/submission/design/nodes/{len(sent['design']['nodes']) - 1}/type"]


def test_who_may_not_read_drafts_sees_and_tries_nothing(
    api: Api, administrator: Caller, learner: Caller, address: str
) -> None:
    problem(api.get(f"{address}/preview", learner), 403, "forbidden")
    problem(evaluate(api, learner, address, 1, submission()), 403, "forbidden")
    missing = address.replace("static-website", "no-such")
    problem(api.get(f"{missing}/preview", administrator), 404, "not-found")
    problem(evaluate(api, administrator, missing, 1, submission()), 404, "not-found")
