"""A learner's code reaches one global: its own. Nothing that it can reach or call gives it another one, or makes code there."""

import json
from pathlib import Path
from typing import Any

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.images import Images

CRAWL = (Path(__file__).parent / "crawl" / "crawl.js").read_text()
CHUNK = 1000
FUEL = 100_000_000_000


def crawl(images: Images, script: str, start: int, end: int) -> dict[str, Any]:
    """Crawl a page, calling some of the functions that it reaches."""
    files = {"index.html": "<p id=a class=b>x</p><form><input name=n></form>", "script.js": script}
    with Page(images, files) as page:
        page.guest.refuel(FUEL)
        threw, value = page.guest.run(f"({CRAWL})({start}, {end})", "crawl")
        text = page.guest.text_of(value)
    assert not threw, text
    found: dict[str, Any] = json.loads(text)
    return found


def test_the_crawl_of_everything_reachable_finds_no_other_realm(images: Images) -> None:
    found = crawl(images, "", 0, CHUNK)
    assert found["objects"] > 7000
    assert found["functions"] > 5500
    chunks = [found, *(crawl(images, "", at, at + CHUNK) for at in range(CHUNK, found["functions"], CHUNK))]
    assert [problem for chunk in chunks for problem in chunk["problems"]] == []
    assert sum(chunk["calls"] for chunk in chunks) > 20_000


def test_the_crawl_would_find_another_realm(images: Images) -> None:
    """The same crawl finds what it looks for where somebody has put it."""
    planted = (
        "window.planted = { Array: 1 }; window.maker = Object.defineProperty(() => {}, 'name', { value: 'Function' });"
    )
    planted += "window.dispatcher = q => (q === 'state {}' ? '{\"navigations\": []}' : 0);"
    chunks = [crawl(images, planted, at, at + CHUNK) for at in (0, CHUNK)]
    problems = [problem for chunk in chunks for problem in chunk["problems"]]
    for what in ("another global", "a maker of code", "the operations"):
        assert any(problem.startswith(what) for problem in problems), what
