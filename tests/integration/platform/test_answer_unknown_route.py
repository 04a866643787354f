"""What no route answers: 404, or 405 with the methods that would."""

import pytest

from tests.support.api import Api, Caller, problem


@pytest.mark.parametrize("method", ["PUT", "POST", "OPTIONS", "TRACE", "BREW"])
def test_an_unsupported_method_is_refused_with_the_supported_ones(api: Api, method: str) -> None:
    response = api.request(method, "/v1/me")
    document = problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "DELETE, GET, HEAD, PATCH"
    assert document["detail"] == f"{method} is not possible here; DELETE, GET, HEAD, PATCH is."


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/v1/challenges/url-shortener/levels/1/attempts", "GET, HEAD, POST"),
        ("GET", "/v1/admin/unlock-grants", "POST"),
        ("POST", "/v1/openapi.json", "GET, HEAD"),
        ("PATCH", "/v1/leaderboards/daily/xp/me", "GET, HEAD"),
    ],
)
def test_the_methods_are_those_of_the_path(api: Api, learner: Caller, method: str, path: str, allow: str) -> None:
    response = api.request(method, path, learner)
    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == allow


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/v1",
        "/v2/me",
        "/v1/ME",
        "/v1//me",
        "//v1/me",
        "/v1/openapi-json",
        "/v1/openapiXjson",
        "/v1%2Fme",
        "/v1/challenges%2Furl-shortener",
        "/v1/../v1/me/x",
        "/v1/me%00",
        "/v1/challenges/url-shortener/levels",
        "/favicon.ico",
    ],
)
@pytest.mark.parametrize("with_token", [True, False])
def test_an_unknown_path_is_not_found(api: Api, learner: Caller, path: str, with_token: bool) -> None:
    response = api.get(path, learner if with_token else None)
    problem(response, 404, "not-found")
    assert "allow" not in response.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/challenges/a%2Fb"),
        ("GET", "/v1/challenges/%00"),
        ("GET", "/v1/challenges/%ED%A0%80"),
        ("POST", "/v1/challenges/a%2Fb/levels/1/attempts"),
    ],
)
def test_a_name_that_no_challenge_can_have_is_pointed_at(api: Api, learner: Caller, method: str, path: str) -> None:
    response = api.request(method, path, learner, **({} if method == "GET" else {"json": {}}))
    document = problem(response, 422, "invalid")
    assert document["errors"][0]["pointer"] == "/path/slug"
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/me/", "/v1/tracks/", "/v1/challenges/static-website/"])
def test_a_slash_at_the_end_changes_nothing(api: Api, learner: Caller, path: str) -> None:
    assert api.get(path, learner).json() == api.get(path.rstrip("/"), learner).json()
