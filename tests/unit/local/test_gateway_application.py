"""The gateway answers as API Gateway does, whatever its functions do."""

import asyncio
import threading
import time
from typing import Any

import pytest

from progressive_flow.kernel.declarations.models import Access
from progressive_flow_local.gateway.application import MAX_BODY, Gateway
from progressive_flow_local.gateway.authorizer import Authorizer
from progressive_flow_local.gateway.throttle import Throttle
from tests.unit.local import test_gateway_authorizer as tokens
from tests.unit.local.gateway_help import acall, call, function, gateway, header


def authorizer() -> Authorizer:
    return Authorizer(tokens.ISSUER, [tokens.AUDIENCE], tokens.keys)


def test_a_request_reaches_its_function_and_comes_back() -> None:
    target = function("GET /v1/tracks/{slug}")
    answer = call(gateway(target), "GET", "/v1/tracks/a%20b", query="x=1", headers=[("Cookie", "c=1")])
    event = target.seen[0]
    assert (answer.status, answer.body) == (200, b"/v1/tracks/a b")
    assert event["pathParameters"] == {"slug": "a b"}
    assert event["cookies"] == ["c=1"]
    assert header(answer, "apigw-requestid") == event["requestContext"]["requestId"]
    assert header(answer, "content-length") == "14"


def test_health_is_unavailable_until_the_platform_is_ready_and_nothing_else_is() -> None:
    ready: list[bool] = []
    target = gateway(function("GET /v1/health"), function("GET /v1/tracks"), ready=lambda: bool(ready))
    assert call(target, "GET", "/v1/health").status == 503
    assert call(target, "GET", "/v1/tracks").status == 200
    ready.append(True)
    assert call(target, "GET", "/v1/health").status == 200


def test_the_context_is_lambdas() -> None:
    seen: list[Any] = []
    call(gateway(function("GET /a", lambda _, context: seen.append(context), memory=256, timeout=7)), "GET", "/a")
    context = seen[0]
    assert context.function_name == "a"
    assert context.memory_limit_in_mb == 256
    assert 6000 < context.get_remaining_time_in_millis() <= 7000
    assert context.aws_request_id
    assert context.invoked_function_arn.endswith(":function:a")


@pytest.mark.parametrize("authorization", [None, "Bearer rubbish"])
def test_without_a_good_token_there_is_401(authorization: str | None) -> None:
    target = function("GET /me", access=Access.LEARNER)
    headers = [("Authorization", authorization)] if authorization else []
    answer = call(gateway(target, authorizer=authorizer()), "GET", "/me", headers=headers)
    assert (answer.status, answer.body) == (401, b'{"message": "Unauthorized"}')
    assert (header(answer, "www-authenticate") or "").startswith("Bearer")
    assert target.seen == []


def test_claims_reach_the_function() -> None:
    target = function("GET /me", access=Access.LEARNER)
    answer = call(
        gateway(target, authorizer=authorizer()), "GET", "/me", headers=[("Authorization", f"Bearer {tokens.token()}")]
    )
    assert answer.status == 200
    assert target.seen[0]["requestContext"]["authorizer"]["jwt"]["claims"]["sub"] == "me"


def test_many_first_requests_at_once_all_pass() -> None:
    """The second must not be refused because the first is still fetching the keys."""

    def slowly() -> dict[str, Any]:
        time.sleep(0.1)
        return tokens.keys()

    async def main() -> list[int]:
        subject = gateway(
            function("GET /me", access=Access.LEARNER), authorizer=Authorizer(tokens.ISSUER, [tokens.AUDIENCE], slowly)
        )
        headers = [("Authorization", f"Bearer {tokens.token()}")]
        answers = await asyncio.gather(*(acall(subject, "GET", "/me", headers=headers) for _ in range(5)))
        return [answer.status for answer in answers]

    assert asyncio.run(main()) == [200] * 5


