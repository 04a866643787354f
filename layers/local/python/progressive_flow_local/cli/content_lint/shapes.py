"""Which reference designs have the same shape: graphs that differ in names and sizes only teach the same thing."""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import networkx as nx

from progressive_flow.curriculum.authoring.files import Challenge
from progressive_flow.curriculum.authoring.gates.findings import Finding

ALL = 61
MIN_SHAPES = 40


def shapes(challenges: Sequence[Challenge]) -> list[list[str]]:
    """The challenges with a reference, grouped by shape, the largest group first."""
    hashed: dict[str, list[tuple[str, Any]]] = {}
    for challenge in challenges:
        if challenge.reference_design:
            graph = _typed(challenge.reference_design.as_graph())
            hashed.setdefault(_hash(graph), []).append((challenge.slug, graph))
    groups = [group for alike in hashed.values() for group in _split(alike)]
    return sorted(groups, key=lambda group: (-len(group), group))


def check_shapes(groups: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """There must be enough of them once every challenge has a reference."""
    if sum(map(len, groups)) >= ALL and len(groups) < MIN_SHAPES:
        yield Finding(f"content: reference_design: {len(groups)} shapes, must be {MIN_SHAPES} or more")


def _typed(design: dict[str, Any]) -> Any:
    graph = nx.DiGraph()
    graph.add_nodes_from((node["id"], {"type": node["type"]}) for node in design["nodes"])
    graph.add_edges_from((edge["from"], edge["to"]) for edge in design["edges"])
    return graph


def _hash(graph: Any) -> str:
    with warnings.catch_warnings():  # it warns that hashes of directed graphs differ from those of older releases
        warnings.simplefilter("ignore", UserWarning)
        return str(nx.weisfeiler_lehman_graph_hash(graph, node_attr="type"))


def _split(alike: Sequence[tuple[str, Any]]) -> list[list[str]]:
    """Equal hashes are only likely to be equal shapes."""
    groups: list[tuple[Any, list[str]]] = []
    for slug, graph in alike:
        for first, slugs in groups:
            if nx.is_isomorphic(first, graph, node_match=lambda a, b: a["type"] == b["type"]):
                slugs.append(slug)
                break
        else:
            groups.append((graph, [slug]))
    return [slugs for _, slugs in groups]
