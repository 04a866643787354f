"""Screenshots of the console for the README and the documentation, made of what a learner sees."""

import os
from pathlib import Path

from playwright.sync_api import expect

from progressive_flow.kernel import paths
from tests.console.conftest import Open
from tests.console.designing import draw_static_website
from tests.console.people import Person
from tests.console.screens import visit

# `make screenshots` writes them where the documentation shows them; otherwise they can be looked at in `build/`.
FOLDER = paths.root() / os.environ.get("SCREENSHOTS", "build/screenshots")
LEAST_BYTES = 10_000


def test_the_console_is_shown_in_screenshots(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/static-website/1", viewport={"width": 1280, "height": 800})
    screen.page.wait_for_selector(".palette")
    draw_static_website(screen)
    screen.button("Arrange").click()
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Passed")
    screen.page.locator("summary", has_text="What to build").click()
    screen.page.locator("details.outline summary").click()
    screen.page.locator(".palette").scroll_into_view_if_needed()
    screen.page.mouse.move(0, 0)
    expect(screen.page.locator(".react-flow__edge-path")).to_have_count(3)
    level = _kept(screen.page.locator(".editor").screenshot(), "console-level.png")
    visit(screen.page, "/")
    home = _kept(screen.page.screenshot(), "console-home.png")
    assert min(level.stat().st_size, home.stat().st_size) > LEAST_BYTES


def _kept(content: bytes, name: str) -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / name
    file.write_bytes(content)
    return file
