"""Begins large and halves for as long as the answers do not get worse.

The bot takes level 1's topology in one of the twelve settings, or what passed the level before, and submits it again and
again. Each submission is a try of the budget that trials and failing attempts share. What it sees of an answer is either
the score in tenths of the whole, or which tests passed: an attempt that fails shows no more.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

from progressive_flow.grading.system_design.engine import CATALOGUE, Evaluation
from progressive_flow_local.cli.cheats.played import COUNTED, Graph, Played, Try, attempt, topology
from progressive_flow_local.cli.cheats.sizes import twelve

MAX_TRIES = 400
HALVED = ("units", "shards", "replicas")
# What fails of a design only because it is too large.
TOO_LARGE = frozenset({"cost", "utilization", "no_orphans"})

# Is the second answer no worse than the first?
NoWorse = Callable[[Evaluation, Evaluation], bool]
# Which halvings come next: what to mark as tried, and the design.
Halving = tuple[Any, Graph]
Order = Callable[[Graph, set[Any], Evaluation], Iterator[Halving]]


class _Bot(NamedTuple):
    no_worse: NoWorse
    order: Order


def by_tenths(before: Evaluation, after: Evaluation) -> bool:
    """Compare by the score in tenths of the whole."""
    return _tenths(after) >= _tenths(before)


def by_passes(before: Evaluation, after: Evaluation) -> bool:
    """Compare by which tests pass: none may fail that passed."""
    return all(
        new["passed"] or not old["passed"] for old, new in zip(before.test_results, after.test_results, strict=True)
    )


def _tenths(found: Evaluation) -> int:
    return int(found.score // 10)


def one_at_a_time(graph: Graph, tried: set[Any], seen: Evaluation) -> Iterator[Halving]:
    """Halve one number of one part, the dearest part first."""
    del seen
    for at in sorted(range(len(graph["nodes"])), key=lambda place: -_price(graph["nodes"][place])):
        for what in HALVED:
            if (at, what) not in tried and graph["nodes"][at].get(what, 1) > 1:
                yield (at, what), _halved(graph, {at}, what)


def all_first(graph: Graph, tried: set[Any], seen: Evaluation) -> Iterator[Halving]:
    """Halve one number of all parts at once, then as above."""
    everywhere = set(range(len(graph["nodes"])))
    for what in HALVED:
        if what not in tried and any(node.get(what, 1) > 1 for node in graph["nodes"]):
            yield what, _halved(graph, everywhere, what)
    yield from one_at_a_time(graph, tried, seen)


def by_bands(graph: Graph, tried: set[Any], seen: Evaluation) -> Iterator[Halving]:
    """Halve all parts at once that work at less than half of their capacity, then as above."""
    busy = {row["node"]: row["utilization"] or 0.0 for row in seen.feedback["utilization"]}
    idle = {at for at, node in enumerate(graph["nodes"]) if busy.get(node["id"], 0.0) < 0.5}  # noqa: PLR2004 - the band
    for what in HALVED:
        if ("idle", what) not in tried and any(graph["nodes"][at].get(what, 1) > 1 for at in idle):
            yield ("idle", what), _halved(graph, idle, what)
    yield from all_first(graph, tried, seen)


def _price(node: dict[str, Any]) -> float:
    sizes = node.get("units", 1) * node.get("replicas", 1) * node.get("shards", 1) * node.get("regions", 1)
    return float(CATALOGUE[node["type"]].price * sizes)


def _halved(graph: Graph, places: set[int], what: str) -> Graph:
    nodes = [_half(node, what) if at in places else node for at, node in enumerate(graph["nodes"])]
    return {**graph, "nodes": nodes}


def _half(node: dict[str, Any], what: str) -> dict[str, Any]:
    smaller = {**node, what: max(1, node.get(what, 1) // 2)}
    return {**smaller, "zones": min(smaller.get("zones", 1), smaller.get("replicas", 1))}


def _play(bot: _Bot, played: Played) -> list[Try]:
    found: list[Try] = []
    before: Graph | None = None
    for number in COUNTED:
        starts = [*([before] if before else []), *twelve(topology(played.reference))]
        passed, tries, graph = _level(bot, played.levels[number], starts)
        before = graph if passed else before
        found.append(Try(played.slug, number, passed, tries))
    return found


def _level(bot: _Bot, level: dict[str, Any], starts: list[Graph]) -> tuple[bool, int, Graph]:
    graph, seen, tries = _begin(level, starts)
    tried: set[Any] = set()
    while seen is not None and not seen.passed and tries < MAX_TRIES:
        step = next(bot.order(graph, tried, seen), None)
        if step is None:
            break
        name, smaller = step
        after = attempt(level, smaller)
        tries += 1
        if after is not None and (after.passed or bot.no_worse(seen, after)):
            graph, seen = smaller, after
        else:
            tried.add(name)
    return seen is not None and seen.passed, tries, graph


def _begin(level: dict[str, Any], starts: list[Graph]) -> tuple[Graph, Evaluation | None, int]:
    """Try the beginnings until one fails only because it is too large; else keep the one with the best score."""
    best: tuple[Graph, Evaluation] | None = None
    for tries, graph in enumerate(starts, 1):
        seen = attempt(level, graph)
        if seen is None:
            continue
        if seen.passed or all(test["passed"] or test["kind"] in TOO_LARGE for test in seen.test_results):
            return graph, seen, tries
        if best is None or _tenths(seen) > _tenths(best[1]):
            best = (graph, seen)
    return (*best, len(starts)) if best else (starts[0], None, len(starts))


halving_by_tenths = partial(_play, _Bot(by_tenths, one_at_a_time))
halving_one_at_a_time = partial(_play, _Bot(by_passes, one_at_a_time))
halving_all_first = partial(_play, _Bot(by_passes, all_first))
halving_by_bands = partial(_play, _Bot(by_passes, by_bands))
