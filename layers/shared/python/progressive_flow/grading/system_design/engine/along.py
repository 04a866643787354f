"""An operation's own way through a design: what it passes, what burdens it, and where it ends. Advice is made from this."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph
from progressive_flow.grading.system_design.engine.hops import ways_to_stores
from progressive_flow.grading.system_design.engine.model import Flow, Model, chosen
from progressive_flow.grading.system_design.engine.outcomes import behind_queue
from progressive_flow.grading.system_design.engine.routing import DONE, Route
from progressive_flow.grading.system_design.engine.stations import load_station
from progressive_flow.grading.system_design.engine.workload import Operation

# Another operation is worth naming at a part if it brings this share of what keeps the part busy.
NOTICEABLE = 0.1
ROUNDING = 1e-9
# What only passes requests on: no code runs there that could go on to a store by itself.
PASSIVE = frozenset({"client", "dns", "cache"})
# What passes on what comes, as it comes.
ROUTING = frozenset({"cdn", "load_balancer", "api_gateway", "websocket_gateway"})


class Detour(NamedTuple):
    """How requests miss a group of types: the number of groups met before, the last part that met one, and the edge by which
    they leave the ways to the missing group, if there are any.
    """

    met: int
    last: int
    edge: tuple[int, int] | None


def is_lost(flow: Flow) -> bool:
    """Does no request of an operation come to a store? Shares of several beginnings add up to nearly 1."""
    return flow[1].lost > 1.0 - ROUNDING


def way(model: Model, flow: Flow) -> list[int]:
    """Return the parts that an operation passes, in their order, without the clients."""
    visits, nodes = flow[1].visits, model.graph.nodes
    return [at for at in model.graph.order if visits[at] > 0.0 and nodes[at].type != "client"]


def awaited(model: Model, flow: Flow) -> list[int]:
    """Return the parts that a caller waits for: all of them, or those up to the first queue."""
    later = frozenset[int]() if flow[0].waits else behind_queue(model.graph, *flow)
    return [at for at in way(model, flow) if at not in later]


def tightest(model: Model, nodes: Iterable[int]) -> list[int]:
    """Return parts by how busy they are, the busiest first."""
    return sorted(nodes, key=lambda at: (-model.stations[at].rho, model.graph.nodes[at].id))


def worst(model: Model, operation: str | None, share: Callable[[Flow], float]) -> Flow | None:
    """Return the flow of which ``share`` is least, among the named operation's or all."""
    return min(chosen(model, operation), key=share, default=None)


def others_at(model: Model, at: int, operation: str = "") -> list[str]:
    """Return the operations that keep a part busy, but for one, the most burdensome first."""
    node, rho = model.graph.nodes[at], model.stations[at].rho
    loads = [
        (load_station(node, at, [flow], model.load).rho, flow[0].id) for flow in model.flows if flow[0].id != operation
    ]
    return [name for load, name in sorted(loads, reverse=True) if rho and load > NOTICEABLE * rho]


def reachable(graph: Graph, begins: Iterable[int], closed: Collection[int] = ()) -> set[int]:
    """Return the parts to which any edges lead from these, and these; ``closed`` parts lead nowhere."""
    return set(nearest(graph, begins, closed))


def nearest(graph: Graph, begins: Iterable[int], closed: Collection[int] = ()) -> list[int]:
    """Return the same, those that take fewest edges first."""
    found = dict.fromkeys(begins)
    waiting = list(found)
    for at in waiting:  # grows while it is read
        for target in graph.after[at] if at not in closed else ():
            if target not in found:
                found[target] = None
                waiting.append(target)
    return waiting


def closed_to(graph: Graph, operation: Operation) -> list[int]:
    """Return the parts behind which an operation does not go: its stores, and a queue, if its caller waits for an answer."""
    kinds = operation.stores | (DEFERRING_TYPES if operation.waits else frozenset[str]())
    return [at for at, node in enumerate(graph.nodes) if node.type in kinds - operation.origins]


def between(graph: Graph, a: int, b: int) -> list[int] | None:
    """Return the parts on a shortest way by any edges from a to b, both included; None if there is none."""
    before = {a: a}
    waiting = [a]
    for at in waiting:  # grows while it is read
        for target in graph.after[at]:
            if target not in before:
                before[target] = at
                waiting.append(target)
    if b not in before:
        return None
    found = [b]
    while found[-1] != a:
        found.append(before[found[-1]])
    return found[::-1]


