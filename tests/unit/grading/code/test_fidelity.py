"""The page behaves as Chromium does, on 209 snippets whose answers a Chromium gave."""

import json
from pathlib import Path
from typing import Any

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.fidelity.differences import DIFFERENCES

FOLDER = Path(__file__).parent / "fidelity"
SNIPPETS: list[tuple[str, str, str, str]] = json.loads((FOLDER / "snippets.json").read_text())
ANSWERS: dict[str, Any] = json.loads((FOLDER / "browser.json").read_text())
FLOOR = 187


def as_json(value: Any) -> Any:
    """Return what JSON makes of a value: it has no undefined."""
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return None if value == {"$": "undefined"} else value


def answer(images: Images, html: str, css: str, code: str) -> Any:
    """Run a snippet, which is the body of an asynchronous function, on a page; return its value."""
    files = {"index.html": html, "style.css": css, "script.js": f"async function snippet() {{ {code}\n}}"}
    try:
        with Page(images, files) as page:
            result = page.call("snippet", args=[])
            return as_json(result.get("value", result))
    except ExhaustedError as end:
        return {"exhausted": end.limit}


def test_the_corpus_is_whole() -> None:
    names = [name for name, *_ in SNIPPETS]
    assert len(names) == len(set(names)) == 209
    assert set(names) == set(ANSWERS)
    assert len(names) - len(DIFFERENCES) >= FLOOR


def test_only_the_listed_snippets_differ(images: Images) -> None:
    """A snippet that begins to agree is taken off the list, so that it stays so."""
    differing = {name for name, *snippet in SNIPPETS if answer(images, *snippet) != ANSWERS[name]}
    assert differing == DIFFERENCES.keys()
