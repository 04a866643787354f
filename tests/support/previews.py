"""The preview as the console frames it, and a server that nothing in it may reach."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page

from progressive_flow_local.processes import HOST

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
    """Serve by a handler on loopback; yield where."""
    with http.server.ThreadingHTTPServer((HOST, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://{HOST}:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def run(page: Page, **files: str) -> None:
    """Run files in a frame of their own."""
    page.evaluate("files => window.run(files)", files)


def messages(page: Page, kind: str, count: int = 1) -> list[dict[str, Any]]:
    """Wait for messages of a kind; return them."""
    asked = "([kind, count]) => window.messages.filter(each => each.type === kind).length >= count"
    page.wait_for_function(asked, arg=[kind, count], timeout=15_000)
    found: list[dict[str, Any]] = page.evaluate("kind => window.messages.filter(each => each.type === kind)", kind)
    return found


def logged(page: Page, count: int = 1) -> list[str]:
    """Wait for lines of the code's console; return them."""
    return [each["text"] for each in messages(page, "console", count)]
