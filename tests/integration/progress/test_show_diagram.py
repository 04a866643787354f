"""GET /v1/attempts/{attempt_id}/diagram: the design as an SVG that can do no harm."""

import uuid
from xml.etree import ElementTree as ET

import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.content import EMPTY, reference_design
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level, pointers

SVG = "{http://www.w3.org/2000/svg}"
UNCOLOURED = "#e6e8eb"


def fills(text: str) -> set[str]:
    """Return the colours of the boxes."""
    root = ET.fromstring(text)  # noqa: S314 - our own answer, which the test is about
    return {rectangle.attrib["fill"] for rectangle in root.iter(f"{SVG}rect")}


def diagram(api: Api, learner: Caller) -> str:
    """Pass a level; return where its diagram is."""
    admit(api, learner, "url-shortener")
    return f"/v1/attempts/{pass_level(api, learner)['id']}/diagram"


def test_a_design_as_a_diagram(api: Api, learner: Caller) -> None:
    response = api.get(diagram(api, learner), learner)
    assert response.status_code == 200
    assert response.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(response.text)  # noqa: S314 - as above
    assert root[0].text == "url-shortener, level 1, attempt 1: 100 of 100"
    said = {label.text for label in root.iter(f"{SVG}text")}
    assert {node["id"] for node in reference_design("url-shortener")["nodes"]} <= said
    assert len(fills(response.text)) > 1


def test_a_browser_that_opens_it_runs_and_fetches_nothing(api: Api, learner: Caller) -> None:
    response = api.get(diagram(api, learner), learner)
    assert (
        response.headers["content-security-policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "script" not in response.text


def test_it_never_changes(api: Api, learner: Caller) -> None:
    path = diagram(api, learner)
    first = api.get(path, learner)
    assert first.headers["cache-control"] == "private, no-cache"
    assert api.get(path, learner, headers={"if-none-match": first.headers["etag"]}).status_code == 304
    assert api.get(path, learner).text == first.text


def test_an_attempt_from_before_utilization_was_kept_is_uncoloured(
    api: Api, learner: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    path = diagram(api, learner)
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("update progress.level_attempts set feedback = feedback - 'utilization'")
    assert fills(api.get(path, learner).text) == {UNCOLOURED}


def test_an_empty_design_is_a_diagram_too(api: Api, learner: Caller) -> None:
    admit(api, learner, "url-shortener")
    made = api.post(attempts_path(), learner, json={"kind": "system_design", "design": EMPTY}).json()
    assert "Nothing is drawn yet." in api.get(f"/v1/attempts/{made['id']}/diagram", learner).text


def test_another_learners_is_as_if_it_were_not_there(api: Api, learner: Caller) -> None:
    path = diagram(api, learner)
    for stranger in (new_caller(), new_caller("platform_admin")):
        problem(api.get(path, stranger), 404, "not-found")
    problem(api.get(f"/v1/attempts/{uuid.UUID(int=5)}/diagram", learner), 404, "not-found")


@pytest.mark.parametrize("name", ["x", "1", "%3Csvg%3E"])
def test_an_id_that_cannot_be_one_is_pointed_at(api: Api, learner: Caller, name: str) -> None:
    response = api.get(f"/v1/attempts/{name}/diagram", learner)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/path/attempt_id"]


def test_the_document_says_what_it_is(api: Api) -> None:
    operation = api.get("/v1/openapi.json").json()["paths"]["/v1/attempts/{attempt_id}/diagram"]["get"]
    assert list(operation["responses"]["200"]["content"]) == ["image/svg+xml"]
