"""A page of the console in a browser: how it is opened, and what it must never do."""

import json
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, Request, expect

from progressive_flow.kernel import paths
from tests.console.people import Person

AXE = paths.root() / "console" / "node_modules" / "axe-core" / "axe.min.js"
# What a browser says by itself of answers that the console expects: no design is saved yet, a request is refused.
EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of (404|403|409|412|422|429|503)|net::)"
)
# The router's own word that it shows the page of an address, and not the one before any more.
ARRIVED = """
(path) => {
  const { status, resolvedLocation } = window.__TSR_ROUTER__.state;
  return status === "idle" && resolvedLocation?.href === path;
}
"""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def axe() -> str:
    """Return the accessibility checker's script."""
    return AXE.read_text()


class Screen:
    """One page. It remembers errors, warnings and requests to anywhere but the platform."""

    def __init__(self, page: Page, origin: str, *others: str) -> None:
        self.page, self.origin, self.origins = page, origin, {origin, *others}
        self.faults: list[str] = []
        page.set_default_timeout(10_000)
        page.on("console", lambda said: self._note(said.type, said.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("request", self._asked)

    def _note(self, kind: str, said: str) -> None:
        if kind in {"error", "warning"} and not EXPECTED.match(said):
            self.faults.append(said)

    def _asked(self, request: Request) -> None:
        at = urlsplit(request.url)
        if at.scheme in {"http", "https"} and f"{at.scheme}://{at.netloc}" not in self.origins:
            self.faults.append(f"a request to {request.url}")

    def open(self, path: str, person: Person | None = None) -> None:
        """Go to a path, and sign in where the provider asks."""
        self.page.goto(self.origin + path)
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person: Person) -> None:
        """Sign in on the provider's page if it is shown, and wait for the console's."""
        self.page.wait_for_selector("input[type=password], main h1")
        if self.page.locator("input[type=password]").count():
            self.page.get_by_label("E-mail address").fill(person.email)
            self.page.get_by_label("Password", exact=True).fill(person.password)
            self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_selector("main h1, main [role=alert]")

    def button(self, name: str, **options: Any) -> Locator:
        """Return a button by its name."""
        return self.page.get_by_role("button", name=name, **options)

    def barriers(self) -> list[str]:
        """Return what keeps people from using the page, by the rules of WCAG 2.2 AA."""
        self.page.evaluate(axe())
        options = {"runOnly": {"type": "tag", "values": RULES}}
        found = self.page.evaluate(f"axe.run(document, {json.dumps(options)})")
        # the editor of code scrolls with its caret, which the checker does not know of
        nodes = [(one["id"], node["html"]) for one in found["violations"] for node in one["nodes"]]
        return [f"{rule}: {html[:200]}" for rule, html in nodes if "cm-scroller" not in html]

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))

    def check(self) -> None:
        """Raise what the page did and must not."""
        assert not self.faults, "\n".join(self.faults)


def visit(page: Page, path: str) -> None:
    """Go to a page within the console, which keeps the session, and wait until it has read what it shows."""
    page.evaluate("path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path)
    page.wait_for_function(ARRIVED, arg=path)
    page.wait_for_load_state("networkidle")
    expect(page.locator(".loading")).to_have_count(0)
    expect(page.locator("main h1")).to_have_count(1)
