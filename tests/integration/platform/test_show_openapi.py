"""GET /v1/openapi.json."""

import re

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from tests.support.api import Api


def test_it_lists_every_route_with_a_stable_name(api: Api) -> None:
    response = api.get("/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["cache-control"] == "public, max-age=300"
    document = response.json()
    assert document["openapi"].startswith("3.1")
    operation_ids = {
        f"{method.upper()} {path}": operation["operationId"]
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    assert operation_ids == {endpoint.route.key: endpoint.route.name for endpoint in registry.endpoints()}


def test_it_needs_no_token_and_says_which_routes_do(api: Api) -> None:
    paths = api.get("/v1/openapi.json").json()["paths"]
    assert paths["/v1/health"]["get"]["security"] == []
    assert paths["/v1/me"]["get"]["security"] == [{"accessToken": []}]


def test_it_says_where_a_token_comes_from(api: Api) -> None:
    scheme = api.get("/v1/openapi.json").json()["components"]["securitySchemes"]["accessToken"]
    assert {"SignUp", "ConfirmSignUp", "InitiateAuth", "docs/reference/api.md"} <= set(
        re.findall(r"[\w/.]+\w", scheme["description"])
    )


def test_it_begins_with_a_learners_first_steps_and_ends_with_administration(api: Api) -> None:
    document = api.get("/v1/openapi.json").json()
    order = [tag["name"] for tag in document["tags"]]
    assert (order[0], order[-1]) == ("identity", "administration")
    assert all(tag["description"] for tag in document["tags"])
    used = {
        path: {tag for operation in operations.values() for tag in operation["tags"]}
        for path, operations in document["paths"].items()
    }
    places = [min(order.index(tag) for tag in tags) for tags in used.values()]
    assert places == sorted(places)
    assert next(iter(used)) == "/v1/me"
    assert set().union(*used.values()) == set(order), "each tag is described, and each described tag is used"
    assert {path for path, tags in used.items() if "administration" in tags} == {
        path for path in used if path.startswith("/v1/admin/")
    }


def test_it_is_sent_only_once(api: Api) -> None:
    tag = api.get("/v1/openapi.json").headers["etag"]
    response = api.get("/v1/openapi.json", headers={"if-none-match": tag})
    assert (response.status_code, response.content) == (304, b"")


def test_an_answer_without_a_body_documents_none(api: Api) -> None:
    paths = api.get("/v1/openapi.json").json()["paths"]
    assert "content" not in paths["/v1/tracks/{slug}/enrollment"]["delete"]["responses"]["204"]


def test_a_post_documents_its_key_and_its_refusals(api: Api) -> None:
    path = "/v1/challenges/{slug}/levels/{level}/attempts"
    operation = api.get("/v1/openapi.json").json()["paths"][path]["post"]
    assert "Idempotency-Key" in {parameter["name"] for parameter in operation["parameters"]}
    assert set(operation["responses"]) == {
        "201", "202", "400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503",
    }  # fmt: skip


def test_a_change_has_no_defaults(api: Api) -> None:
    """A generated client sends a default, and so changes what nobody asked it to."""
    document = api.get("/v1/openapi.json").json()
    bodies = [
        methods["patch"]["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for methods in document["paths"].values()
        if "patch" in methods
    ]
    assert len(bodies) >= 3
    for name in bodies:
        schema = document["components"]["schemas"][name]
        assert [member for member, rule in schema["properties"].items() if "default" in rule] == []
        assert schema.get("required", []) in ([], ["is_read"], ["decision", "reason"])


def test_every_request_that_needs_a_token_may_find_an_erased_account(api: Api) -> None:
    document = api.get("/v1/openapi.json").json()
    for endpoint in registry.endpoints():
        route = endpoint.route
        responses = document["paths"][route.path][route.method.lower()]["responses"]
        assert ("403" in responses) >= (route.transacts and route.access is not Access.PUBLIC)
        assert ("412" in responses) == (route.method in {"PUT", "PATCH", "DELETE"})


def test_one_status_has_one_schema(api: Api) -> None:
    """API Gateway answers some by itself: a client reads both bodies by one schema."""
    document = api.get("/v1/openapi.json").json()
    assert document["components"]["schemas"]["Refusal"]["oneOf"]
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    schemas = [content["schema"]["$ref"] for content in response["content"].values()]
                    assert len(set(schemas)) == 1
                    assert (len(schemas) == 2) == schemas[0].endswith("/Refusal")
