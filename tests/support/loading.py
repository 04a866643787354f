"""Changing content files, loading them, and looking at what they became."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from progressive_flow.curriculum.authoring.yaml_files import parsed

EVERYTHING = """
select string_agg(t.line, E'\n' order by t.line) from (
    select to_jsonb(c)::text from curriculum.challenges as c union all
    select to_jsonb(c)::text from curriculum.learning_tracks as c union all
    select to_jsonb(c)::text from curriculum.modules as c union all
    select to_jsonb(c)::text from curriculum.lessons as c union all
    select to_jsonb(c)::text from curriculum.challenge_levels as c union all
    select to_jsonb(c)::text from curriculum.challenge_prerequisites as c union all
    select to_jsonb(c)::text from curriculum.track_prerequisites as c union all
    select to_jsonb(c)::text from content.challenge_versions as c
) as t (line)
"""
Change = Callable[[dict[str, Any]], object]


def edit_challenge(root: Path, slug: str, change: Change) -> None:
    """Change a challenge's file in a copy of the content."""
    (path,) = root.glob(f"*/{slug}/challenge.yaml")
    written = parsed(path.read_text())
    change(written)
    path.write_text(yaml.safe_dump(written, allow_unicode=True))


def changed(report: dict[str, Any]) -> dict[str, int]:
    """Return what a load says it changed."""
    return {name: rows for name, rows in report.items() if rows}
