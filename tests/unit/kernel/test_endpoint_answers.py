"""What the kernel makes of a handler's answer, refusal or crash, and what is kept of its transaction."""

import json
import uuid
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel.http.endpoint import Endpoint
from tests.support import made_up
from tests.support.scene import one
from tests.support.wire import call

pytestmark = pytest.mark.usefixtures("database")


def written(connection: psycopg.Connection, user: uuid.UUID) -> object:
    """Return what the made-up endpoints write, None if there is not even a user."""
    return one(connection, "select max(display_name) from identity.users where id = %s", user)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what was logged."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def document(answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer's problem."""
    assert answer["headers"]["Content-Type"] == "application/problem+json"
    assert answer["headers"]["Cache-Control"] == "no-store"
    found: dict[str, Any] = json.loads(answer["body"])
    assert found["status"] == answer["statusCode"]
    return found


def test_a_success_is_kept_and_says_where(superuser: psycopg.Connection) -> None:
    user = uuid.uuid4()
    answer = call(made_up.make, user)
    assert answer["statusCode"] == 201
    assert json.loads(answer["body"]) == {"id": 7, "text": "written"}
    assert answer["headers"]["Location"] == "/v1/made-up/notes/7"
    assert answer["headers"]["Cache-Control"] == "private, no-cache"
    assert "ETag" not in answer["headers"]
    assert written(superuser, user) == "written"


@pytest.mark.parametrize(
    ("endpoint", "status", "kind"),
    [
        (made_up.answer_wrongly, 500, "unexpected"),
        (made_up.crash, 500, "unexpected"),
        (made_up.refuse, 409, "not-today"),
    ],
)
def test_what_is_no_success_is_rolled_back(
    superuser: psycopg.Connection, endpoint: Endpoint, status: int, kind: str
) -> None:
    user = uuid.uuid4()
    answer = call(endpoint, user)
    assert answer["statusCode"] == status
    assert document(answer)["type"] == f"urn:progressive-flow:problem:{kind}"
    assert written(superuser, user) is None


@pytest.mark.parametrize("endpoint", [made_up.answer_wrongly, made_up.crash])
def test_a_crash_is_logged_once_and_reveals_nothing(endpoint: Endpoint, capsys: pytest.CaptureFixture[str]) -> None:
    answer = call(endpoint, uuid.uuid4())
    request_id = answer["headers"]["x-request-id"]
    assert document(answer)["instance"] == f"urn:progressive-flow:request:{request_id}"
    assert not any(word in answer["body"] for word in ("hunter2", "nonsense", "Division", "made_up", "Traceback"))
    logged = lines(capsys)
    failures = [line for line in logged if line.get("level") == "ERROR"]
    assert [line["correlation_id"] for line in failures] == [request_id]
    assert "Traceback" in failures[0]["exception"]
    assert [line["status"] for line in logged if line.get("message") == "request"] == [500]


def test_a_refusal_is_no_error_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    call(made_up.refuse, uuid.uuid4())
    logged = [line for line in lines(capsys) if "level" in line]
    assert [(line["level"], line["status"]) for line in logged] == [("INFO", 409)]


def test_the_next_request_after_a_crash_works() -> None:
    user = uuid.uuid4()
    assert call(made_up.crash, user)["statusCode"] == 500
    assert call(made_up.make, user)["statusCode"] == 201


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ("{tag}", 304),
        ("W/{tag}", 304),
        ('"other", {tag}', 304),
        ('"other",W/{tag}', 304),
        ("*", 304),
        ('"other"', 200),
        ("", 200),
        ("{tag}x", 200),
    ],
)
def test_a_reader_who_has_it_gets_304(wanted: str, status: int) -> None:
    user = uuid.uuid4()
    tag = call(made_up.read, user)["headers"]["ETag"]
    answer = call(made_up.read, user, if_none_match=wanted.replace("{tag}", tag))
    assert answer["statusCode"] == status
    assert answer["headers"]["ETag"] == tag
    assert bool(answer["body"]) is (status == 200)
    assert ("Content-Type" in answer["headers"]) is (status == 200)


def test_a_public_route_needs_neither_claims_nor_database() -> None:
    answer = call(made_up.show)
    assert (answer["statusCode"], json.loads(answer["body"])) == (200, {"shown": True})
    assert answer["headers"]["Cache-Control"] == "public, max-age=60"


def test_a_request_is_logged_with_its_metric_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    user = uuid.uuid4()
    answer = call(made_up.read, user)
    (line,) = lines(capsys)
    assert line["correlation_id"] == answer["headers"]["x-request-id"]
    assert line["user_id"] == str(user)
    assert (line["route"], line["status"]) == ("GET /v1/made-up/notes/{id}", 200)
    assert (line["message"], line["level"], line["service"]) == ("request", "INFO", "progressive-flow")
    assert (line["domain"], line["outcome"]) == (made_up.read.route.domain, "2xx")
    directive = line["_aws"]["CloudWatchMetrics"][0]
    assert directive["Namespace"] == "ProgressiveFlow"
    assert directive["Dimensions"] == [["domain", "outcome"]]
    assert directive["Metrics"] == [{"Name": "duration_ms", "Unit": "Milliseconds"}]
    assert 0 < line["elapsed_ms"] < 10_000
    assert line["duration_ms"] == [line["elapsed_ms"]]
    assert line["_aws"]["Timestamp"] > 1_700_000_000_000
