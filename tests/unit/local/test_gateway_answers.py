"""What functions return becomes HTTP by the rules of payload format 2.0."""

import base64
from typing import Any

import pytest

from progressive_flow_local.gateway import responses
from progressive_flow_local.gateway.responses import MalformedAnswerError, translate


def test_a_whole_answer() -> None:
    answer = translate(
        {
            "statusCode": 201,
            "headers": {"Content-Type": "application/json", "X-Count": 3, "X-Flag": True},
            "cookies": ["a=1; HttpOnly", "b=2"],
            "body": "{}",
        }
    )
    assert answer.status == 201
    assert answer.body == b"{}"
    assert answer.headers == [
        ("content-type", "application/json"),
        ("x-count", "3"),
        ("x-flag", "true"),
        ("set-cookie", "a=1; HttpOnly"),
        ("set-cookie", "b=2"),
    ]


def test_repeated_headers_replace_the_single_one() -> None:
    answer = translate({"statusCode": 200, "headers": {"X-A": "0"}, "multiValueHeaders": {"X-A": ["1", "2"]}})
    assert answer.headers == [("x-a", "1"), ("x-a", "2")]


def test_a_binary_body() -> None:
    assert (
        translate({"statusCode": 200, "body": base64.b64encode(b"\x00\xff").decode(), "isBase64Encoded": True}).body
        == b"\x00\xff"
    )


@pytest.mark.parametrize(("returned", "body"), [({"a": 1}, b'{"a": 1}'), ("hi", b"hi"), ([1], b"[1]"), (None, b"null")])
def test_an_answer_without_a_status_is_inferred(returned: object, body: bytes) -> None:
    answer = translate(returned)
    assert (answer.status, answer.body) == (200, body)
    assert answer.headers == [("content-type", "application/json")]


def test_text_without_a_type_is_plain() -> None:
    assert translate({"statusCode": 200, "body": "x"}).headers == [("content-type", "text/plain;charset=UTF-8")]


def test_the_connection_is_not_the_functions_business() -> None:
    headers = {"Content-Length": "99", "Transfer-Encoding": "chunked", "Connection": "close", "ETag": '"x"'}
    assert translate({"statusCode": "304", "headers": headers}).headers == [("etag", '"x"')]


@pytest.mark.parametrize(
    "returned",
    [
        {"statusCode": "many"},
        {"statusCode": None},
        {"statusCode": True},
        {"statusCode": 99},
        {"statusCode": 200, "body": {"not": "text"}},
        {"statusCode": 200, "body": "%%%", "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"X-A": ["list"]}},
        {"statusCode": 200, "headers": "text"},
        {"answer": object()},
    ],
)
def test_nonsense_is_malformed(returned: dict[str, Any]) -> None:
    with pytest.raises(MalformedAnswerError):
        translate(returned)


def test_the_payload_has_a_limit() -> None:
    assert translate({"statusCode": 200, "body": "x" * (6 * 1024 * 1024)}).status == 200
    with pytest.raises(MalformedAnswerError, match="larger"):
        translate({"statusCode": 200, "body": "x" * (6 * 1024 * 1024 + 200)})
    with pytest.raises(MalformedAnswerError, match="larger"):
        translate({"statusCode": 200, "body": '"' * (4 * 1024 * 1024)})


def test_refusals_of_its_own() -> None:
    assert responses.own(429, "Too Many Requests").body == b'{"message": "Too Many Requests"}'
    assert responses.unauthorized().headers[-1] == ("www-authenticate", "Bearer")
    challenge = dict(responses.unauthorized("the token has expired").headers)["www-authenticate"]
    assert challenge == 'Bearer scope="" error="invalid_token" error_description="the token has expired"'
