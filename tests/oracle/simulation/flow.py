"""Requests through a whole design: node by node in the order in which requests can pass them."""

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.oracle.simulation.inputs import EVERYWHERE, LOGS, Level, Node
from tests.oracle.simulation.lists import Hits, count_hits
from tests.oracle.simulation.order import passing_order
from tests.oracle.simulation.popularity import rank_bins, shard_of
from tests.oracle.simulation.routes import Routes
from tests.oracle.simulation.statistics import Estimate, estimate_mean, estimate_percentile
from tests.oracle.simulation.store import Load, Served, serve_led, serve_pool, serve_quorum
from tests.oracle.simulation.tokens import Tokens, draw_requests

_WARM_UP, _LOG_READ = 0.2, 0.2  # of all seconds; ms
_NODES_PASSED, _ENOUGH = 6, 400
PRECISE = 0.02

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Measured(NamedTuple):
    """What was counted of one operation: latencies in milliseconds, the share of hits, the busiest node on its way."""

    mean: Estimate
    p50: Estimate
    p99: Estimate
    hit: float
    busiest: float
    requests: int


def simulate(
    nodes: Sequence[Node],
    level: Level,
    wanted: Collection[str],
    *,
    visits: int = 1_000_000,
    max_visits: int = 0,
    look_ups: int = 600_000,
    seed: int = 1,
) -> dict[str, Measured]:
    """Return what the operations called ``wanted`` meet, from about ``visits`` requests at nodes.

    Hit ratios come from at least ``look_ups`` at caches. If ``max_visits`` is larger than ``visits``, four times as many are
    drawn until every interval of a p99 is within ``PRECISE`` of it.
    """
    random = np.random.default_rng(seed)
    routes = [Routes(nodes, op) for op in level.operations]
    hits = count_hits(random, nodes, level, routes, look_ups)
    while True:
        found = _Simulation(random, nodes, level, wanted, routes, hits, visits).run()
        if visits * 4 > max_visits or all(each.p99.half <= PRECISE * each.p99.value for each in found.values()):
            return found
        visits *= 4


