"""The share of requests accepted over the years, from how often instances, zones and regions are down.

Machines fail independently, zones and regions with all that is in them. Given which zone or region is down, a way works
if every node on it does; a node works while enough of its copies do to carry the load. Two zones or regions down at the
same time are neglected (some seconds a year). Checked against Monte Carlo in tests.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, comb
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.faults import Damage, damaged, data_left, widespread
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.outcomes import defers, there
from progressive_flow.grading.system_design.engine.routing import DONE, HIT, Route, State
from progressive_flow.grading.system_design.engine.stations import Station
from progressive_flow.grading.system_design.engine.workload import Operation

# Providers promise 99.99 % for regional services, and lose a zone for some hours every few years.
ZONE_DOWN = constant("zone_down")
REGION_DOWN = constant("region_down")


class Outlook:
    """Chances of one operation's nodes, given what is down; ``up[i]`` that node i does its part."""

    def __init__(self, graph: Graph, operation: Operation, route: Route, up: Sequence[float]) -> None:
        self.graph, self.operation, self.route, self.up = graph, operation, route, up
        self.values = [0.0] * len(route.states)

    def share(self) -> float:
        """Expected share of requests accepted."""
        for position in reversed(range(len(self.route.states))):
            self.values[position] = self._value(self.route.states[position])
        states = zip(self.route.begins, self.route.states, self.values, strict=True)
        return sum(begins * self.up[state.node] * value for begins, state, value in states if begins)

    def _value(self, state: State) -> float:
        """Chance of an answer once the request is at a working node."""
        if defers(self.graph, self.operation, state):
            return there(self.graph, self.operation, state.node)
        missed: dict[int, float] = {}  # by cache: what asking on would give
        onward: list[tuple[float, float, float]] = []
        total = 0.0
        for share, visits, to in state.steps:
            if to == DONE:
                total += share * there(self.graph, self.operation, state.node)
            elif to >= 0 and not self.route.states[to].arriving:
                missed[visits[-1]] = self.values[to]
                total += share * self._looked_up(visits[:-1]) * self.values[to]
            elif to >= 0:
                target = self.route.states[to]
                onward.append((share * self._looked_up(visits), self.up[target.node], self.values[to]))
        return total + self._hits(state, missed) + _rerouted(onward, self._split(state))

    def _hits(self, state: State, missed: dict[int, float]) -> float:
        """A cache that is down is like one that does not know."""
        total = 0.0
        for share, visits, to in state.steps:
            if to == HIT and visits:
                up = self.up[visits[-1]]
                total += share * self._looked_up(visits[:-1]) * (up + (1.0 - up) * missed.get(visits[-1], 0.0))
            elif to == HIT:
                total += share
        return total

    def _looked_up(self, visits: Sequence[int]) -> float:
        found = 1.0
        for index in visits:
            found *= self.up[index]
        return found

    def _split(self, state: State) -> bool:
        """Do the ways from here lead to different data, so that none can stand in for another?"""
        targets = [self.route.states[step.to].node for step in state.steps if step.to >= 0]
        return any(self.graph.nodes[target].type in self.operation.stores for target in targets)


def _rerouted(onward: list[tuple[float, float, float]], split: bool) -> float:
    """(share, chance that the next node works, what follows) of each way: the working ones take the others' requests."""
    if split:
        return sum(share * up * value for share, up, value in onward)
    share = sum(share for share, _, _ in onward)
    if not share:
        return 0.0
    none = 1.0
    for _, up, _ in onward:
        none *= 1.0 - up
    return (1.0 - none) * sum(way_share * value for way_share, _, value in onward)


class Case(NamedTuple):
    """One outage: its probability, the design without what is down, and each node's probability to do reads and writes."""

    chance: float
    graph: Graph
    reads: list[float]
    writes: list[float]


def outages(graph: Graph, stores: frozenset[str], stations: Sequence[Station]) -> list[Case]:
    """Nothing, a zone, or a region is down; the same for all operations."""
    needed = [_needed(node, station) for node, station in zip(graph.nodes, stations, strict=True)]
    cases: list[Case] = []
    for chance, losses in _cases(graph):
        rest = damaged(graph, stores, losses) if losses else graph
        up = [
            (0.0, 0.0) if at in rest.dead else (_chance(node, False, needed[at]), _chance(node, True, needed[at]))
            for at, node in enumerate(rest.nodes)
        ]
        cases.append(Case(chance, rest, [reads for reads, _ in up], [writes for _, writes in up]))
    return cases


def availability(operation: Operation, route: Route, cases: Sequence[Case]) -> float:
    """Expected share of the operation's requests accepted in the long run."""
    return sum(
        case.chance * Outlook(case.graph, operation, route, case.writes if operation.writes else case.reads).share()
        for case in cases
    )


def _cases(graph: Graph) -> list[tuple[float, dict[int, Damage]]]:
    """(chance, what is lost): nothing, a zone (regions are alike), a region."""
    regions = max(node.regions for node in graph.nodes)
    zones = max((min(n.zones, n.replicas) for n in graph.nodes if not n.part.spread), default=1)
    zone_down = 1.0 - (1.0 - ZONE_DOWN) ** (zones * regions)
    region_down = 1.0 - (1.0 - REGION_DOWN) ** regions
    cases = [(zone_down / zones, _without_zone(graph, zone)) for zone in range(zones)]
    return [(1.0 - zone_down - region_down, {}), *cases, (region_down, widespread(graph, "region"))]


def _without_zone(graph: Graph, zone: int) -> dict[int, Damage]:
    """What is left without this zone of one region: leaders are in the first, narrow nodes are not in the last."""
    found: dict[int, Damage] = {}
    for index, node in enumerate(graph.nodes):
        used = min(node.zones, node.replicas)
        if node.part.spread or zone >= used:
            continue
        left = node.copies - node.replicas // used - (zone < node.replicas % used)
        found[index] = Damage(left, data_left(node, left, node.shards, leader_lost=zone == 0))
    return found


def _chance(node: Node, writes: bool, needed: int) -> float:
    """Chance that enough of a node's copies work for a read or a write, zones and regions aside."""
    one, copies = node.part.availability, node.copies
    if not node.part.replicated:
        return at_least(copies, needed, one)
    if node.consistency == "quorum":
        return at_least(copies, node.write_quorum if writes else max(needed, node.read_quorum), one)
    follows = not writes and node.consistency == "eventual"
    return at_least(copies, needed, one) if node.failover or follows or node.consistency == "multi_leader" else one


def _needed(node: Node, station: Station) -> int:
    """Copies that the load keeps busy: fewer would not carry it. Writes burden every copy and divide by none."""
    spare = 1.0 - station.write_rho
    if spare <= 0.0 or node.consistency == "leader":
        return 1
    return min(node.copies, max(1, ceil(node.copies * (station.rho - station.write_rho) / spare - 1e-9)))


@lru_cache(maxsize=4096)
def at_least(copies: int, needed: int, one: float) -> float:
    """Chance that at least ``needed`` of ``copies`` work, each with chance ``one``."""
    if needed > copies:
        return 0.0
    return sum(comb(copies, up) * one**up * (1.0 - one) ** (copies - up) for up in range(needed, copies + 1))
