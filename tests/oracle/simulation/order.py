"""The order in which a simulation passes nodes, so that all that can arrive at a node is there when it works."""

from collections.abc import Sequence
from graphlib import TopologicalSorter

from tests.oracle.simulation.inputs import Node
from tests.oracle.simulation.routes import Routes


def passing_order(nodes: Sequence[Node], routes: Sequence[Routes]) -> list[int]:
    """Return the positions of nodes; raises graphlib.CycleError if requests could pass two nodes in both orders."""
    before: dict[int, set[int]] = {at: set() for at in range(len(nodes))}
    for way in routes:
        for at in _passed(way):
            for queued in (False, True):
                step = way.step(at, queued)
                for after in (*step.lookups, *step.caches, *step.onward):
                    before[after].add(at)
                for first in step.lookups:
                    for after in (*step.caches, *step.onward):
                        before[after].add(first)
                for first in step.caches:
                    for after in () if way.reads_through(first) else step.onward:
                        before[after].add(first)
    return list(TopologicalSorter(before).static_order())


def _passed(way: Routes) -> set[int]:
    """Return the nodes that an operation passes, apart from those that end it."""
    found: set[int] = set()
    waiting = list(way.origins)
    while waiting:
        at = waiting.pop()
        if at not in found and not (way.ends_at(at) and at not in way.origins):
            found.add(at)
            for queued in (False, True):
                step = way.step(at, queued)
                waiting += [*step.lookups, *step.caches, *step.onward]
    return found
