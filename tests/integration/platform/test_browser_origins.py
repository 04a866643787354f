"""A page of another origin, in a real browser, uses the API over HTTP: what it may send, and what it may read."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Error, Page

from progressive_flow.kernel.declarations import cors
from progressive_flow_local.processes import HOST, free_port, wait_until
from tests.support.api import Api, Caller

ASK = """async ({url, method, headers, body}) => {
  const answer = await fetch(url, {method, headers, body});
  return {status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text()};
}"""


class EmptyPage(BaseHTTPRequestHandler):
    """A page of somebody else's application."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>An application</title>")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture(scope="module")
def address(api: Api) -> Iterator[str]:
    """The API, served over HTTP by the server that the platform uses."""
    config = uvicorn.Config(
        api.gateway, host=HOST, port=free_port(), http="httptools", lifespan="off", log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    assert wait_until(lambda: server.started, 10)
    yield f"http://{HOST}:{config.port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def application() -> Iterator[str]:
    """The origin of an application on this machine."""
    with ThreadingHTTPServer((HOST, 0), EmptyPage) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def page(chrome: Browser, application: str) -> Iterator[Page]:
    """A page of the application, which is of another origin than the API."""
    opened = chrome.new_page()
    opened.goto(application)
    yield opened
    opened.close()


def ask(page: Page, url: str, caller: Caller, method: str = "GET", body: str | None = None, **headers: str) -> Any:
    """Let the page's script send a request."""
    sent = {"authorization": f"Bearer {caller.token}", **headers}
    return page.evaluate(ASK, {"url": url, "method": method, "headers": sent, "body": body})


def test_a_page_of_another_origin_reads_writes_and_sees_the_headers(page: Page, address: str, learner: Caller) -> None:
    read = ask(page, f"{address}/v1/me", learner)
    assert (read["status"], str(learner.id) in read["body"]) == (200, True)
    assert {"etag", "x-request-id"} <= read["headers"].keys()
    changed = ask(
        page, f"{address}/v1/me", learner, "PATCH", '{"display_name": "Ada"}', **{"content-type": "application/json"}
    )
    assert (changed["status"], changed["headers"]["ratelimit"].startswith('"writes"')) == (200, True)
    unchanged = ask(page, f"{address}/v1/me", learner, **{"if-none-match": "*"})
    assert unchanged["status"] == 304


def test_it_repeats_a_request_by_its_key(page: Page, address: str, learner: Caller) -> None:
    key = {"content-type": "application/json", "idempotency-key": "k"}
    body = '{"session_type": "challenge", "resource_id": "static-website"}'
    first, again = (ask(page, f"{address}/v1/learning-sessions", learner, "POST", body, **key) for _ in range(2))
    assert first["status"] == again["status"] == 201, first["body"]
    assert again["headers"]["idempotency-replayed"] == "true"
    assert first["body"] == again["body"]


def test_it_reads_the_refusals_of_functions_and_of_the_gateway(page: Page, address: str, learner: Caller) -> None:
    stranger = Caller(learner.id)
    stranger.token = "nonsense"
    refused = ask(page, f"{address}/v1/me", stranger)
    assert (refused["status"], refused["headers"]["www-authenticate"].startswith("Bearer")) == (401, True)
    wrong = ask(page, f"{address}/v1/me", learner, "PUT")
    assert (wrong["status"], wrong["headers"]["allow"]) == (405, "DELETE, GET, HEAD, PATCH")
    assert ask(page, f"{address}/v1/challenges/nothing-such", learner)["status"] == 404


def test_a_header_that_is_not_listed_is_not_sent(page: Page, address: str, learner: Caller) -> None:
    assert "x-other" not in cors.REQUEST_HEADERS
    with pytest.raises(Error, match="Failed to fetch"):
        ask(page, f"{address}/v1/me", learner, **{"x-other": "1"})


def test_a_page_without_an_origin_of_this_machine_reads_nothing(chrome: Browser, address: str, learner: Caller) -> None:
    page = chrome.new_page()
    page.goto("data:text/html,<title>Elsewhere</title>")  # its origin is null
    with pytest.raises(Error, match="Failed to fetch"):
        ask(page, f"{address}/v1/me", learner)
    page.close()


def test_the_documentation_page_runs_under_its_policy(chrome: Browser, address: str) -> None:
    page = chrome.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(f"{address}/v1/docs")
    page.wait_for_selector("#ui .opblock", timeout=60_000)
    assert [text for text in messages if "Content Security Policy" in text or "Error" in text] == []
    assert page.locator(".opblock").count() > 50
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.injected = 1'}))"
    )
    assert page.evaluate("window.injected") is None, "another script is not run"
    page.close()


def test_no_page_frames_the_documentation(page: Page, address: str) -> None:
    with page.expect_event("framenavigated"):
        page.evaluate(
            "url => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))",
            f"{address}/v1/docs",
        )
    (frame,) = (frame for frame in page.frames if frame != page.main_frame)
    frame.wait_for_load_state()
    assert frame.locator("#ui").count() == 0
