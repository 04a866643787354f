"""The order in which a simulation passes nodes, so that all that can arrive at a node is there when it works."""

from collections.abc import Sequence
from graphlib import TopologicalSorter

from tests.oracle.simulation.inputs import Node
from tests.oracle.simulation.routes import Routes


def passing_order(nodes: Sequence[Node], routes: Sequence[Routes]) -> list[int]:
    """Return the positions of nodes; raises graphlib.CycleError if requests could pass two nodes in both orders."""
    before: dict[int, set[int]] = {at: set() for at in range(len(nodes))}
    for way in routes:
        for at in way.passed():
            if way.ends_at(at) and at not in way.origins:
                continue
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
