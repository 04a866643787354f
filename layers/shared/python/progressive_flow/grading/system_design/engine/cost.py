"""What a design costs a month, and how much of that does work."""

from collections.abc import Mapping, Sequence

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.routing import HIT, Route
from progressive_flow.grading.system_design.engine.stations import Station
from progressive_flow.grading.system_design.engine.workload import Operation

MONTH = 30.44 * 86_400.0  # s
# Where no bytes of answers pass: who asks, and who only says where to ask.
NAMES = frozenset({"client", "dns"})

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


def to_users(graph: Graph, flows: Flows, load: float) -> float:
    """Return US dollars a month for bytes that leave to users, at ``load`` times the level's rates.

    What reads answer leaves by the first part behind the client, what is pushed by the gateway that holds the connection.
    What users send comes in for nothing.
    """
    return sum(dollars for _, _, dollars in leaving(graph, flows, load))


def leaving(graph: Graph, flows: Flows, load: float) -> list[tuple[Operation, int, float]]:
    """Return US dollars a month for bytes that leave to users, by operation and by the node that sends them."""
    found: list[tuple[Operation, int, float]] = []
    for operation, route in flows:
        shares = _answered_by(graph, route) if not operation.writes else _pushed_by(graph, operation, route)
        sent = operation.rps * operation.payload * load * constant("mean_share") * MONTH / 1e9
        found += [(operation, at, sent * share * price_to_users(graph.nodes[at])) for at, share in shares.items()]
    return found


def bill(graph: Graph, flows: Flows, load: float) -> float:
    """Return US dollars a month for the whole design."""
    return total(graph) + traffic(graph, flows, load) + to_users(graph, flows, load)


def price_to_users(node: Node) -> float:
    """US dollars a GB that a node sends to users."""
    return constant("cdn_gb_price" if node.type == "cdn" else "egress_gb_price")


def _answered_by(graph: Graph, route: Route) -> Mapping[int, float]:
    """Return the first nodes behind the client, and behind look-ups of names, with their shares of the requests."""
    mass = [
        share if graph.nodes[state.node].type == "client" else 0.0
        for state, share in zip(route.states, route.begins, strict=True)
    ]
    found: dict[int, float] = {}
    for position, state in enumerate(route.states):
        if graph.nodes[state.node].type not in NAMES:
            found[state.node] = found.get(state.node, 0.0) + mass[position]
            continue
        for share, visits, to in state.steps:
            if to >= 0:
                mass[to] += mass[position] * share
            elif to == HIT and visits:
                found[visits[-1]] = found.get(visits[-1], 0.0) + mass[position] * share
    return found


def _pushed_by(graph: Graph, operation: Operation, route: Route) -> Mapping[int, float]:
    """Return the gateways that push what an operation ends with to users who are connected, and how often each does."""
    if "client" in operation.origins and not operation.fans_at:
        return {}  # who opens a connection receives nothing
    gateways = operation.stores & {"websocket_gateway"}
    return {at: share for at, share in enumerate(route.visits) if graph.nodes[at].type in gateways}


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
    """Share of what the parts cost that pays for capacity in use; bytes are not counted."""
    spent = total(graph)
    used = sum(monthly(node) * min(1.0, station.rho) for node, station in zip(graph.nodes, stations, strict=True))
    return used / spent if spent else 0.0
