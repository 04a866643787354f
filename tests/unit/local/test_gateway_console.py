"""The gateway serves the console's files as CloudFront does: the same rule for paths, the same headers, the same caching."""

import json
from pathlib import Path

import pytest

from progressive_flow.kernel.declarations import console as declared
from progressive_flow_local.gateway import console
from progressive_flow_local.gateway.events import Request
from progressive_flow_local.gateway.responses import Answer
from tests.unit.local.gateway_help import header

PAGE = b"<!doctype html><title>Console</title>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A console that is built."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (tmp_path / "preview.html").write_bytes(b"of another host")
    (tmp_path / "assets" / "app-4f2a.js").write_text("1")
    (tmp_path / "icon.svg").write_text("<svg/>")
    (tmp_path.parent / "secret.txt").write_text("outside")
    return tmp_path


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"AWS_ENDPOINT_URL": "http://127.0.0.1:4566", "PREVIEW_PORT": "8001", "CONSOLE_CLIENT_ID": "console"}
    for name, value in {**known, "AWS_REGION": "us-east-1", "USER_POOL_ID": "us-east-1_x"}.items():
        monkeypatch.setenv(name, value)


def get(folder: Path, path: str, method: str = "GET", **headers: str) -> Answer | None:
    named = {"host": "127.0.0.1:8000", **{name.replace("_", "-"): value for name, value in headers.items()}}
    request = Request(method, path.encode(), "", named, [], ("127.0.0.1", 1), "HTTP/1.1")
    return console.answer(request, folder)


def found(folder: Path, path: str, method: str = "GET", **headers: str) -> Answer:
    answer = get(folder, path, method, **headers)
    assert answer is not None
    return answer


@pytest.mark.parametrize("path", ["/", "/challenges/static-website", "/challenges/acme:shop/levels/2", "/v10"])
def test_the_address_of_a_page_is_answered_by_the_application(folder: Path, path: str) -> None:
    answer = found(folder, path)
    assert (answer.status, answer.body) == (200, PAGE)
    assert header(answer, "content-type") == "text/html; charset=utf-8"
    assert header(answer, "cache-control") == "no-cache"


def test_a_file_with_a_hash_is_kept_and_others_are_asked_for_again(folder: Path) -> None:
    script = found(folder, "/assets/app-4f2a.js")
    assert header(script, "cache-control") == "public, max-age=31536000, immutable"
    icon = found(folder, "/icon.svg")
    assert (header(icon, "cache-control"), header(icon, "content-type")) == ("no-cache", "image/svg+xml")
    unchanged = found(folder, "/icon.svg", if_none_match=header(icon, "etag") or "")
    assert (unchanged.status, unchanged.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/none.js", "/assets/none.js", "/assets/", "/assets", "/preview.html", "/../secret.txt", "/assets/../../secret.txt",
     "/.hidden", "/assets/..", "/a/b.c"],
)  # fmt: skip
def test_a_file_that_is_not_there_or_not_ours_is_not_found(folder: Path, path: str) -> None:
    assert found(folder, path).status == 404


@pytest.mark.parametrize(("path", "method"), [("/v1/me", "GET"), ("/v1", "GET"), ("/", "POST"), ("/page", "DELETE")])
def test_what_is_the_apis_stays_the_apis(folder: Path, path: str, method: str) -> None:
    assert get(folder, path, method) is None


def test_every_answer_has_the_headers_that_cloudfront_sends(folder: Path) -> None:
    files = "http://127.0.0.1:4566"
    origins = declared.Origins(calls=[files], media=files, preview="http://localhost:8001")
    for path in ("/", "/assets/app-4f2a.js", "/icon.svg", "/config.json"):
        headers = dict(found(folder, path).headers)
        expected = {name.lower(): value for name, value in declared.page_headers(origins).items()}
        assert expected.items() <= headers.items(), path
    assert "script-src 'self'; style-src 'self';" in expected["content-security-policy"]
    assert "frame-src http://localhost:8001;" in expected["content-security-policy"]


def test_the_settings_name_what_the_deploys_do(folder: Path) -> None:
    answer = found(folder, "/config.json")
    assert header(answer, "cache-control") == "no-cache"
    assert json.loads(answer.body) == {
        "authority": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_x",
        "metadata_url": "http://127.0.0.1:8000/.well-known/openid-configuration",
        "client_id": "console",
        "preview_origin": "http://localhost:8001",
        "media_origin": "http://127.0.0.1:4566",
    }


def test_a_console_that_is_not_built_says_what_to_run(tmp_path: Path) -> None:
    answer = found(tmp_path, "/")
    assert b"make console" in answer.body
    assert header(answer, "cache-control") == "no-cache", "the next one is the console"
