"""A learner's code reaches one global: its own. Nothing that it can reach or call gives it another one, or makes code there."""

import json
from pathlib import Path

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.images import Images

CRAWL = (Path(__file__).parent / "crawl" / "crawl.js").read_text()
CALLS = 20_000
FUEL = 100_000_000_000


def test_the_crawl_of_everything_reachable_finds_no_other_realm(images: Images) -> None:
    with Page(images, {"index.html": "<p id=a class=b>x</p><form><input name=n></form>"}) as page:
        page.guest.refuel(FUEL)
        threw, value = page.guest.run(f"({CRAWL})({CALLS})", "crawl")
        text = page.guest.text_of(value)
    assert not threw, text
    found = json.loads(text)
    assert found["problems"] == []
    assert found["objects"] > 8000
    assert found["functions"] > 5500
    assert found["calls"] > 15_000


def test_the_crawl_would_find_another_realm(images: Images) -> None:
    """The same crawl finds what it looks for where somebody has put it."""
    planted = "window.planted = { globalThis: 1 }; window.maker = Object.defineProperty(() => {}, 'name', { value: 'Function' });"
    planted += "window.dispatcher = q => (q === 'state {}' ? '{\"navigations\": []}' : 0);"
    with Page(images, {"script.js": planted}) as page:
        page.guest.refuel(FUEL)
        _, value = page.guest.run(f"({CRAWL})(60000)", "crawl")
        problems = json.loads(page.guest.text_of(value))["problems"]
    for what in ("another global", "a maker of code", "the operations"):
        assert any(problem.startswith(what) for problem in problems), what
