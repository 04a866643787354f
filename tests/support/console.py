"""The web console in a real browser, as somebody who has signed in at the local platform."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from progressive_flow.kernel import paths
from progressive_flow_local.gateway import console

AXE = paths.root() / "console" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PATIENCE_MS = 15_000


def built() -> None:
    """Skip the test where the console is not built."""
    if not (console.BUILT / "index.html").is_file():
        pytest.skip("The console is not built: `make console` builds it where there is npm.")


def sign_in(browser: Browser, held: dict[str, Any], who: str, width: int = 1280) -> Page:
    """Open the console as ``who``, demo or admin, in a browser of their own; wait until their first page is there."""
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(held["api_url"])
    page.locator("input[type=email]").fill(held[f"{who}_username"])
    page.locator("input[type=password]").fill(held[f"{who}_password"])
    page.locator("button[type=submit]").click()
    expect(page.locator("main h1")).to_be_visible(timeout=PATIENCE_MS)
    return page


def visit(page: Page, path: str) -> None:
    """Go to a page within the console, which keeps the session, and wait until it has read what it shows."""
    page.evaluate("path => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')) }", path)
    page.wait_for_load_state("networkidle")
    expect(page.locator("main h1")).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.locator(".loading")).to_have_count(0, timeout=PATIENCE_MS)


def violations(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA on the page, with the elements."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", list(RULES))
    return [f"{one['id']}: {json.dumps([node['html'] for node in one['nodes']])}" for one in found["violations"]]
