"""The pages that people read: their links lead somewhere and their commands exist."""

import json
import re
from pathlib import Path

import pytest
from typer.main import get_command

from progressive_flow.grading.system_design.engine import evaluate
from progressive_flow.kernel import paths
from progressive_flow_local.cli import app
from tests.support.content import content

ROOT = paths.root()
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")
ANCHOR = re.compile(r"\]\((?!https?://)([^)#]*)#([^)]+)\)")
COMMAND = re.compile(r"progressive-flow ([a-z-]+)(?: ([a-z-]+))?")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    dead = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert dead == []


def anchors(page: Path) -> set[str]:
    """Return the addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_headings_lead_somewhere(page: Path) -> None:
    links = ANCHOR.findall(page.read_text())
    dead = [f"{file}#{anchor}" for file, anchor in links if anchor not in anchors(page.parent / file if file else page)]
    assert dead == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_exist(page: Path) -> None:
    root = get_command(app)
    commands = getattr(root, "commands", {})
    for name, sub in COMMAND.findall(page.read_text()):
        assert name in commands, name
        if sub and hasattr(commands[name], "commands"):
            assert sub in commands[name].commands, f"{name} {sub}"


def test_make_targets_are_listed_and_named_in_the_pages() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"(?:`|^)make ([a-z]+)\b", page.read_text(), re.MULTILINE)}
    assert named - targets == set()
    assert {"run", "test", "demo", "check", "bench", "openapi", "database", "setup", "clean"} <= targets


def test_the_readmes_design_passes_as_it_says() -> None:
    text = (ROOT / "README.md").read_text()
    body = json.loads(text[text.index("-d '{") + 4 : text.index("}'", text.index("-d '{")) + 1])
    challenge = next(loaded for loaded in content().challenges if loaded.slug == "static-website")
    level = challenge.levels[0].model_dump(by_alias=True, exclude_none=True)
    verdict = evaluate(body["design"], level["requirements"], level["test_cases"], level["passing_criteria"])
    assert verdict.passed
    assert verdict.score == 100
    without = {
        **body["design"],
        "nodes": body["design"]["nodes"][:1] + body["design"]["nodes"][2:],
        "edges": body["design"]["edges"][1:],
    }
    assert not evaluate(without, level["requirements"], level["test_cases"], level["passing_criteria"]).passed
