"""What learners commonly call exists and answers as in Chromium: tables, forms, lists of classes, dates, numbers, and so on."""

import json
from pathlib import Path
from typing import Any

from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.fidelity.differences import MISSING

CORPUS: dict[str, Any] = json.loads((Path(__file__).parent / "fidelity" / "interfaces.json").read_text())
ANSWERS: dict[str, Any] = CORPUS["answers"]
# Makes of what an expression gives what JSON can hold; Chromium's answers were made by the same function.
ASK = """
function ask(code) {
  let value;
  try { value = (0, eval)(`(() => (${code}))`)(); } catch (error) { return `THREW ${error.name}: ${error.message}`; }
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (Object.is(value, -0)) return '-0';
  if (value === undefined) return 'undefined';
  if (typeof value === 'function') return 'function';
  return value !== null && typeof value === 'object' ? String(value) : value;
}
"""


def answer(images: Images, expression: str) -> Any:
    """Return what an expression gives on the page of the corpus."""
    with Page(images, {"index.html": CORPUS["html"], "script.js": ASK}) as page:
        try:
            return page.call("ask", args=[expression]).get("value")
        except ExhaustedError as end:
            return end.limit


def test_only_what_is_listed_is_missing(images: Images) -> None:
    """What begins to answer as Chromium does is taken off the list, so that it stays so."""
    assert len(ANSWERS) > 450
    assert {expression for expression in ANSWERS if answer(images, expression) != ANSWERS[expression]} == MISSING.keys()
