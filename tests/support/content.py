"""Designs and challenges that tests submit and change."""

from functools import cache
from typing import Any

from progressive_flow.curriculum.authoring.files import Content
from progressive_flow.curriculum.authoring.files.reading import read_content
from progressive_flow.operations.reference_data.service import content_root

EMPTY: dict[str, Any] = {"schema": "sd-graph/1", "nodes": [], "edges": []}


@cache
def content() -> Content:
    """Return the content files, read once."""
    return read_content(content_root())


def reference_design(slug: str) -> dict[str, Any]:
    """Return the design that passes every published level of a challenge."""
    challenge = next(loaded for loaded in content().challenges if loaded.slug == slug)
    assert challenge.reference_design
    return challenge.reference_design.as_graph()
