"""The gateway's events are those that AWS documents for payload format 2.0."""

import base64

import pytest

from progressive_flow_local.gateway.events import (
    Request,
    combine_headers,
    encode_body,
    is_text,
    query_parameters,
    translate,
)

# From "AWS Lambda proxy integrations for HTTP APIs", with our account, API and time left out.
DOCUMENTED = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": "/my/path",
    "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
    "cookies": ["cookie1", "cookie2"],
    "headers": {"header1": "value1", "header2": "value1,value2"},
    "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
    "requestContext": {
        "accountId": "123456789012",
        "authorizer": {"jwt": {"claims": {"claim1": "value1", "claim2": "value2"}, "scopes": None}},
        "domainName": "id.execute-api.us-east-1.amazonaws.com",
        "domainPrefix": "id",
        "http": {
            "method": "POST",
            "path": "/my/path",
            "protocol": "HTTP/1.1",
            "sourceIp": "192.0.2.1",
            "userAgent": "agent",
        },
        "routeKey": "$default",
        "stage": "$default",
    },
    "body": "Hello from Lambda",
    "pathParameters": {"parameter1": "value1"},
    "isBase64Encoded": False,
}
ADDED = {
    "host",
    "user-agent",
    "content-type",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-port",
    "x-amzn-trace-id",
}


def request(raw_path: bytes = b"/my/path", query: str = "", **headers: str) -> Request:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Request("POST", raw_path, query, {"host": "localhost:8000", **named}, [], ("192.0.2.1", 80))


def test_an_event_is_the_documented_one() -> None:
    headers, cookies = combine_headers(
        [
            (b"host", b"id.execute-api.us-east-1.amazonaws.com"),
            (b"header1", b"value1"),
            (b"header2", b"value1"),
            (b"header2", b"value2"),
            (b"cookie", b"cookie1; cookie2"),
            (b"user-agent", b"agent"),
            (b"content-type", b"text/plain"),
        ]
    )
    query = "parameter1=value1&parameter1=value2&parameter2=value"
    came = Request("POST", b"/my/path", query, headers, cookies, ("192.0.2.1", 80))
    event = translate(
        came, "$default", {"parameter1": "value1"}, b"Hello from Lambda", {"claim1": "value1", "claim2": "value2"}
    )
    event["headers"] = {name: value for name, value in event["headers"].items() if name not in ADDED}
    for name in ("requestId", "time", "timeEpoch", "apiId"):
        event["requestContext"].pop(name)
    assert event == DOCUMENTED


def test_what_is_empty_is_left_out() -> None:
    event = translate(request(), "GET /my/path", {}, b"")
    assert not {"body", "cookies", "queryStringParameters", "pathParameters"} & set(event)
    assert "authorizer" not in event["requestContext"]
    assert event["isBase64Encoded"] is False
    assert event["rawQueryString"] == ""


def test_the_time_is_stated_twice() -> None:
    context = translate(request(), "GET /", {}, b"")["requestContext"]
    assert context["time"].endswith(" +0000")
    assert context["timeEpoch"] > 1_700_000_000_000
    assert len(context["requestId"]) >= 15


def test_the_raw_path_is_decoded_in_spite_of_its_name() -> None:
    event = translate(request(b"/v1/tracks/caf%C3%A9%20bar"), "GET /", {}, b"")
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/v1/tracks/café bar"


def test_query_parameters_are_decoded_and_joined() -> None:
    assert query_parameters("a=1&a=2&b=%2C+x&c=") == {"a": "1,2", "b": ", x", "c": ""}


def test_the_way_a_request_came_is_added() -> None:
    headers = translate(request(x_forwarded_for="198.51.100.7"), "GET /", {}, b"")["headers"]
    assert headers["x-forwarded-for"] == "198.51.100.7, 192.0.2.1"
    assert headers["x-forwarded-port"] == "8000"
    assert headers["x-amzn-trace-id"].startswith("Root=1-")


@pytest.mark.parametrize(
    ("content_type", "expected"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ("application/problem+json", True),
        ("TEXT/html", True),
        ("application/xml", True),
        ("application/x-www-form-urlencoded", False),
        ("image/png", False),
        ("application/octet-stream", False),
        ("", False),
    ],
)
def test_text_types_pass_as_text(content_type: str, expected: bool) -> None:
    assert is_text(content_type) is expected


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"\x89PNG", {"content-type": "image/png"}),
        (b"\xff\xfe", {"content-type": "text/plain"}),
        (b"{}", {"content-type": "application/json", "content-encoding": "gzip"}),
        (b"{}", {}),
    ],
)
def test_everything_else_is_base64(body: bytes, headers: dict[str, str]) -> None:
    assert encode_body(body, headers) == (base64.b64encode(body).decode(), True)
