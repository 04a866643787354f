"""A folder of content with two code challenges whose gates take a moment, and what the gate is said to find of them."""

from pathlib import Path
from typing import Any

import yaml

from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.reading import read_files
from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow_local.cli.content_lint.code import documents_of
from progressive_flow_local.cli.content_lint.gate_lock import Found
from progressive_flow_local.cli.content_lint.gates import Job, jobs_of
from tests.unit.grading.code.challenges import FOLDER

FOUND = Found(
    solution=[100] * 5,
    other_solutions=[100],
    empty=0,
    starter=0,
    frozen={},
    mutants=2,
    killed=2,
    equivalent=0,
    survivors=[],
    fuel_share=0.01,
)
SLUGS = ("one", "two")


def challenge(slug: str, order: int) -> dict[str, Any]:
    """Return a challenge whose gate takes a moment: a function that says one number."""
    written: dict[str, Any] = parsed((FOLDER / "parking-fees" / "challenge.yaml").read_text())
    written["levels"][0]["task"] = {
        "runtime": "python",
        "min_score": 100,
        "starter": {"main.py": "def number():\n    return 0\n"},
        "solution": {"main.py": f"def number():\n    return {order}\n"},
        "other_solutions": [{"main.py": f"number = lambda: {order}\n"}],
        "checks": [{"id": "says", "title": "It says the number", "steps": [{"call": "number", "gives": order}]}],
    }
    return written | {"slug": slug, "order": order}


def save(root: Path, written: dict[str, Any]) -> None:
    """Write a challenge into a folder of content."""
    folder = root / "code-practice" / written["slug"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "challenge.yaml").write_text(yaml.safe_dump(written))
    (folder / "statement.md").write_text("What to build.\n")


def content(root: Path) -> Content:
    return read_files(root)[0]


def jobs(root: Path) -> list[Job]:
    return jobs_of(documents_of(content(root)))


def change(root: Path, slug: str, **changes: Any) -> None:
    """Change the task of a challenge."""
    written = challenge(slug, 1 + SLUGS.index(slug))
    written["levels"][0]["task"] |= changes
    save(root, written)
