"""What a design costs a month, and how much of that does work."""

from collections.abc import Sequence

from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.stations import Station


def monthly(node: Node) -> float:
    """US dollars a month for all instances of a node."""
    return node.part.price * node.units * node.copies * node.shards


def total(graph: Graph) -> float:
    """Return US dollars a month for the whole design."""
    return sum(monthly(node) for node in graph.nodes)


def working_share(graph: Graph, stations: Sequence[Station]) -> float:
    """Share of the money spent on capacity that is in use."""
    spent = total(graph)
    used = sum(monthly(node) * min(1.0, station.rho) for node, station in zip(graph.nodes, stations, strict=True))
    return used / spent if spent else 0.0