class _Simulation:
    """The state of one run: what has arrived at each node, and when requests were answered."""

    def __init__(
        self,
        random: np.random.Generator,
        nodes: Sequence[Node],
        level: Level,
        wanted: Collection[str],
        routes: Sequence[Routes],
        hits: Hits,
        visits: int,
    ) -> None:
        self._random, self._nodes, self._level, self._wanted = random, nodes, level, wanted
        self._routes, self._hits = routes, hits
        weight = sum(op.rate * _NODES_PASSED * op.factor for op in level.operations)
        self._seconds = visits / weight
        self._requests = draw_requests(self._random, level.operations, wanted, self._seconds, visits // 40)
        self._answered: Floats = np.full(len(self._requests.time), -np.inf)
        self._accepted: Floats = np.full(len(self._requests.time), np.inf)
        self._hit: Bools = np.zeros(len(self._requests.time), dtype=bool)
        self._inbox: list[list[Tokens]] = [[] for _ in nodes]
        self._busiest = np.zeros(len(level.operations))

    def run(self) -> dict[str, Measured]:
        """Begin everywhere, pass all nodes, and measure."""
        self._begin()
        for at in passing_order(self._nodes, self._routes):
            arrived = self._inbox[at]
            if arrived:
                self._pass(at, Tokens.together(arrived))
        measured = {
            op.name: self._measure(at) for at, op in enumerate(self._level.operations) if op.name in self._wanted
        }
        return {name: found for name, found in measured.items() if found}

    def _begin(self) -> None:
        for number in range(len(self._level.operations)):
            origins = self._routes[number].origins
            chosen = np.flatnonzero(self._requests.operation == number)
            if not len(origins) or not len(chosen):
                continue
            at = self._random.choice(np.array(origins), size=len(chosen))
            for origin in origins:
                mine = chosen[at == origin]
                node = self._nodes[origin]
                regions = self._level.regions if node.type == "client" else node.regions
                nothing = np.zeros(len(mine), dtype=np.int64)
                self._inbox[origin].append(
                    Tokens(
                        request=mine,
                        time=self._requests.time[mine],
                        region=self._random.integers(0, regions, len(mine)),
                        asker=nothing - 1,
                        phase=nothing,
                        queued=np.full(len(mine), node.type in LOGS),
                        part=nothing,
                    )
                )

    def _pass(self, at: int, tokens: Tokens) -> None:
        """Let a node work on everything that arrived, and pass it on."""
        node = self._nodes[at]
        if node.type != "client":
            tokens = self._work(at, tokens)
        operations = self._requests.operation[tokens.request]
        for number in np.unique(operations).tolist():
            self._pass_on(at, number, tokens.take(operations == number))

    def _work(self, at: int, tokens: Tokens) -> Tokens:
        node = self._nodes[at]
        operations = self._requests.operation[tokens.request]
        means, writes = self._means(at, operations, tokens)
        items = np.array([op.items for op in self._level.operations])
        shards = np.zeros(len(operations), dtype=np.int64)
        for number in np.unique(operations).tolist():
            mine = operations == number
            ranks = self._requests.rank[tokens.request[mine]]
            shards[mine] = (shard_of(ranks, int(items[number]), node.shards) + tokens.part[mine]) % node.shards
        time, region = np.copy(tokens.time), np.copy(tokens.region)
        busy = 0.0
        for shard in range(node.shards):
            here = np.flatnonzero(shards == shard)
            ghosts = self._requests.ghost[tokens.request[here]]
            load = Load(tokens.time[here], means[here], writes[here], tokens.region[here], ghosts)
            served = self._serve(node, load)
            time[here] = served.finished
            region[here] = region[here] if node.type in EVERYWHERE else served.regions
            busy = max(busy, served.busy / self._seconds)
        seen = np.unique(operations[~np.isfinite(self._accepted[tokens.request])])
        self._busiest[seen] = np.maximum(self._busiest[seen], busy)
        return tokens._replace(time=time, region=region)

    def _serve(self, node: Node, load: Load) -> Served:
        if node.type in EVERYWHERE:
            return serve_pool(
                self._random, node._replace(regions=1), load._replace(regions=np.zeros_like(load.regions))
            )
        if not node.part.replicated or node.copies == 1:
            return serve_pool(self._random, node, load)
        if node.consistency == "quorum":
            return serve_quorum(self._random, node, load)
        return serve_led(self._random, node, load)

    def _means(self, at: int, operations: Ints, tokens: Tokens) -> tuple[Floats, Bools]:
        """Return the mean seconds of work of each request, and whether it writes here."""
        node, part = self._nodes[at], self._nodes[at].part
        means, writes = np.zeros(len(operations)), np.zeros(len(operations), dtype=bool)
        for number in np.unique(operations).tolist():
            op, mine, routes = self._level.operations[number], operations == number, self._routes[number]
            reads_log = node.type in LOGS and at in routes.origins
            works = not reads_log and (op.writes or (node.type in LOGS and not routes.ends_at(at)))
            work = op.work_ms.get(node.type, part.write_ms if works else part.read_ms)
            work += op.payload_bytes / (part.mb_per_s * 1e3)
            work *= 1.5 if node.dedup and works and node.type != "external" else 1.0
            means[mine] = (_LOG_READ if routes.reads_changes(at) else work) / 1e3
            writes[mine] = works
        return means, writes

    def _pass_on(self, at: int, number: int, tokens: Tokens) -> None:
        op, routes, node = self._level.operations[number], self._routes[number], self._nodes[at]
        if routes.keeps_work(at):
            np.minimum.at(self._accepted, tokens.request, tokens.time)
            tokens = tokens._replace(queued=np.ones_like(tokens.queued))
        if routes.ends_at(at):
            np.maximum.at(self._answered, tokens.request, tokens.time)
            return
        if (at, number) in self._hits:
            chances = self._hits[at, number][rank_bins(self._requests.rank[tokens.request])]
            found = self._random.random(len(chances)) < chances
            np.maximum.at(self._answered, tokens.request[found], tokens.time[found])
            self._hit[tokens.request[found]] = True
            tokens = tokens.take(~found)
        if node.type == op.fanout_at:
            tokens = tokens.take(np.repeat(np.arange(len(tokens.time)), op.factor))
            tokens = tokens._replace(part=np.arange(len(tokens.time)) % op.factor)
            if op.waits_for_log_only:
                apart = self._random.random(len(tokens.time)) * self._seconds
                tokens = tokens._replace(time=np.where(tokens.part > 0, apart, tokens.time))
        for asker in np.unique(tokens.asker).tolist():
            here = tokens.take(tokens.asker == asker)
            self._choose(at if asker < 0 else asker, number, here)

    def _choose(self, at: int, number: int, tokens: Tokens) -> None:
        """Send requests that are with a node to what it looks up, to a cache that it asks, or onward."""
        for queued in (False, True):
            here = tokens.take(tokens.queued == queued)
            step = self._routes[number].step(at, queued)
            for phase in np.unique(here.phase).tolist():
                mine = here.take(here.phase == phase)
                if phase == 0 and step.lookups:
                    self._send(step.lookups, mine, lambda after: (at, 1))
                elif phase <= 1 and step.caches:
                    self._send(step.caches, mine, lambda after: self._after_miss(at, number, after))
                else:
                    self._send(step.onward, mine, lambda after: (-1, 0))

    def _after_miss(self, at: int, number: int, cache: int) -> tuple[int, int]:
        return (-1, 0) if self._routes[number].reads_through(cache) else (at, 2)

    def _send(self, nodes: Sequence[int], tokens: Tokens, back: Callable[[int], tuple[int, int]]) -> None:
        if not nodes:
            return
        chosen = self._random.choice(np.array(nodes), size=len(tokens.time))
        for after in nodes:
            mine = tokens.take(chosen == after)
            asker, phase = back(after)
            whole = np.ones_like(mine.asker)
            self._inbox[after].append(mine._replace(asker=whole * asker, phase=whole * phase))

    def _measure(self, number: int) -> Measured | None:
        mine = np.flatnonzero(self._requests.operation == number)
        mine = mine[self._requests.time[mine] > self._seconds * _WARM_UP]
        op = self._level.operations[number]
        ends = np.where(np.isfinite(self._accepted[mine]), self._accepted[mine], self._answered[mine])
        done = np.isfinite(ends)
        if done.sum() < _ENOUGH:
            return None
        samples = (ends - self._requests.time[mine])[done] * 1e3
        return Measured(
            estimate_mean(samples),
            estimate_percentile(samples, 0.5),
            estimate_percentile(samples, 0.99),
            float(self._hit[mine].mean()) if op.cacheable else 0.0,
            float(self._busiest[number]),
            len(samples),
        )
