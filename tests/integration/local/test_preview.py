"""The preview in a real browser: what a learner writes runs on a host of its own, reaches nothing, and stops with its frame."""

import http.server
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page

from progressive_flow.kernel.declarations import console
from progressive_flow_local.processes import HOST, free_port, wait_until
from tests.support import chromium
from tests.support.gateways import gateway

# What the console does: a frame for each run, and the files to the frame that is ready.
FRAMING = """
window.messages = [];
window.run = files => {
  document.querySelector('iframe')?.remove();
  window.messages = [];
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts';
  frame.src = PREVIEW;
  window.onmessage = ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    window.messages.push(data);
    if (data.type === 'ready') source.postMessage(files, '*');
  };
  document.body.append(frame);
};
"""


class Framing(http.server.BaseHTTPRequestHandler):
    """A page with the console's headers, on the console's host."""

    headers_sent: dict[str, str]
    script: str

    def do_GET(self) -> None:
        self.send_response(200)
        for name, value in self.headers_sent.items():
            self.send_header(name, value)
        is_script = self.path == "/framing.js"
        self.send_header("content-type", "text/javascript" if is_script else "text/html")
        self.send_header("set-cookie", "session=secret")
        self.end_headers()
        page = '<!doctype html><html lang=en><title>Console</title><body><script src="/framing.js"></script>'
        self.wfile.write((self.script if is_script else page).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


class Trap(http.server.BaseHTTPRequestHandler):
    """A server that nothing in a preview may reach."""

    reached: list[str]

    def do_GET(self) -> None:
        self.reached.append(self.path)
        self.send_response(200)
        self.send_header("access-control-allow-origin", "*")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - the base class's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@contextmanager
def served(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer((HOST, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def preview(database: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The origin of the preview, as the gateway serves it beside the API."""
    port = free_port()
    with gateway(database, 1, tmp_path_factory.mktemp("preview") / "log", PREVIEW_PORT=str(port)) as api:
        assert api != f"http://{HOST}:{port}"
        yield f"http://localhost:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.browser() as started:
        yield started


@pytest.fixture
def page(browser: Browser, preview: str) -> Iterator[Page]:
    """A page of the console that frames previews."""
    sent = console.page_headers(console.Origins(calls=(), media="http://127.0.0.1:1", preview=preview))
    script = FRAMING.replace("PREVIEW", json.dumps(f"{preview}/preview.html"))
    with served(type("Ours", (Framing,), {"headers_sent": sent, "script": script})) as address:
        opened = browser.new_page()
        opened.goto(address)
        yield opened
        opened.close()


def run(page: Page, **files: str) -> None:
    page.evaluate("files => window.run(files)", files)


def messages(page: Page, kind: str, count: int = 1) -> list[dict[str, Any]]:
    """Wait for messages of a kind; return them."""
    asked = "([kind, count]) => window.messages.filter(each => each.type === kind).length >= count"
    page.wait_for_function(asked, arg=[kind, count], timeout=15_000)
    found: list[dict[str, Any]] = page.evaluate("kind => window.messages.filter(each => each.type === kind)", kind)
    return found


def logged(page: Page, count: int = 1) -> list[str]:
    return [each["text"] for each in messages(page, "console", count)]


def test_the_host_has_one_page_and_one_name(preview: str) -> None:
    port = preview.rpartition(":")[2]
    with httpx.Client(base_url=f"http://{HOST}:{port}", headers={"host": f"localhost:{port}"}, trust_env=False) as host:
        page = host.get("/preview.html")
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
        assert {
            name.lower(): value for name, value in console.preview_headers().items()
        }.items() <= page.headers.items()
        assert page.headers["content-security-policy"].startswith("sandbox allow-scripts; default-src 'none';")
        assert (host.head("/preview.html").status_code, host.head("/preview.html").content) == (200, b"")
        assert host.get("/").status_code == host.get("/v1/health").status_code == 404
        assert (refused := host.post("/preview.html")).status_code == 405
        assert refused.headers["allow"] == "GET, HEAD"
        assert host.get("/preview.html", headers={"host": f"{HOST}:{port}"}).status_code == 421, "the console's site"
        assert host.get("/preview.html", headers={"host": "example.com"}).status_code == 421


def test_the_three_files_make_a_page(page: Page) -> None:
    html = '<h1 id="title">Before</h1><link rel="stylesheet" href="style.css"><script src="script.js" defer></script><p>After</p>'
    css = "h1 { color: rgb(1, 2, 3) } /* </style> */"
    js = (
        "const title = document.getElementById('title'); title.textContent = '</script>';"
        "console.log(title.textContent, getComputedStyle(title).color, document.querySelectorAll('p').length,"
        " document.compatMode);"
    )
    run(page, html=html, css=css, js=js)
    assert logged(page) == ["</script> rgb(1, 2, 3) 1 CSS1Compat"]


def test_a_fragment_without_links_is_a_page_too(page: Page) -> None:
    run(
        page,
        html="<p>Hi</p>",
        css="p { color: rgb(9, 9, 9) }",
        js="console.log(getComputedStyle(document.querySelector('p')).color)",
    )
    assert logged(page) == ["rgb(9, 9, 9)"]


def test_what_the_code_says_comes_back(page: Page) -> None:
    js = "console.warn({a: [1, null]}, 'x', 2n);\nconsole.error(new TypeError('no'));\n\nmissing();"
    run(page, js=js)
    found = messages(page, "console", 2)
    assert [(each["level"], each["text"]) for each in found] == [
        ("warn", '{"a":[1,null]} x 2'),
        ("error", "TypeError: no"),
    ]
    (error,) = messages(page, "error")
    assert ("missing is not defined" in error["text"], error["line"]) == (True, 4)
    run(page, js="Promise.reject(new Error('later'))")
    assert messages(page, "error")[0]["text"] == "Error: later"


def test_a_flood_of_messages_ends(page: Page) -> None:
    run(page, js="for (let i = 0; i < 5000; i++) console.log('x'.repeat(100000))")
    messages(page, "muted")
    found = messages(page, "console")
    assert len(found) < 500
    assert len(found[0]["text"]) < 5000


def test_it_reads_neither_cookies_nor_storage_nor_the_console(page: Page) -> None:
    page.evaluate("localStorage.setItem('draft', 'secret')")
    reads = [
        "document.cookie",
        "localStorage",
        "sessionStorage",
        "indexedDB.open('x')",
        "caches.keys()",
        "parent.document",
        "top.messages",
    ]
    tried = "".join(
        f"try {{ console.log({read!r}, 'read', String({read})) }} catch (error) {{ console.log({read!r}, error.name) }}\n"
        for read in reads
    )
    run(page, js=f"{tried}\nconsole.log('origin', self.origin)")
    found = dict(line.split(" ", 1) for line in logged(page, len(reads) + 1))
    assert found.pop("origin") == "null"
    assert found.keys() == set(reads)
    assert {name for name, result in found.items() if result.startswith("read")} <= {"caches.keys()"}, found
    assert "secret" not in json.dumps(found)


def test_it_reaches_no_server(page: Page, preview: str) -> None:
    reached: list[str] = []
    with served(type("Ours", (Trap,), {"reached": reached})) as trap:
        socket = trap.replace("http:", "ws:")
        html = (
            f'<img src="{trap}/image"><link rel="stylesheet" href="{trap}/sheet"><script src="{trap}/script"></script>'
            f'<iframe src="{trap}/frame"></iframe><video src="{trap}/video"></video><object data="{trap}/object"></object>'
            f'<link rel="preload" as="script" href="{trap}/preload"><base href="{trap}/"><img src="based">'
            f'<form action="{trap}/form" method="post"><button>Send</button></form><a href="{trap}/link">Go</a>'
        )
        js = f"""
        const trap = {json.dumps(trap)};
        const tries = {{
          fetch: () => fetch(trap + '/fetch'),
          beacon: () => navigator.sendBeacon(trap + '/beacon', 'x'),
          request: () => {{ const r = new XMLHttpRequest(); r.open('GET', trap + '/xhr', false); r.send(); }},
          socket: () => new WebSocket({json.dumps(socket)} + '/socket'),
          events: () => new EventSource(trap + '/events'),
          worker: () => new Worker(trap + '/worker'),
          module: () => import(trap + '/module'),
          opened: () => window.open(trap + '/opened'),
          top: () => {{ top.location = trap + '/top'; }},
          form: () => document.querySelector('form').submit(),
          click: () => document.querySelector('a').click(),
          self: () => {{ location.href = trap + '/self'; }},
        }};
        for (const [name, attempt] of Object.entries(tries)) {{
          try {{ Promise.resolve(attempt()).catch(() => 0); }} catch {{}}
          console.log(name);
        }}
        """
        console_address = page.url
        run(page, html=html, js=js)
        assert len(logged(page, 12)) == 12
        page.wait_for_timeout(1500)
        assert reached == []
        assert httpx.get(f"{trap}/control", trust_env=False).status_code == 200
        assert reached == ["/control"], "the trap is set"
        assert page.url == console_address
    assert preview


def test_a_stranger_gives_it_no_code(page: Page, browser: Browser, preview: str) -> None:
    """It takes files from the page that frames it, and from nobody in its own frame or window."""
    alone = browser.new_page()
    alone.goto(f"{preview}/preview.html")
    alone.evaluate("window.postMessage({html: '<p id=ran>ran</p>', css: '', js: ''}, '*')")
    alone.wait_for_timeout(500)
    assert alone.locator("#ran").count() == 0
    alone.close()
    run(page, js=7)  # type: ignore[arg-type]
    messages(page, "ready")
    page.wait_for_timeout(300)
    assert page.frames[-1].locator("script").count() == 1, "it waits for files that are texts"


def processor_seconds(browser: Browser) -> float:
    """Return the CPU time of all processes that render pages."""
    session = browser.new_browser_cdp_session()
    listed = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(float(each["cpuTime"]) for each in listed if each["type"] == "renderer")


def share_at_work(browser: Browser) -> float:
    """Return how much of a second the processes that render pages compute."""
    before = processor_seconds(browser)
    time.sleep(1)
    return processor_seconds(browser) - before


def test_an_endless_loop_holds_up_no_page_and_ends_with_its_frame(page: Page, browser: Browser) -> None:
    run(page, js="console.log('begins'); setTimeout(() => { for (;;) {} }, 200)")
    assert logged(page) == ["begins"]
    assert wait_until(lambda: share_at_work(browser) > 0.3, 10), "the loop runs"
    started = time.monotonic()
    assert page.evaluate("() => new Promise(done => setTimeout(() => done(1 + 1), 10))") == 2
    assert time.monotonic() - started < 5, "the console goes on meanwhile"
    page.evaluate("document.querySelector('iframe').remove()")
    assert wait_until(lambda: share_at_work(browser) < 0.1, 20), "the loop has ended"
    run(page, js="console.log('again')")
    assert logged(page) == ["again"]


def test_the_page_has_no_address_and_no_secret() -> None:
    text = (Path(__file__).parents[3] / "console" / "public" / "preview.html").read_text()
    assert re.findall(r"https?:|token|cookie|localStorage", text) == []
