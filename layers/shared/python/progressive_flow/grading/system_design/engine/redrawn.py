"""A learner's design as a change makes it: what the change does not touch stays as it was drawn."""

from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.system_design.engine.graph import Graph, Node

QUORUMS = {"read_quorum", "write_quorum"}
# What a design calls the fields of a node, where the graph calls them otherwise.
FIELDS = {field: field for field in Node._fields if field not in {"id", "type", "part"}} | {"ttl": "ttl_seconds"}


def redrawn(design: Mapping[str, Any], before: Graph, after: Graph) -> dict[str, Any]:
    """Return the design with the nodes and edges of `after` where they differ from those of `before`, its own graph."""
    old = {node.id: node for node in before.nodes}
    new = {node.id: node for node in after.nodes}
    kept = [raw for raw in design["nodes"] if raw["id"] in new or raw["id"] not in old]
    nodes = [_changed(raw, old.get(raw["id"]), new.get(raw["id"])) for raw in kept]
    nodes += [_drawn(node) for node in after.nodes if node.id not in old]
    there = {node["id"] for node in nodes}
    gone, added = _edges(before) - _edges(after), _edges(after) - _edges(before)
    ends = [(edge, (edge["from"], edge["to"])) for edge in design.get("edges", ())]
    edges = [edge for edge, pair in ends if pair not in gone and there.issuperset(pair)]
    edges += [{"from": source, "to": target} for source, target in sorted(added)]
    return {**design, "nodes": nodes, "edges": edges}


def _changed(raw: Mapping[str, Any], old: Node | None, new: Node | None) -> dict[str, Any]:
    if old is None or new is None:
        return dict(raw)
    differing = {name: value for field, name in FIELDS.items() if (value := getattr(new, field)) != getattr(old, field)}
    return {**raw, **{name: value for name, value in differing.items() if name in raw or not _follows(new, name)}}


def _drawn(node: Node) -> dict[str, Any]:
    """Return a node that the change adds."""
    fields = {name: getattr(node, field) for field, name in FIELDS.items() if not _follows(node, name)}
    return {"id": node.id, "type": node.type, **{name: value for name, value in fields.items() if value is not None}}


def _follows(node: Node, name: str) -> bool:
    """Return whether a field follows from the others: a quorum that nobody chose is the majority of the copies."""
    return name in QUORUMS and getattr(node, name) == node.copies // 2 + 1


def _edges(graph: Graph) -> set[tuple[str, str]]:
    return {
        (node.id, graph.nodes[target].id)
        for node, targets in zip(graph.nodes, graph.after, strict=True)
        for target in targets
    }
