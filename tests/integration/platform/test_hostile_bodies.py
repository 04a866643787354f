"""Bodies nobody should send: each is one problem document, none a failure of ours, and none changes anything."""

import gzip
import json

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.content import reference_design
from tests.support.learning import attempts_path, footprint

JSON = {"content-type": "application/json"}
GOOD = json.dumps({"kind": "system_design", "design": reference_design("url-shortener")}).encode()
MALFORMED = {
    "nothing closed": b'{"kind": "system_design", "design":',
    "empty": b"",
    "a lone surrogate for a key": b'{"\\ud800": 1}',
    "NaN": b'{"kind": "system_design", "design": NaN}',
    "Infinity": b'{"kind": "system_design", "design": [Infinity, -Infinity]}',
    "five thousand digits": b'{"kind": "system_design", "design": ' + b"1" * 5000 + b"}",
    "100,000 brackets": b'{"kind": "system_design", "design": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "30,000 braces": b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    "invalid UTF-8": b'{"kind": "system_design", "design": "\xff\xfe"}',
    "an overlong NUL": b'{"kind": "system_design", "design": "\xc0\x80"}',
    "a byte order mark": b"\xef\xbb\xbf" + GOOD,
    "UTF-16": GOOD.decode().encode("utf-16"),
    "trailing text": GOOD + b"x",
    "single quotes": b"{'design': 1}",
    "a control character": b'{"kind": "system_design", "design": "\x01"}',
}
INVALID = {
    "blank": (b"null", "/body"),
    "an array": (b"[]", "/body"),
    "a string": (b'"design"', "/body"),
    "a number": (b"1e400", "/body"),
    "an empty object": (b"{}", "/body/kind"),
    "a null design": (b'{"kind": "system_design", "design": null}', "/body/design"),
    "an unknown field": (GOOD[:-1] + b', "a/b~c": 1}', "/body/a~1b~0c"),
}
TYPES = [
    "text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
    "application/problem+json", "application/jsonx", "json", "", "text/json",
]  # fmt: skip


@pytest.fixture
def before(api: Api, learner: Caller, superuser: psycopg.Connection) -> dict[str, str]:
    """What there is of the learner beforehand."""
    api.get("/v1/me", learner)
    return footprint(superuser, learner.id)


@pytest.mark.parametrize("kind", MALFORMED)
def test_what_is_no_json_is_malformed(
    api: Api, learner: Caller, superuser: psycopg.Connection, before: dict[str, str], kind: str
) -> None:
    problem(api.post(attempts_path(), learner, content=MALFORMED[kind], headers=JSON), 400, "malformed")
    assert footprint(superuser, learner.id) == before


@pytest.mark.parametrize("kind", INVALID)
def test_what_is_another_shape_is_pointed_at(
    api: Api, learner: Caller, superuser: psycopg.Connection, before: dict[str, str], kind: str
) -> None:
    body, pointer = INVALID[kind]
    document = problem(api.post(attempts_path(), learner, content=body, headers=JSON), 422, "invalid")
    assert pointer in [row["pointer"] for row in document["errors"]]
    assert footprint(superuser, learner.id) == before


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_another_content_type_is_not_read(api: Api, learner: Caller, method: str, kind: str) -> None:
    path = attempts_path() if method == "POST" else "/v1/me"
    problem(
        api.request(method, path, learner, content=GOOD, headers={"content-type": kind}), 415, "unsupported-media-type"
    )


def test_no_content_type_is_not_read(api: Api, learner: Caller) -> None:
    problem(api.post(attempts_path(), learner, content=GOOD), 415, "unsupported-media-type")


def test_a_form_is_not_read(api: Api, learner: Caller) -> None:
    problem(api.post(attempts_path(), learner, data={"design": "x"}), 415, "unsupported-media-type")
    problem(api.post(attempts_path(), learner, files={"design": b"x"}), 415, "unsupported-media-type")


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "application/json;x=y"])
def test_json_by_its_other_spellings_is_read(api: Api, learner: Caller, kind: str) -> None:
    response = api.patch("/v1/me", learner, content=b'{"display_name": "Ada"}', headers={"content-type": kind})
    assert (response.status_code, response.json()["display_name"]) == (200, "Ada")


def test_a_compressed_body_is_refused(api: Api, learner: Caller) -> None:
    headers = {**JSON, "content-encoding": "gzip"}
    document = problem(
        api.post(attempts_path(), learner, content=gzip.compress(GOOD), headers=headers), 400, "malformed"
    )
    assert "uncompressed" in document["detail"]


def test_a_body_of_256_kilobytes_is_the_longest_read(api: Api, learner: Caller) -> None:
    longest = b'{"kind": "system_design", "design": "' + b"x" * (262_144 - 39) + b'"}'
    assert len(longest) == 262_144
    problem(api.post(attempts_path(), learner, content=longest, headers=JSON), 422, "invalid")
    problem(api.post(attempts_path(), learner, content=longest + b" ", headers=JSON), 413, "too-large")


def test_ten_megabytes_do_not_reach_a_handler(api: Api, learner: Caller) -> None:
    response = api.post(attempts_path(), learner, content=b" " * (10 * 1024 * 1024 + 1), headers=JSON)
    assert (response.status_code, response.json()) == (413, {"message": "Request Entity Too Large"})
    assert "x-request-id" not in response.headers
