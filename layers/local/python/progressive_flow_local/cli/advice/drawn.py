"""Designs that people draw: read from a file, and shown with the message before and the advice now."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from progressive_flow.curriculum.authoring.files import Challenge, plain
from progressive_flow.curriculum.authoring.yaml_files import parsed
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import evaluate
from progressive_flow_local.cli.advice.measured import Advised, Graph, advised


class Drawn(BaseModel):
    """A failing design, the level that it was drawn for, and the one line that it got before each failing test had one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    challenge: str
    level: int
    mistake: str
    before: str
    parts: dict[str, str | tuple[str, dict[str, Any]]]
    edges: str

    def graph(self) -> Graph:
        """Return the design with all defaults; edges are chains of ids."""
        nodes = [_node(name, part) for name, part in self.parts.items()]
        chains = [chain.split(">") for chain in self.edges.split()]
        pairs = [pair for chain in chains for pair in pairwise(chain)]
        edges = [{"from": source, "to": target} for source, target in pairs]
        return Design.model_validate({"schema": "sd-graph/1", "nodes": nodes, "edges": edges}).as_graph()


def _node(name: str, part: str | tuple[str, Mapping[str, Any]]) -> Graph:
    kind, sizes = (part, {}) if isinstance(part, str) else part
    return {"id": name, "type": kind, **sizes}


def read(path: Path) -> list[Drawn]:
    """Read the designs of a file. Raises what `pydantic` raises for one that says something else."""
    return [Drawn.model_validate(raw) for raw in parsed(path.read_text())]


def level_of(drawn: Drawn, challenges: Sequence[Challenge]) -> dict[str, Any]:
    """Return the level that a design was drawn for, as attempts are graded by it."""
    challenge = next(one for one in challenges if one.slug == drawn.challenge)
    return plain(next(level for level in challenge.levels if level.level == drawn.level))


def advised_of(drawn: Drawn, challenges: Sequence[Challenge]) -> Advised:
    """Return what a design gets."""
    return advised(drawn.challenge, level_of(drawn, challenges), drawn.name, drawn.graph())


def page(found: Sequence[Drawn], challenges: Sequence[Challenge]) -> Iterator[str]:
    """Yield the lines of the section on these designs."""
    for number, drawn in enumerate(found, 1):
        level = level_of(drawn, challenges)
        feedback = evaluate(
            drawn.graph(), level["requirements"], level["test_cases"], level["passing_criteria"]
        ).feedback
        yield f"### {number}. {drawn.name}"
        yield ""
        yield f"`{drawn.challenge}`, level {drawn.level}. {drawn.mistake}"
        yield ""
        yield f"- Before: {drawn.before}"
        for line in feedback["advice"]:
            tests = ", ".join(line["tests"]) or "no test"
            yield f"- Now, for {tests}: {line['text']}"
        yield ""
