"""Submits the memorised reference of another challenge, at several sizes."""

from collections.abc import Callable, Sequence

from progressive_flow_local.cli.cheats.played import SIZES, Graph, Played, Try, on_each_level

FACTORS = (1, 2, 4, 8, 16)


def neighbours_reference(before: Sequence[Graph]) -> Callable[[Played], list[Try]]:
    """Return the cheat that submits these references, each at several sizes."""

    def play(played: Played) -> list[Try]:
        return on_each_level(played, [_scaled(graph, factor) for graph in before for factor in FACTORS])

    return play


def _scaled(graph: Graph, factor: int) -> Graph:
    nodes = [{**node, "units": min(SIZES["units"], node.get("units", 1) * factor)} for node in graph["nodes"]]
    return {**graph, "nodes": nodes}
