"""Passwords that IAM makes: the same as AWS's own library's, kept for a while, signed by whoever the environment says."""

import http.server
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from botocore.credentials import Credentials as AwsCredentials
from botocore.hooks import HierarchicalEmitter
from botocore.model import ServiceId
from botocore.signers import RequestSigner, generate_db_auth_token
from hypothesis import given
from hypothesis import strategies as st

from progressive_flow.kernel.database import iam_token
from progressive_flow.kernel.database.iam_token import Credentials, NoCredentialsError

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)
LABEL = st.text(LETTERS, min_size=1, max_size=20)
HOSTS = st.lists(LABEL, min_size=1, max_size=5).map(".".join)
REGIONS = st.from_regex(r"[a-z]{2}(-gov)?-[a-z]{4,9}-[1-9]", fullmatch=True)
SIGNERS = st.builds(Credentials, LABEL, PRINTABLE, st.none() | PRINTABLE)
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither credentials nor tokens of anybody else."""
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN"):
        monkeypatch.delenv(f"AWS_{name}", raising=False)
    for name in ("CREDENTIALS_FULL_URI", "AUTHORIZATION_TOKEN"):
        monkeypatch.delenv(f"AWS_CONTAINER_{name}", raising=False)
    iam_token.forget()
    yield
    iam_token.forget()


def by_botocore(host: str, port: int, user: str, region: str, by: Credentials, at: datetime) -> str:
    """Return the token that botocore makes, at a time of our choice."""
    emitter, held = HierarchicalEmitter(), AwsCredentials(by.key, by.secret, by.token)
    signer = RequestSigner(ServiceId("RDS"), region, "rds", "v4", held, emitter)
    client = SimpleNamespace(meta=SimpleNamespace(region_name=region), _request_signer=signer)
    with patch("botocore.auth.get_current_datetime", lambda: at.replace(tzinfo=None)):
        made: str = generate_db_auth_token(client, host, port, user)
    return made


@given(HOSTS, st.integers(1, 65535) | st.sampled_from([443, 80, 5432]), PRINTABLE, REGIONS, SIGNERS, INSTANTS)
def test_a_token_is_the_one_that_botocore_makes(
    host: str, port: int, user: str, region: str, by: Credentials, at: datetime
) -> None:
    assert iam_token.presign(host, port, user, region, by, at) == by_botocore(host, port, user, region, by, at)


def test_the_zone_of_the_instant_makes_no_difference() -> None:
    by, at = Credentials("AKIDEXAMPLE", "secret", None), datetime(2026, 5, 6, 23, 30, tzinfo=UTC)
    elsewhere = at.astimezone(datetime.now().astimezone().tzinfo)
    facts = ("db.example.com", 5432, "application", "eu-central-1", by)
    assert iam_token.presign(*facts, at) == iam_token.presign(*facts, elsewhere)


def sign_in(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Put credentials into the environment, as Lambda does."""
    for name, value in values.items():
        monkeypatch.setenv(f"AWS_{name}", value)


