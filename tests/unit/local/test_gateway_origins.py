"""Requests of pages from another origin: answered as API Gateway answers them, for origins on this machine alone."""

from typing import Any

import pytest

from progressive_flow.kernel.declarations import cors
from progressive_flow.kernel.declarations.models import Access
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.gateway.throttle import Throttle
from tests.unit.local.gateway_help import call, function, gateway

APP = "http://localhost:5173"
ASKS = (("access-control-request-method", "GET"), ("access-control-request-headers", "authorization"))


def named(answer: Answer) -> dict[str, str]:
    """Return the headers of an answer that concern origins."""
    return {name: value for name, value in answer.headers if name.startswith("access-control-") or name == "vary"}


@pytest.mark.parametrize("path", ["/open", "/closed", "/nowhere"])
def test_a_preflight_is_answered_before_the_authorizer_and_reaches_no_function(path: str) -> None:
    functions = function("GET /open"), function("GET /closed", access=Access.LEARNER)
    answer = call(gateway(*functions), "OPTIONS", path, headers=[("origin", APP), *ASKS])
    assert (answer.status, answer.body) == (204, b"")
    assert named(answer) == {
        "access-control-allow-origin": APP,
        "access-control-allow-methods": ",".join(cors.METHODS),
        "access-control-allow-headers": ",".join(cors.REQUEST_HEADERS),
        "access-control-max-age": str(cors.MAX_AGE),
        "vary": "Origin",
    }
    assert [sent.seen for sent in functions] == [[], []]


@pytest.mark.parametrize("headers", [[("origin", APP)], [*ASKS], []])
def test_another_options_request_is_no_preflight(headers: list[tuple[str, str]]) -> None:
    answered = function("ANY $default", lambda *_: {"statusCode": 405, "body": ""})
    assert call(gateway(answered), "OPTIONS", "/open", headers=headers).status == 405


@pytest.mark.parametrize(
    "origin",
    [
        "http://localhost",
        "http://127.0.0.1:8001",
        "https://127.9.9.9:443",
        "http://[::1]:3000",
        "http://app.localhost:1",
    ],
)
def test_every_origin_on_this_machine_may_read_an_answer(origin: str) -> None:
    answer = call(gateway(function("GET /open")), "GET", "/open", headers=[("origin", origin)])
    assert named(answer) == {
        "access-control-allow-origin": origin,
        "access-control-expose-headers": ",".join(cors.EXPOSED_HEADERS),
        "vary": "Origin",
    }


@pytest.mark.parametrize(
    "origin",
    [
        "https://app.example",
        "null",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "http://localhost:5173/",
        "http://evil-localhost",
        "file://",
        "http://128.0.0.1",
        "http://localhost@example.com",
    ],
)
def test_another_origin_gets_no_headers(origin: str) -> None:
    target = gateway(function("GET /open"))
    assert named(call(target, "GET", "/open", headers=[("origin", origin)])) == {"vary": "Origin"}
    assert named(call(target, "OPTIONS", "/open", headers=[("origin", origin), *ASKS])) == {"vary": "Origin"}


def test_an_answer_without_an_origin_varies_by_it_too() -> None:
    assert named(call(gateway(function("GET /open")), "GET", "/open")) == {"vary": "Origin"}


def test_the_gateways_own_refusals_can_be_read() -> None:
    empty = Throttle(0.001, 1)
    closed = function("GET /closed", access=Access.LEARNER)
    target = gateway(closed, throttle=empty)
    refusals = [call(target, "GET", "/closed", headers=[("origin", APP)]) for _ in range(2)]
    assert [answer.status for answer in refusals] == [401, 429]
    assert [named(answer)["access-control-allow-origin"] for answer in refusals] == [APP, APP]


def test_what_a_function_says_of_origins_is_not_passed_on() -> None:
    says: dict[str, Any] = {
        "Access-Control-Allow-Origin": "*",
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
    target = gateway(function("GET /open", lambda *_: {"statusCode": 200, "headers": says, "body": ""}))
    answer = call(target, "GET", "/open", headers=[("origin", "https://app.example")])
    assert named(answer) == {"vary": "Origin"}
    assert len([name for name, _ in answer.headers if name == "vary"]) == 1


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_another_host_is_refused_before_anything_else(host: str) -> None:
    """A page may have its own name point to this machine, and would then be of the same origin."""
    reached = function("GET /open")
    answer = call(gateway(reached), "GET", "/open", headers=[("host", host)])
    assert (answer.status, reached.seen) == (421, [])


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:8000", "api.localhost", ""])
def test_this_machines_names_are_served(host: str) -> None:
    assert call(gateway(function("GET /open")), "GET", "/open", headers=[("host", host)]).status == 200
