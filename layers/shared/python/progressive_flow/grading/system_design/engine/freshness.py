"""How old an answer may be: copies of stores lag behind their leader, caches keep what they have, derived data comes late."""

from collections.abc import Sequence
from typing import NamedTuple

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.durability import replication_lag
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.outcomes import behind_queue, endings
from progressive_flow.grading.system_design.engine.routing import Route
from progressive_flow.grading.system_design.engine.stations import Station
from progressive_flow.grading.system_design.engine.workload import Operation

Flows = Sequence[tuple[Operation, Route]]

# The age of a copy that nothing refreshes (s).
NEVER = constant("never")


class Answers(NamedTuple):
    """A share of an operation's answers: how old they may be (s), the part that they come from, whether it is a cache."""

    share: float
    age: float
    at: int
    cached: bool


def answer_ages(
    graph: Graph, flow: tuple[Operation, Route], writers: Flows, stations: Sequence[Station], late: Sequence[float]
) -> list[Answers]:
    """Return the operation's answers by where they come from, the youngest first.

    ``writers`` are the operations that write what this one reads, ``late[i]`` the seconds that the i-th takes behind its
    queue (0 if it has none).
    """
    found: list[Answers] = []
    for index, cached, share in endings(flow[1]):
        node = graph.nodes[index]
        derived = max(
            (wait for (writer, _), wait in zip(writers, late, strict=True) if node.type in writer.stores), default=0.0
        )
        if not writers:
            age = 0.0
        elif cached:
            age = _cached_age(graph, index, writers, late)
        else:
            age = derived + (0.0 if is_current(node) else replication_lag(node, stations[index].write_rho))
        found.append(Answers(share, age, index, cached))
    return sorted(found, key=lambda answers: answers.age)


def writers_of(flow: tuple[Operation, Route], flows: Flows) -> list[tuple[Operation, Route]]:
    """The operations that write into the stores which this one reads."""
    return [other for other in flows if other[0].writes and other[0].stores & flow[0].stores and other[0].rps > 0.0]


def _cached_age(graph: Graph, cache: int, writers: Flows, late: Sequence[float]) -> float:
    """Return the time until each writer has updated the cache, or its copies expire, whichever comes first."""
    updated = max(_updated_after(graph, cache, writer, wait) for writer, wait in zip(writers, late, strict=True))
    ttl = graph.nodes[cache].ttl
    return updated if ttl is None else min(updated, ttl)


def _updated_after(graph: Graph, cache: int, writer: tuple[Operation, Route], wait: float) -> float:
    """A write that passes the cache, or a node that can call it, takes the old copy out; behind a queue it comes late."""
    if graph.nodes[cache].type == "cdn":
        return NEVER  # requests pass through it on their way in, before anything has changed
    operation, route = writer
    behind = behind_queue(graph, operation, route)
    callers = [
        index for index, share in enumerate(route.visits) if share and (index == cache or cache in graph.after[index])
    ]
    if not callers:
        return NEVER
    return 0.0 if any(index not in behind for index in callers) else wait


def is_current(node: Node) -> bool:
    """Do this store's readers see every write that was acknowledged?"""
    if not node.part.replicated or node.copies == 1 or node.consistency == "leader":
        return True
    return node.consistency == "quorum" and node.read_quorum + node.write_quorum > node.copies
