"""Changes of several parts in the same respect, where no single one passes a test: copies against a fault, sizes for a load.

What such a change needs follows from the test: the parts that a fault stops, or those that are too busy. What is not needed
after all is left out again, and more than a few parts are not suggested.
"""

from collections.abc import Iterable

from progressive_flow.grading.system_design.engine import along, candidate_changes
from progressive_flow.grading.system_design.engine.candidate_changes import Move, largest, replace, sized
from progressive_flow.grading.system_design.engine.faults import fault_of
from progressive_flow.grading.system_design.engine.graph import Graph, Node
from progressive_flow.grading.system_design.engine.kinds import during
from progressive_flow.grading.system_design.engine.model import Model, at_load, chosen, effort, rerun
from progressive_flow.grading.system_design.engine.search import Change, Search

MAX_PARTS = 3
MAX_ROUNDS = 3
COMFORTABLE = 0.7
# What a test of these kinds asks of the utilisation of the parts on the way; of others, that is comfortable.
BUSY = {"served": 1.0, "burst": 1.0, "survives": 1.0, "availability": 1.0}
RELIEVED = {*BUSY, "p50", "p99", "slo", "delay", "drain", "batch", "max_rho", "growth", "cost", "utilization"}

Step = tuple[int, Node, str]


def look(search: Search) -> None:
    """Look for a few parts that together pass the test."""
    graph, texts = search.model.graph, dict[int, list[str]]()
    for _ in range(MAX_ROUNDS):
        steps = _steps(search, graph)
        if not steps or search.budget <= 0:
            return
        for at, node, text in steps:
            graph = replace(graph, at, node)
            texts.setdefault(at, []).append(text)
        if search.meets(_move(graph, texts), None):
            break
    else:
        return
    _offer(search, graph, texts)


def _move(graph: Graph, texts: dict[int, list[str]]) -> Move:
    return Move(graph, " ".join(text for said in texts.values() for text in said), reroutes=True)


def _offer(search: Search, graph: Graph, texts: dict[int, list[str]]) -> None:
    """Leave out what is not needed, the dearest first, and offer the rest if it is little."""
    before = search.model.graph
    for at in sorted(texts, key=lambda at: -search.cost(replace(before, at, graph.nodes[at]))):
        less, said = replace(graph, at, before.nodes[at]), {key: text for key, text in texts.items() if key != at}
        if said and search.meets(_move(less, said), None):
            graph, texts = less, said
    move = _move(graph, texts)
    if sum(map(len, texts.values())) <= MAX_PARTS and not search.sells(move) and search.keeps(graph):
        search.best = Change(move.text, search.cost(graph), graph)


def _steps(search: Search, graph: Graph) -> list[Step]:
    """Return what the parts on the operations' ways lack, in a design that was changed already."""
    test, model = search.test, rerun(search.model, graph)
    loaded = at_load(model, float(test.get("load", 1.0)))
    search.budget -= effort(model)
    passed = dict.fromkeys(at for flow in chosen(loaded, test.get("op")) for at in along.way(loaded, flow))
    if test.get("fault") and test["kind"] != "loss_window":
        return _secured(search, loaded, passed)
    if test["kind"] in RELIEVED:
        return _relieved(loaded, passed, _utilisation(search))
    return []


def _utilisation(search: Search) -> float:
    """Return how busy a part may be."""
    kind, target = str(search.test["kind"]), search.test.get("target")
    if kind == "max_rho" and target:
        return float(target)
    if kind == "growth" and target:
        return 1.0 / float(target)
    return BUSY.get(kind, COMFORTABLE)


def _secured(search: Search, model: Model, passed: Iterable[int]) -> list[Step]:
    """Copies of what a fault stops; where it stops nothing, sizes for what it overloads."""
    what, _, count = fault_of(search.test)
    stopped: list[Step] = []
    full: dict[int, float] = {}
    for found in during(model, search.test):
        search.budget -= effort(model)
        left = found.left
        if left is None or search.met(found.observed):
            continue
        for at in passed:
            gone = at in left.graph.dead or min(left.graph.up.get(at, (1.0, 1.0))) < 1.0
            lacks = candidate_changes.secured(model.graph.nodes[at], what, count) if gone else None
            if lacks:
                stopped.append((at, *lacks))
            full[at] = max(full.get(at, 0.0), left.stations[at].rho)
    if stopped:
        return list({at: (at, node, text) for at, node, text in stopped}.values())
    return [step for at, rho in full.items() if rho > 1.0 for step in _grown(model.graph.nodes[at], at, rho)]


def _relieved(model: Model, passed: Iterable[int], most: float) -> list[Step]:
    return [
        step
        for at in passed
        if model.stations[at].rho > most
        for step in _grown(model.graph.nodes[at], at, model.stations[at].rho / most)
    ]


def _grown(node: Node, at: int, factor: float) -> list[Step]:
    """The node ``factor`` times as large, in units as far as there are such, else in replicas or shards."""
    for size in ("units", "shards" if node.part.replicated else "replicas"):
        now = int(getattr(node, size))
        value = max(now + 1, -int(-now * factor // 1))
        if value <= largest(node, size):
            return [(at, sized(node, size, value), f"Give {node.id} {value} {size} instead of {now}.")]
    return []
