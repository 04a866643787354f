"""Routes match whole segments, literals first."""

import pytest

from progressive_flow_local.gateway.routes import Routes
from tests.unit.local.gateway_help import function

ROUTES = Routes(
    [
        function("GET /v1/tracks/{slug}"),
        function("GET /v1/tracks/featured"),
        function("GET /v1/{kind}/featured"),
        function("POST /v1/challenges/{slug}/levels/{level}/attempts"),
        function("GET /v1/challenges/{slug}/levels/{level}"),
        function("ANY /v1/anything/{name}"),
        function("ANY $default"),
    ]
)


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/v1/tracks/featured", "GET /v1/tracks/featured", {}),
        ("GET", "/v1/tracks/featured/", "GET /v1/tracks/featured", {}),
        ("GET", "/v1/tracks/x", "GET /v1/tracks/{slug}", {"slug": "x"}),
        ("GET", "/v1/tracks/caf%C3%A9%2Fbar", "GET /v1/tracks/{slug}", {"slug": "café/bar"}),
        ("GET", "/v1/other/featured", "GET /v1/{kind}/featured", {"kind": "other"}),
        ("GET", "/v1/challenges/a/levels/2", "GET /v1/challenges/{slug}/levels/{level}", {"slug": "a", "level": "2"}),
        ("PUT", "/v1/anything/x", "ANY /v1/anything/{name}", {"name": "x"}),
        ("POST", "/v1/tracks/x", "$default", {}),
        ("HEAD", "/v1/tracks/x", "HEAD /v1/tracks/{slug}", {"slug": "x"}),
        ("HEAD", "/v1/anything/x", "ANY /v1/anything/{name}", {"name": "x"}),
        ("OPTIONS", "/v1/tracks/x", "$default", {}),
        ("GET", "/v1/tracks/", "$default", {}),
        ("GET", "/v1/tracks/a/b", "$default", {}),
        ("GET", "/v1/tracksx", "$default", {}),
        ("GET", "/", "$default", {}),
    ],
)
def test_a_request_finds_its_route(method: str, path: str, key: str, parameters: dict[str, str]) -> None:
    match = ROUTES.match(method, path)
    assert match is not None
    assert (match.route_key, match.parameters) == (key, parameters)


def test_without_a_default_route_nothing_answers() -> None:
    assert Routes([function("GET /a")]).match("GET", "/b") is None
