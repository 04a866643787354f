"""GET /v1/attempts/{attempt_id}."""

import uuid

import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.grading import let_see, results_of
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level, pointers


def test_an_attempt_with_its_design_and_verdict(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    shown = api.get(f"/v1/attempts/{attempt['id']}", learner).json()
    parts = [
        {name: value for name, value in part.items() if value is not None}
        for part in (*shown["design"]["nodes"], *shown["design"]["edges"])
    ]
    reference = reference_design("url-shortener")
    assert parts == [*reference["nodes"], *reference["edges"]]
    catalogue = api.get("/v1/challenges/url-shortener/levels/1", learner).json()["requirements"]["catalogue_version"]
    assert (shown["version"], shown["catalogue_version"], shown["score"], shown["passed"]) == (1, catalogue, 100, True)
    assert shown["test_results"] == attempt["test_results"]
    assert shown["feedback"] == attempt["feedback"]


@pytest.mark.parametrize("passes", [True, False])
def test_hidden_tests_stay_hidden(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str, passes: bool
) -> None:
    admit(api, learner, "url-shortener")
    with beyond_policies(fresh_database, admin_url) as connection:
        let_see(connection, "url-shortener", 1, {"nothing-idle": "hidden"})
    design = reference_design("url-shortener") if passes else EMPTY
    made = api.post(attempts_path(), learner, json={"kind": "system_design", "design": design}).json()
    response = api.get(f"/v1/attempts/{made['id']}", learner)
    assert "nothing-idle" not in response.text
    (shown,) = results_of(response.json(), "hidden")
    assert (shown["id"], shown["passed"]) == ("hidden-1", passes)


def test_another_learners_is_as_if_it_were_not_there(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    attempt = pass_level(api, learner)
    for stranger in (new_caller(), new_caller("platform_admin")):
        document = problem(api.get(f"/v1/attempts/{attempt['id']}", stranger), 404, "not-found")
        missing = problem(api.get(f"/v1/attempts/{uuid.UUID(int=5)}", stranger), 404, "not-found")
        assert document["detail"].replace(attempt["id"], "x") == missing["detail"].replace(str(uuid.UUID(int=5)), "x")


@pytest.mark.parametrize("name", ["x", "1", "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f607", "'--", "null"])
def test_an_id_that_cannot_be_one_is_pointed_at(api: Api, learner: Caller, name: str) -> None:
    response = api.get(f"/v1/attempts/{name}", learner)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/attempt_id"]


def test_it_is_sent_only_once(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    path = f"/v1/attempts/{pass_level(api, learner)['id']}"
    tag = api.get(path, learner).headers["etag"]
    assert api.get(path, learner, headers={"if-none-match": tag}).status_code == 304