def begins(graph: Graph, operation: Operation) -> list[int]:
    """Return the parts where an operation begins."""
    return [at for at in graph.order if at not in graph.dead and graph.nodes[at].type in operation.origins]


def astray(graph: Graph, operation: Operation) -> list[int]:
    """Return the parts where an operation begins and from which no way leads to a store that it may use."""
    leads, _ = ways_to_stores(graph, operation)
    return [at for at in begins(graph, operation) if not leads[at]]


def kept_by(graph: Graph, operation: Operation) -> list[int]:
    """Return the parts that can complete an operation, connected or not."""
    return [at for at in graph.order if at not in graph.dead and graph.nodes[at].type in operation.stores]


def furthest(graph: Graph, reached: Collection[int], stores: Collection[str], target: int | None = None) -> int:
    """Return the part of those reached that could best call another: what works before what only routes, dead ends before
    others, and the last one of these; first of all those from which an edge to ``target`` closes no cycle.
    """
    order = [at for at in graph.order if at in reached]
    before = reachable(graph, [target]) if target is not None else set[int]()
    callers = [at for at in order if calls(graph, at) and graph.nodes[at].type not in stores]
    open_ = [at for at in callers if at not in before]
    working = [at for at in open_ if graph.nodes[at].type not in ROUTING] or open_
    ends = [at for at in working if not graph.after[at]]
    first = [at for at in order[:1] if target is not None and at not in before]
    return (ends or working or first or callers or order)[-1]


def calls(graph: Graph, at: int) -> bool:
    """Does a part call others, and keep nothing itself?"""
    return graph.nodes[at].type not in PASSIVE and not graph.nodes[at].part.storage_gb


def caches_on(model: Model, flow: Flow) -> list[int]:
    """Return the caches that an operation asks."""
    nodes = model.graph.nodes
    return [at for at in way(model, flow) if nodes[at].type in CACHING_TYPES - flow[0].stores]


def detour(graph: Graph, route: Route, via: Sequence[Collection[str]]) -> Detour | None:
    """Return how the requests that miss a group of ``via`` go; None if all that end in a store have met all groups."""
    kinds = [node.type for node in graph.nodes]
    held: list[dict[tuple[int, int], float]] = [{} for _ in route.states]
    missed: dict[tuple[int, int], float] = {}
    for at, (state, begun) in enumerate(zip(route.states, route.begins, strict=True)):
        if begun:
            held[at][0, state.node] = held[at].get((0, state.node), 0.0) + begun
        for (met, last), share in held[at].items():
            now = _meet(kinds, via, (met, last), [state.node] if state.arriving else [])
            for chance, visits, to in state.steps:
                then = _meet(kinds, via, now, visits)
                if to >= 0:
                    held[to][then] = held[to].get(then, 0.0) + share * chance
                elif to == DONE and then[0] < len(via) and share * chance > 0.0:
                    missed[then] = missed.get(then, 0.0) + share * chance
    if not missed:
        return None
    met, last = max(missed, key=lambda found: missed[found])
    return Detour(met, last, _leaves(graph, route, via[met]))


def _meet(
    kinds: Sequence[str], via: Sequence[Collection[str]], so_far: tuple[int, int], visits: Iterable[int]
) -> tuple[int, int]:
    met, last = so_far
    for at in visits:
        if met < len(via) and kinds[at] in via[met]:
            met, last = met + 1, at
    return met, last


def _leaves(graph: Graph, route: Route, group: Collection[str]) -> tuple[int, int] | None:
    """Return the first edge behind which no part of a group comes any more, from a part behind which one could."""
    ahead = [False] * len(route.states)
    for at in reversed(range(len(route.states))):
        state = route.states[at]
        ahead[at] = graph.nodes[state.node].type in group or any(
            (step.to >= 0 and ahead[step.to]) or any(graph.nodes[seen].type in group for seen in step.visits)
            for step in state.steps
        )
    for at, state in enumerate(route.states):
        if not ahead[at] or graph.nodes[state.node].type in group:
            continue
        for step in state.steps:
            if step.to >= 0 and not ahead[step.to] and route.states[step.to].arriving:
                return state.node, route.states[step.to].node
    return None
