"""Pages can be read in a terminal and in a diff: no line is longer than 130 characters, and none names a requirement code."""

import re
from pathlib import Path

import pytest

from progressive_flow.kernel import paths

ROOT = paths.root()
MAX_LINE = 130
# Generated pages whose tables hold definitions from PostgreSQL's catalogue or names of endpoints as they are.
GENERATED = {"docs/performance.md", *(f"docs/data-model/{file.name}" for file in ROOT.glob("docs/data-model/*.md"))}
PAGES = [
    file for file in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if str(file.relative_to(ROOT)) not in GENERATED
]
REQUIREMENT = re.compile(r"\b(?:PF|B|EG)-[A-Z]?\d+\b")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_line_is_too_long(page: Path) -> None:
    lines = page.read_text().splitlines()
    assert [f"{number}: {len(line)}" for number, line in enumerate(lines, 1) if len(line) > MAX_LINE] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_code_of_documents_that_readers_cannot_open(page: Path) -> None:
    assert REQUIREMENT.findall(page.read_text()) == []


def test_every_page_of_the_documentation_is_in_its_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text()
    pages = [file.relative_to(ROOT / "docs") for file in (ROOT / "docs").rglob("*.md")]
    listed = [page for page in pages if page.parts[0] not in {"decisions", "data-model", "README.md"}]
    assert [str(page) for page in listed if f"({page})" not in index] == []


def test_every_decision_is_in_the_list_of_decisions() -> None:
    decisions = ROOT / "docs" / "decisions"
    text = (decisions / "README.md").read_text()
    assert [file.name for file in decisions.glob("0*.md") if f"({file.name})" not in text] == []
