"""Small designs with every path enumerated, against the evaluator that never lists them.

The rules of the way are written a second time here, as plainly as they can be; arithmetic on paths is then trivial.
Tolerance 1e-9: both compute the same thing.
"""

import random
from typing import Any, NamedTuple

import pytest

from progressive_flow.grading.system_design.engine.catalogue import CATALOGUE
from progressive_flow.grading.system_design.engine.lags import answer_lags
from progressive_flow.grading.system_design.engine.model import Model
from progressive_flow.grading.system_design.engine.outcomes import accepted, passing_share, served
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import served_share, station_wait
from tests.unit.grading.system_design.small_designs import Design, draw, hit_ratio, model_of, op

KINDS = ["load_balancer", "app_server", "app_server", "cache", "cdn", "queue", "stream", "worker", "database", "dns"]
STORES = {"database"}
CACHES = {"cache", "cdn"}
QUEUES = {"queue", "stream"}


class Path(NamedTuple):
    """One way: its chance, the nodes that do work for it in order, and how it ends."""

    chance: float
    nodes: tuple[str, ...]
    end: str


class Enumerator:
    """Follows one operation through a design, path by path."""

    def __init__(self, design: Design, operation: dict[str, Any]) -> None:
        self.types = {node["id"]: node["type"] for node in design["nodes"]}
        self.sizes = {node["id"]: node for node in design["nodes"]}
        self.after: dict[str, list[str]] = {name: [] for name in self.types}
        for edge in design["edges"]:
            if self.types[edge["to"]] != "client":
                self.after[edge["from"]].append(edge["to"])
        self.operation = operation
        self.later = bool(operation.get("async"))

    def leads(self, name: str) -> bool:
        kind = self.types[name]
        if kind in QUEUES and not self.later:
            return False
        return kind in STORES or any(map(self.leads, self.after[name]))

    def queued(self, name: str) -> bool:
        if not self.leads(name):
            return False
        return self.types[name] in QUEUES or any(map(self.queued, self.after[name]))

    def knows(self, name: str) -> float:
        part, node = CATALOGUE[self.types[name]], self.sizes[name]
        held = part.memory_gb * 1e9 * node["units"] * node["shards"] / 1_000
        return part.max_hit * hit_ratio(held, 10**8, 0.9) if held and self.operation.get("cacheable") else 0.0

    def paths(self) -> list[Path]:
        clients = [name for name, kind in self.types.items() if kind == "client"]
        return [path for name in clients for path in self._from(name, 1 / len(clients), (), 0.0, asked=False)]

    def _from(self, name: str, chance: float, before: tuple[str, ...], covered: float, *, asked: bool) -> list[Path]:
        here = before if asked else (*before, name)
        if self.types[name] in STORES:
            return [Path(chance, here, "done")]
        found: list[Path] = []
        if not asked and self.knows(name) > covered:
            hit = (self.knows(name) - covered) / (1 - covered)
            found.append(Path(chance * hit, here, "hit"))
            chance, covered = chance * (1 - hit), self.knows(name)
        return found + self._onward(name, chance, here, covered, asked=asked)

    def _onward(self, name: str, chance: float, here: tuple[str, ...], covered: float, *, asked: bool) -> list[Path]:
        after = self.after[name]
        straight = [n for n in after if self.leads(n) and self.types[n] not in CACHES]
        if self.later:
            straight = [n for n in straight if self.queued(n)] or straight
        ways = [n for n in straight if self.types[n] != "dns"]
        lookups = tuple(n for n in after if self.types[n] == "dns" and (ways or not self.leads(n)))
        inline = [n for n in after if self.types[n] in CACHES and self.leads(n)]
        beside = [n for n in after if self.types[n] in CACHES and (self.leads(n) or self.types[n] == "cache")]
        onward = ways or straight or inline
        if self.operation.get("cacheable") and beside and onward and not asked:
            return self._ask(name, chance, (*here, *lookups), covered, beside)
        if not onward:
            return [Path(chance, here, "lost")]
        passed = here if asked else (*here, *lookups)
        return [p for n in onward for p in self._from(n, chance / len(onward), passed, covered, asked=False)]

    def _ask(self, name: str, chance: float, here: tuple[str, ...], covered: float, caches: list[str]) -> list[Path]:
        found: list[Path] = []
        for cache in caches:
            each = chance / len(caches)
            if any(map(self.leads, self.after[cache])):
                found += self._from(cache, each, here, covered, asked=False)
                continue
            hit = max(0.0, (self.knows(cache) - covered) / (1 - covered))
            found.append(Path(each * hit, (*here, cache), "hit"))
            least = max(covered, self.knows(cache))
            found += self._from(name, each * (1 - hit), (*here, cache), least, asked=True)
        return found


