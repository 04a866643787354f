"""A learner's system design, as submitted: the only way into the evaluator.

Anything that passes can be evaluated; anything that cannot be is refused here, with a message that says what to change.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from progressive_flow.grading.system_design.design_graph import PRESENTATION, DesignEdge, DesignGraph, DesignNode
from progressive_flow.kernel.cycles import find_cycle


class Design(DesignGraph):
    """A graph whose connections join its components, without cycles. A design without components is valid."""

    @field_validator("nodes")
    @classmethod
    def _distinct(cls, nodes: list[DesignNode]) -> list[DesignNode]:
        for name, count in Counter(node.id for node in nodes).items():
            if count > 1:
                raise PydanticCustomError(
                    "duplicate_id", "{count} components are called '{id}': rename them.", {"id": name, "count": count}
                )
        return nodes

    @field_validator("edges")
    @classmethod
    def _connected(cls, edges: list[DesignEdge], info: ValidationInfo) -> list[DesignEdge]:
        if "nodes" not in info.data:  # the nodes are wrong, and that is what is reported
            return edges
        known = {node.id for node in info.data["nodes"]}
        _check_ends(edges, known)
        _check_repeats(edges)
        cycle = _find_cycle(edges)
        if cycle:
            raise PydanticCustomError(
                "cycle",
                "The connections form a cycle: {path}. Remove one of these edges.",
                {"path": " -> ".join(cycle)},
            )
        return edges

    def as_graph(self) -> dict[str, Any]:
        """Return the plain mapping that is evaluated, every default written out, without how it is drawn."""
        return {
            "schema": self.schema_,
            "nodes": [node.model_dump(exclude_none=True, exclude=set(PRESENTATION)) for node in self.nodes],
            "edges": [{"from": edge.source, "to": edge.target} for edge in self.edges],
        }

    def refused_types(self, allowed: Sequence[str]) -> list[dict[str, str]]:
        """Return a row for each component whose type a level does not allow; all are allowed where it names none."""
        offered = ", ".join(allowed)
        return [
            {
                "pointer": f"/body/design/nodes/{place}/type",
                "message": f"'{node.type}' is not available on this level. These are: {offered}.",
            }
            for place, node in enumerate(self.nodes)
            if allowed and node.type not in allowed
        ]


def _check_ends(edges: list[DesignEdge], known: set[str]) -> None:
    for position, edge in enumerate(edges):
        for end in (edge.source, edge.target):
            if end not in known:
                raise PydanticCustomError(
                    "dangling_edge",
                    "Edge {position} names '{id}', which is not a component: add it or remove the edge.",
                    {"id": end, "position": position},
                )


def _check_repeats(edges: list[DesignEdge]) -> None:
    seen: set[tuple[str, str]] = set()
    for edge in edges:
        if (edge.source, edge.target) in seen:
            raise PydanticCustomError(
                "duplicate_edge",
                "'{source}' is connected to '{target}' more than once: one edge is enough.",
                {"source": edge.source, "target": edge.target},
            )
        seen.add((edge.source, edge.target))


def _find_cycle(edges: list[DesignEdge]) -> list[str]:
    sources: dict[str, list[str]] = {}
    for edge in edges:
        sources.setdefault(edge.target, []).append(edge.source)
    return find_cycle(sources)
