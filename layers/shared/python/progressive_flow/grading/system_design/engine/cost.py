"""What a design costs a month, and how much of that does work."""

from collections.abc import Sequence

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.routing import Route
from progressive_flow.grading.system_design.engine.stations import Station
from progressive_flow.grading.system_design.engine.workload import Operation

MONTH = 30.44 * 86_400.0  # s

Flows = Sequence[tuple[Operation, Route]]


def monthly(node: Node) -> float:
    """US dollars a month for all instances of a node, and for what lets one take over."""
    return node.part.price * node.units * node.copies * node.shards + (
        constant("failover_price") if node.failover else 0.0
    )


def total(graph: Graph) -> float:
    """Return US dollars a month for all components of the design."""
    return sum(monthly(node) for node in graph.nodes)


def traffic(graph: Graph, flows: Flows, load: float) -> float:
    """Return US dollars a month for bytes between zones and between regions, at ``load`` times the level's rates."""
    priced = sum(
        operation.rps * operation.payload * _price_of_byte(node, operation, route.visits[at])
        for operation, route in flows
        for at, node in enumerate(graph.nodes)
        if route.visits[at]
    )
    return priced * load * constant("mean_share") * MONTH / 1e9


def bill(graph: Graph, flows: Flows, load: float) -> float:
    """Return US dollars a month for the whole design."""
    return total(graph) + traffic(graph, flows, load)


def _price_of_byte(node: Node, operation: Operation, visits: float) -> float:
    """Return 1e-9 dollars for each byte of a request that visits a node: on its way there, and to the node's other copies.

    What arrives at a part in z zones comes from another one with a chance of 1 - 1/z. Each copy of a write goes on to the
    copies in other zones and, once, to each other region.
    """
    copied = operation.writes and node.part.replicated
    between_zones = regions = 0.0
    zones = 1 if node.part.spread else min(node.zones, node.replicas)
    if zones > 1:
        between_zones = 1.0 - 1.0 / zones + (node.replicas - -(-node.replicas // zones) if copied else 0)
    if copied:
        regions = float(node.regions - 1)
    return visits * (between_zones * constant("zone_gb_price") + regions * constant("region_gb_price"))


def working_share(graph: Graph, stations: Sequence[Station]) -> float:
    """Share of the money spent on capacity that is in use."""
    spent = total(graph)
    used = sum(monthly(node) * min(1.0, station.rho) for node, station in zip(graph.nodes, stations, strict=True))
    return used / spent if spent else 0.0