def test_the_environment_signs_with_its_session(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDEXAMPLE", SECRET_ACCESS_KEY="secret", SESSION_TOKEN="session/+=")
    made = iam_token.token("db.example.com", 5432, "application", "eu-central-1")
    assert made.startswith("db.example.com:5432/?Action=connect&DBUser=application&")
    assert "&X-Amz-Security-Token=session%2F%2B%3D&" in made
    assert "&X-Amz-Expires=900&" in made


class Clock:
    """A clock that tests move."""

    def __init__(self, now: float) -> None:
        self.now = now

    gmtime = staticmethod(time.gmtime)
    strftime = staticmethod(time.strftime)

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that tokens are made and kept by."""
    held = Clock(datetime(2026, 5, 6, 12, tzinfo=UTC).timestamp())
    monkeypatch.setattr(iam_token, "time", held)
    return held


def test_a_token_is_kept_for_less_than_it_is_valid(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDEXAMPLE", SECRET_ACCESS_KEY="secret")
    facts = ("db.example.com", 5432, "application", "eu-central-1")
    made = iam_token.token(*facts)
    clock.now += 599
    assert iam_token.token(*facts) == made
    clock.now += 2
    assert iam_token.token(*facts) != made
    assert iam_token.KEPT < iam_token.VALID - 60


def test_a_token_is_for_one_user_of_one_database(monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDEXAMPLE", SECRET_ACCESS_KEY="secret")
    made = {iam_token.token(host, 5432, user, "eu-central-1") for host in ("a", "b") for user in ("c", "d")}
    assert len(made) == 4


def test_a_snapshot_that_wakes_with_another_clock_makes_a_new_token(
    monkeypatch: pytest.MonkeyPatch, clock: Clock
) -> None:
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDEXAMPLE", SECRET_ACCESS_KEY="secret")
    facts = ("db.example.com", 5432, "application", "eu-central-1")
    made = iam_token.token(*facts)
    clock.now -= 86400
    assert iam_token.token(*facts) != made


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Gives credentials, as Lambda does to a restored snapshot."""

    answer: tuple[int, object] = (200, {})
    asked: list[str | None]

    def do_GET(self) -> None:
        self.asked.append(self.headers["Authorization"])
        status, document = self.answer
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Endpoint]]:
    """A credentials endpoint that the environment names."""
    kind = type("Ours", (Endpoint,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        address = f"http://127.0.0.1:{server.server_address[1]}/credentials?for=us"
        sign_in(monkeypatch, CONTAINER_CREDENTIALS_FULL_URI=address, CONTAINER_AUTHORIZATION_TOKEN="authorized")
        yield kind
        server.shutdown()
        thread.join()


def given_out(lasting: timedelta = timedelta(hours=1), **changes: Any) -> dict[str, Any]:
    """Return an answer of the endpoint."""
    ends = (datetime.now(UTC) + lasting).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"AccessKeyId": "ASIA", "SecretAccessKey": "s", "Token": "t", "Expiration": ends, **changes}


def test_a_restored_snapshot_asks_its_endpoint_and_keeps_the_answer(endpoint: type[Endpoint]) -> None:
    endpoint.answer = (200, given_out())
    assert iam_token.of_environment() == Credentials("ASIA", "s", "t")
    assert iam_token.of_environment() == Credentials("ASIA", "s", "t")
    assert endpoint.asked == ["authorized"]


def test_credentials_about_to_end_are_fetched_again(endpoint: type[Endpoint]) -> None:
    endpoint.answer = (200, given_out(timedelta(minutes=4)))
    iam_token.of_environment()
    iam_token.of_environment()
    assert len(endpoint.asked) == 2


def test_a_token_ends_with_the_credentials_that_signed_it(endpoint: type[Endpoint]) -> None:
    """They may end within the minutes for which a token is kept, and then sign nobody in."""
    facts = ("db.example.com", 5432, "application", "eu-central-1")
    endpoint.answer = (200, given_out(timedelta(minutes=4)))
    made = iam_token.token(*facts)
    assert iam_token.token(*facts) == made
    endpoint.answer = (200, given_out(AccessKeyId="ASIANEXT"))
    assert "Credential=ASIANEXT" in iam_token.token(*facts)
    endpoint.answer = (500, {})
    assert "Credential=ASIANEXT" in iam_token.token(*facts), "what is held needs no endpoint"


def test_other_credentials_in_the_environment_make_another_token(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = ("db.example.com", 5432, "application", "eu-central-1")
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDFIRST", SECRET_ACCESS_KEY="secret")
    assert "Credential=AKIDFIRST" in iam_token.token(*facts)
    sign_in(monkeypatch, ACCESS_KEY_ID="AKIDSECOND")
    assert "Credential=AKIDSECOND" in iam_token.token(*facts)


@pytest.mark.parametrize(
    "answer",
    [(500, given_out()), (200, b"no JSON"), (200, ["a list"]), (200, {"AccessKeyId": "ASIA"})],
    ids=["status", "no JSON", "no object", "no secret"],
)
def test_a_useless_answer_is_no_credentials(endpoint: type[Endpoint], answer: tuple[int, object]) -> None:
    endpoint.answer = answer
    with pytest.raises(NoCredentialsError, match="credentials endpoint"):
        iam_token.of_environment()


def test_an_endpoint_that_is_gone_is_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    sign_in(monkeypatch, CONTAINER_CREDENTIALS_FULL_URI=f"http://127.0.0.1:{port}/")
    with pytest.raises(NoCredentialsError, match="does not answer"):
        iam_token.of_environment()


@pytest.mark.parametrize("address", ["http://credentials.example.com/", "file:///etc/passwd", "https://127.0.0.1/"])
def test_credentials_are_only_taken_from_beside_us(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    sign_in(monkeypatch, CONTAINER_CREDENTIALS_FULL_URI=address)
    with pytest.raises(NoCredentialsError, match="not a local address"):
        iam_token.of_environment()


def test_without_anything_it_says_what_is_missing() -> None:
    with pytest.raises(NoCredentialsError, match="no AWS credentials in the environment"):
        iam_token.of_environment()