def test_without_the_key_set_there_is_500() -> None:
    def fail() -> dict[str, Any]:
        raise ConnectionRefusedError

    subject = gateway(function("GET /me", access=Access.LEARNER), authorizer=Authorizer("i", ["a"], fail))
    answer = call(subject, "GET", "/me", headers=[("Authorization", f"Bearer {tokens.token()}")])
    assert answer.status == 500


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_ten_megabytes_is_refused(declared: bool) -> None:
    target = function("POST /a")
    headers = [("Content-Length", str(MAX_BODY + 1))] if declared else []
    chunks = [b""] if declared else [b"x" * 1024 * 1024] * 12
    answer = call(gateway(target), "POST", "/a", headers=headers, chunks=chunks)
    assert (answer.status, answer.body) == (413, b'{"message": "Request Entity Too Large"}')
    assert target.seen == []


def test_a_body_in_pieces_arrives_whole() -> None:
    target = function("POST /a")
    call(gateway(target), "POST", "/a", headers=[("Content-Type", "application/json")], chunks=[b'{"a"', b":1}"])
    assert target.seen[0]["body"] == '{"a":1}'


def test_too_many_requests_are_refused() -> None:
    subject = gateway(function("GET /a"), throttle=Throttle(0.001, 2))
    assert [call(subject, "GET", "/a").status for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("returned", [{"statusCode": "x"}, {"statusCode": 200, "body": 5}, object()])
def test_a_malformed_answer_is_500(returned: object) -> None:
    answer = call(gateway(function("GET /a", lambda *_: returned)), "GET", "/a")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal Server Error"}')


@pytest.mark.parametrize("error", [ValueError("secret"), SystemExit(3), KeyboardInterrupt()])
def test_a_failing_function_is_500_and_says_nothing(error: BaseException) -> None:
    def fail(*_: Any) -> None:
        raise error

    subject = gateway(function("GET /a", fail), function("GET /b"))
    answer = call(subject, "GET", "/a")
    assert (answer.status, answer.body) == (500, b'{"message": "Internal Server Error"}')
    assert call(subject, "GET", "/b").status == 200


@pytest.mark.parametrize(("integration", "timeout"), [(0.1, 10), (10.0, 0)])
def test_a_slow_function_is_503_and_ends_its_environment(integration: float, timeout: int) -> None:
    left = threading.Event()
    release = threading.Event()
    slow = function("GET /a", lambda *_: release.wait(5), timeout=timeout)
    answer = call(gateway(slow, integration_seconds=integration, leave=left.set), "GET", "/a")
    release.set()
    assert (answer.status, answer.body) == (503, b'{"message": "Service Unavailable"}')
    if integration == 0.1:
        assert left.is_set()


def test_handlers_run_one_at_a_time_in_one_thread() -> None:
    running, most, threads = [0], [0], set()

    def busy(*_: Any) -> dict[str, Any]:
        running[0] += 1
        most[0] = max(most[0], running[0])
        threads.add(threading.get_ident())
        time.sleep(0.01)
        running[0] -= 1
        return {}

    async def main(subject: Gateway) -> None:
        await asyncio.gather(*(acall(subject, "GET", "/a") for _ in range(8)))

    asyncio.run(main(gateway(function("GET /a", busy))))
    assert most == [1]
    assert len(threads) == 1


def test_the_default_route_gets_what_matches_nothing() -> None:
    default = function("ANY $default", lambda event, _: {"statusCode": 404, "body": event["routeKey"]})
    answer = call(gateway(function("GET /a"), default), "DELETE", "/a")
    assert (answer.status, answer.body) == (404, b"$default")


def test_without_a_default_route_there_is_404() -> None:
    assert call(gateway(function("GET /a")), "GET", "/b").body == b'{"message": "Not Found"}'


def test_head_has_no_body() -> None:
    answer = call(gateway(function("ANY /a")), "HEAD", "/a")
    assert (answer.status, answer.body, header(answer, "content-length")) == (200, b"", "2")
