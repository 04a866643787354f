"""Single changes of the edges of a design, and parts less, that may make a test pass."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from progressive_flow.grading.system_design.engine.candidate_changes import Move
from progressive_flow.grading.system_design.engine.catalogue import DEFERRING_TYPES
from progressive_flow.grading.system_design.engine.graph import Graph, topological

MAX_EDGES = 12
Edge = tuple[int, int]


def connect(graph: Graph, kinds: Sequence[Collection[str]], reached: set[int]) -> Iterator[Move]:
    """One more edge: first between types that should follow each other, then from where requests come to one of them."""
    pairs = [(a, b) for a in range(len(graph.nodes)) for b in range(len(graph.nodes)) if a != b]
    wanted = list(pairwise(kinds))
    following = [(a, b) for a, b in pairs if any(_follow(graph, a, b, *pair) for pair in wanted)]
    callers = {at for at in reached if may_call(graph, at)}
    onward = [(a, b) for a, b in pairs if a in callers and any(graph.nodes[b].type in kind for kind in kinds[1:])]
    yield from between(graph, dict.fromkeys([*following, *onward]))


def may_call(graph: Graph, at: int) -> bool:
    """Is it usual that a part calls others: does it keep nothing, or hand on what it keeps?"""
    node = graph.nodes[at]
    return node.type in DEFERRING_TYPES or not (node.part.storage_gb or node.type in {"cache", "dns"})


def _follow(graph: Graph, a: int, b: int, left: Collection[str], right: Collection[str]) -> bool:
    return graph.nodes[a].type in left and graph.nodes[b].type in right


def between(graph: Graph, pairs: Iterable[Edge]) -> Iterator[Move]:
    """One more edge of these, as far as it can be drawn: an edge that is there the other way is turned round."""
    count = 0
    for a, b in pairs:
        if b in graph.after[a] or graph.nodes[b].type == "client" or count >= MAX_EDGES:
            continue
        turned = (b, a) in graph.returned
        changed = drawn(graph, [(a, b)], [(b, a)] if a in graph.after[b] else [])
        if changed is None:
            continue
        count += 1
        one, other = graph.nodes[a].id, graph.nodes[b].id
        if turned or a in graph.after[b]:
            yield Move(changed, f"Turn the edge from {other} to {one} round.", reroutes=True)
        else:
            yield Move(changed, f"Connect {one} to {other}.", reroutes=True)


def drawn(graph: Graph, more: Collection[Edge], less: Collection[Edge]) -> Graph | None:
    """Return the design with some edges more and some less; None if that closes a cycle."""
    after = [
        {b for b in targets if (a, b) not in less} | {b for one, b in more if one == a}
        for a, targets in enumerate(graph.after)
    ]
    back = {(b, a) for a, b in more}
    returned = tuple(edge for edge in graph.returned if edge not in back)
    # an edge that points at a client counts for nothing, but is part of the design
    whole = [targets | {b for a, b in returned if a == at} for at, targets in enumerate(after)]
    if len(topological(whole)) < len(graph.nodes):
        return None
    order = topological(after)
    tidy = tuple(tuple(sorted(targets)) for targets in after)
    return graph._replace(after=tidy, order=order, returned=returned)


def cut(graph: Graph, edges: Iterable[Edge]) -> Iterator[Move]:
    """One edge less."""
    for a, b in edges:
        changed = drawn(graph, [], [(a, b)])
        if changed is not None and b in graph.after[a]:
            yield Move(changed, f"Remove the edge from {graph.nodes[a].id} to {graph.nodes[b].id}.", reroutes=True)


def disconnect(graph: Graph, sources: Collection[str], targets: Collection[str]) -> Iterator[Move]:
    """One edge less between types that must not meet."""
    pairs = [(a, b) for a, after in enumerate(graph.after) for b in after]
    yield from cut(graph, [(a, b) for a, b in pairs if _follow(graph, a, b, sources, targets)])


def without(graph: Graph, index: int) -> Move:
    """The design without a part that nothing passes."""
    places = {old: new for new, old in enumerate(at for at in range(len(graph.nodes)) if at != index)}
    after = [{places[b] for b in graph.after[old] if b in places} for old in places]
    changed = graph._replace(
        nodes=tuple(graph.nodes[old] for old in places),
        after=tuple(tuple(sorted(targets)) for targets in after),
        order=topological(after),
        returned=tuple((places[a], places[b]) for a, b in graph.returned if a in places and b in places),
    )
    return Move(changed, f"Remove {graph.nodes[index].id}.", reroutes=True)
