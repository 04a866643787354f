"""Which way a request takes from node to node, as the documentation of paths says."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tests.oracle.simulation.inputs import CACHES, LOGGED, LOGS, Node, Operation


class Step(NamedTuple):
    """What a node does with a request after its own work: look names up, ask one cache, pass on to one node."""

    lookups: tuple[int, ...]
    caches: tuple[int, ...]
    onward: tuple[int, ...]


class Routes:
    """The ways of one operation through one design. It keeps what it found of each node."""

    def __init__(self, nodes: Sequence[Node], operation: Operation) -> None:
        self._nodes = nodes
        self._operation = operation
        self.reaches = lru_cache(maxsize=None)(self._reaches)
        self._meets_log = lru_cache(maxsize=None)(self._finds_log)
        self.step = lru_cache(maxsize=None)(self._step)

    @property
    def origins(self) -> tuple[int, ...]:
        """The nodes where the operation begins."""
        starts = [at for at, node in enumerate(self._nodes) if node.type in self._operation.origins]
        return tuple(at for at in starts if any(self._open(after) for after in self._nodes[at].successors))

    def ends_at(self, at: int) -> bool:
        """Whether a node completes the operation."""
        return self._nodes[at].type in self._operation.stores

    def reads_changes(self, at: int) -> bool:
        """Whether later work passes a store here, from whose change log it is read."""
        return self._operation.waits_for_log_only and self._nodes[at].type in LOGGED and not self.ends_at(at)

    def keeps_work(self, at: int) -> bool:
        """Whether the caller stops waiting at a node, with the work still to do."""
        return self._operation.waits_for_log_only and (self._nodes[at].type in LOGS or self.reads_changes(at))

    def comes_to(self, at: int) -> bool:
        """Whether requests of the operation get to a node."""
        return at in self.passed()

    def passed(self) -> set[int]:
        """Return the nodes where requests come; those behind an end are none of them."""
        found: set[int] = set()
        waiting = list(self.origins)
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                for queued in (False, True) if at in self.origins or not self.ends_at(at) else ():
                    step = self.step(at, queued)
                    waiting += [*step.lookups, *step.caches, *step.onward]
        return found

    def reads_through(self, at: int) -> bool:
        """Whether a cache passes its misses on."""
        return any(self._open(after) for after in self._nodes[at].successors)

    def _reaches(self, at: int) -> bool:
        return self.ends_at(at) or self.reads_through(at)

    def _open(self, at: int) -> bool:
        """Whether the operation may go to a node at all, and finds a store from there."""
        kind = self._nodes[at].type
        if self.ends_at(at):
            return True
        if kind == "client":
            return False
        if kind in LOGS and not self._operation.waits_for_log_only:
            return False
        return self.reaches(at)

    def _finds_log(self, at: int) -> bool:
        if self._nodes[at].type in LOGS or self.reads_changes(at):
            return True
        return any(self._open(after) and self._meets_log(after) for after in self._nodes[at].successors)

    def _step(self, at: int, queued: bool) -> Step:
        open_nodes = [after for after in self._nodes[at].successors if self._open(after)]
        lookups = [after for after in self._nodes[at].successors if self._nodes[after].type == "dns"]
        beside = [after for after in open_nodes if after not in lookups]
        caches = [after for after in self._nodes[at].successors if self._asked(after, beside)]
        onward = [after for after in beside if after not in caches]
        onward = [after for after in onward if not self._remembers(after)] or onward
        if not beside:
            return Step((), (), tuple(open_nodes))
        return Step(tuple(lookups), tuple(caches), tuple(self._by_log(onward, queued=queued)))

    def _remembers(self, at: int) -> bool:
        return self._nodes[at].type in CACHES and not self.ends_at(at)

    def _asked(self, at: int, beside: Sequence[int]) -> bool:
        node = self._nodes[at]
        if node.type not in CACHES or self.ends_at(at) or not self._operation.cacheable:
            return False
        others = any(self._nodes[after].type not in CACHES or self.ends_at(after) for after in beside)
        return self.reads_through(at) or (node.type == "cache" and others)

    def _by_log(self, onward: Sequence[int], *, queued: bool) -> Sequence[int]:
        """Prefer what leads through a queue or log, once, if the caller need not wait."""
        if not self._operation.waits_for_log_only:
            return onward
        if queued:
            return [after for after in onward if self._nodes[after].type not in LOGS or self.ends_at(after)] or onward
        return [after for after in onward if self._meets_log(after)] or onward


def cache_chains(nodes: Sequence[Node], routes: Routes) -> list[tuple[float, tuple[int, ...]]]:
    """Return the caches that a request asks one after another if all of them miss, with the share of each chain."""
    found: dict[tuple[int, ...], float] = {}

    def walk(at: int, share: float, chain: tuple[int, ...], onward: tuple[int, ...] | None) -> None:
        step = routes.step(at, False)
        if routes.ends_at(at) and onward is None:
            found[chain] = found.get(chain, 0.0) + share
            return
        if onward is None and step.caches:
            for cache in step.caches:
                through = routes.reads_through(cache)
                target = cache if through else at
                walk(target, share / len(step.caches), (*chain, cache), None if through else step.onward)
            return
        for after in onward if onward is not None else step.onward:
            walk(after, share / len(onward if onward is not None else step.onward), chain, None)

    for origin in routes.origins:
        walk(origin, 1 / len(routes.origins), (), None)
    return [(share, chain) for chain, share in found.items()]
