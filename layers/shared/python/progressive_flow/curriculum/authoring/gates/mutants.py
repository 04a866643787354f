"""Single steps away from a reference design, each a mistake that somebody makes. A good level detects them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.figures import number

Graph = dict[str, Any]
Node = Mapping[str, Any]
# A step with its name, as changed fields of one node.
Step = tuple[str, dict[str, Any]]

LONGER = 100
HALVED = ("units", "shards")
COUNTED = ("replicas", "regions")
GUARDED = frozenset({"quorum", "leader", "multi_leader"})


def mutants(graph: Graph) -> dict[str, Graph]:
    """Every mutant by its name, such as ``app: replicas 3 to 2`` or ``without app to links``."""
    found = [*_without_nodes(graph), *_without_edges(graph), *_changed(graph)]
    return {name: mutant for name, mutant in found if _can_be_drawn(mutant)}


def described(change: str) -> str:
    """Return a mutant's name as words, such as ``with 2 replicas instead of 3 for 'app'``."""
    match change.split():
        case ["without", name]:
            return f"without '{name}'"
        case ["without", source, _, target]:
            return f"without the edge from '{source}' to '{target}'"
        case [part, "no", field]:
            return f"without {field} for '{part[:-1]}'"
        case [part, field, before, _, after] if field in {*HALVED, *COUNTED, "zones"}:
            return f"with {number(int(after), field[:-1])} instead of {before} for '{part[:-1]}'"
        case [part, field, before, _, after]:
            return f"with {field} {after} instead of {before} for '{part[:-1]}'"
        case _:
            return f"after '{change}'"


def place(change: str, design: Design) -> str:
    """Return where a design has what a mutant of it changes, such as ``nodes.2``."""
    names = [node.id for node in design.nodes]
    match change.split():
        case ["without", source, _, target]:
            return f"edges.{[(edge.source, edge.target) for edge in design.edges].index((source, target))}"
        case ["without", name] | [name, *_]:
            return f"nodes.{names.index(name.removesuffix(':'))}"
        case _:
            return "nodes"


def _without_nodes(graph: Graph) -> Iterator[tuple[str, Graph]]:
    for node in graph["nodes"]:
        name = node["id"]
        left = [edge for edge in graph["edges"] if name not in (edge["from"], edge["to"])]
        kept = [other for other in graph["nodes"] if other is not node]
        yield f"without {name}", {**graph, "nodes": kept, "edges": left}


def _without_edges(graph: Graph) -> Iterator[tuple[str, Graph]]:
    for cut in graph["edges"]:
        left = [edge for edge in graph["edges"] if edge is not cut]
        yield f"without {cut['from']} to {cut['to']}", {**graph, "edges": left}


def _changed(graph: Graph) -> Iterator[tuple[str, Graph]]:
    for at, node in enumerate(graph["nodes"]):
        for steps in STEPS:
            for name, change in steps(node):
                nodes = [*graph["nodes"][:at], _fitted({**node, **change}), *graph["nodes"][at + 1 :]]
                yield f"{node['id']}: {name}", {**graph, "nodes": nodes}


def _smaller(node: Node) -> Iterator[Step]:
    sizes: list[tuple[str, Callable[[int], int]]] = [(what, lambda now: now // 2) for what in HALVED]
    sizes += [*((what, lambda now: now - 1) for what in COUNTED), ("zones", lambda _: 1)]
    for what, shrink in sizes:
        now = node.get(what, 1)
        then = shrink(now)
        if 1 <= then < now:
            yield f"{what} {now} to {then}", {what: then}


def _looser(node: Node) -> Iterator[Step]:
    consistency = node.get("consistency")
    if consistency in GUARDED:
        change = {"consistency": "eventual", "read_quorum": None, "write_quorum": None}
        yield f"consistency {consistency} to eventual", change
    for flag in ("failover", "dedup"):
        if node.get(flag):
            yield f"no {flag}", {flag: False}


def _staler(node: Node) -> Iterator[Step]:
    ttl = node.get("ttl_seconds")
    if ttl is not None:
        yield "no ttl", {"ttl_seconds": None}
        yield f"ttl {ttl:g} to {ttl * LONGER:g}", {"ttl_seconds": ttl * LONGER}


STEPS: tuple[Callable[[Node], Iterator[Step]], ...] = (_smaller, _looser, _staler)


def _fitted(node: dict[str, Any]) -> dict[str, Any]:
    """With a copy fewer, neither zones nor quorums can be more than the copies that are left; None is no value."""
    replicas = node.get("replicas", 1)
    copies = replicas * node.get("regions", 1)
    most = {"zones": replicas, "read_quorum": copies, "write_quorum": copies}
    return {key: min(value, most.get(key, value)) for key, value in node.items() if value is not None}


def _can_be_drawn(graph: Graph) -> bool:
    try:
        Design.model_validate(graph)
    except ValidationError:
        return False
    return True