def random_design(seed: int) -> Design:
    pick = random.Random(seed)  # noqa: S311
    count = pick.randint(3, 8)
    nodes: dict[str, Any] = {"n0": "client"}
    for at in range(1, count):
        sizes = {"units": pick.randint(1, 4), "replicas": pick.randint(1, 3), "shards": pick.randint(1, 2)}
        nodes[f"n{at}"] = ("database" if at == count - 1 else pick.choice(KINDS), sizes)
    pairs = [(a, b) for b in range(1, count) for a in range(b) if pick.random() < 0.45 or a == b - 1]
    return draw(nodes, " ".join(f"n{a}>n{b}" for a, b in pairs))


OPERATIONS = [
    op("read", rps=3_000.0, cacheable=True, payload_bytes=0),
    op("write", rps=700.0, kind="write", payload_bytes=0),
    op("later", rps=500.0, kind="write", async_=True, payload_bytes=0),
]


def compared(seed: int) -> tuple[Design, Model]:
    design = random_design(seed)
    return design, model_of(design, *OPERATIONS, items=10**8)


@pytest.mark.parametrize("seed", range(150))
def test_shares_and_times_agree_with_every_path_written_out(seed: int) -> None:
    design, model = compared(seed)
    names = [node.id for node in model.graph.nodes]
    share = {name: served_share(station) for name, station in zip(names, model.stations, strict=True)}
    wait = {name: station_wait(station).mean for name, station in zip(names, model.stations, strict=True)}
    for (operation, route), raw in zip(model.flows, OPERATIONS, strict=True):
        paths = Enumerator(design, raw).paths()
        assert sum(path.chance for path in paths) == pytest.approx(1.0)
        for index, name in enumerate(names):
            visits = sum(path.chance * path.nodes.count(name) for path in paths)
            assert route.visits[index] == pytest.approx(visits, abs=1e-9), (name, operation.id)
        good = [path for path in paths if path.end != "lost"]
        assert route.hits == pytest.approx(sum(path.chance for path in good if path.end == "hit"), abs=1e-9)
        assert route.lost == pytest.approx(1.0 - sum(path.chance for path in good), abs=1e-9)
        tightest = sum(path.chance * min(share[name] for name in path.nodes) for path in good)
        assert served(model.graph, operation, route, model.stations) == pytest.approx(tightest, abs=1e-9)
        kinds = Enumerator(design, raw).types
        _check_callers(model, operation.id, good, kinds, share, wait)
        _check_path(model, operation.id, paths, kinds)


def _check_callers(
    model: Model, name: str, good: list[Path], kinds: dict[str, str], share: dict[str, float], wait: dict[str, float]
) -> None:
    """Acceptance, and the mean time until the caller goes on."""
    operation, route = next(flow for flow in model.flows if flow[0].id == name)
    at = {node.id: node for node in model.graph.nodes}
    total = time = 0.0
    for path in good:
        queues = [place for place, node in enumerate(path.nodes) if kinds[node] in QUEUES and not operation.waits]
        seen = path.nodes[: queues[0] + 1] if queues else path.nodes
        total += path.chance * min(share[node] for node in seen)
        time += path.chance * sum(wait[node] + service_seconds(at[node], operation) for node in seen)
    assert accepted(model.graph, operation, route, model.stations) == pytest.approx(total, abs=1e-9)
    lags = answer_lags(model.graph, operation, route, model.stations, model.users)
    assert sum(lag.share * lag.mean for lag in lags) == pytest.approx(time, rel=1e-9, abs=1e-12)


def _in_order(passed: list[str], via: list[set[str]]) -> bool:
    left = iter(passed)
    return all(any(kind in group for kind in left) for group in via)


def _check_path(model: Model, name: str, paths: list[Path], kinds: dict[str, str]) -> None:
    _, route = next(flow for flow in model.flows if flow[0].id == name)
    via = [{"app_server"}, {"worker", "cache"}]
    misses = [path for path in paths if path.end != "hit"]
    through = sum(p.chance for p in misses if p.end == "done" and _in_order([kinds[node] for node in p.nodes], via))
    all_misses = sum(path.chance for path in misses)
    if all_misses > 1e-6:
        assert passing_share(model.graph, route, via) == pytest.approx(through / all_misses, abs=1e-9)
