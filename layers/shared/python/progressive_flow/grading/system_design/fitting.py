"""What a part of a type can have: flags that mean something there, and instances that can be had.

A field on a part that has no such thing is refused, so that nothing that is drawn is without effect or without a price.
"""

from collections.abc import Callable, Iterable, Iterator

from progressive_flow.grading.system_design.design_graph import DesignNode
from progressive_flow.grading.system_design.engine import CATALOGUE, Component
from progressive_flow.grading.system_design.engine.catalogue import CACHING_TYPES, REFUSING_TYPES

Has = Callable[[str, Component], bool]


def _copied(kind: str, part: Component) -> bool:
    return part.replicated and kind != "coordination"


# By field: which types have it, and why the others have none.
FIELDS: dict[str, tuple[Has, str]] = {
    "failover": (
        lambda _, part: part.replicated,
        "nothing takes over from a leader there",
    ),
    "consistency": (_copied, "the copies of this type hold no data that could differ, or always vote"),
    "read_quorum": (lambda _, part: part.replicated, "no copies vote there"),
    "write_quorum": (lambda _, part: part.replicated, "no copies vote there"),
    "ttl_seconds": (lambda kind, _: kind in CACHING_TYPES, "it keeps no copies that expire"),
    "dedup": (
        lambda kind, _: kind in REFUSING_TYPES,
        "it stores nothing by which a repeated request could be known",
    ),
    "shards": (
        lambda _, part: bool(part.storage_gb or part.memory_gb),
        "it holds no data that could be split",
    ),
    "zones": (lambda _, part: not part.spread, "its provider runs it in all zones"),
    "regions": (lambda _, part: part.spread != "region", "it is wherever requests come from"),
}


def takes(kind: str) -> list[str]:
    """Return the fields, beside units and replicas, that a part of this type can have."""
    part = CATALOGUE[kind]
    return [name for name, (has, _) in FIELDS.items() if has(kind, part)]


def misfits(nodes: Iterable[DesignNode]) -> list[tuple[str, str]]:
    """Return (``place/field``, what to do) for each field of a node that its type cannot have."""
    return [
        (f"{place}/{field}", text)
        for place, node in enumerate(nodes)
        for field, text in (*_misplaced(node), *_oversized(node))
    ]


def _misplaced(node: DesignNode) -> Iterator[tuple[str, str]]:
    part = CATALOGUE[node.type]
    for field, (has, why) in FIELDS.items():
        default = DesignNode.model_fields[field].default
        if getattr(node, field) != default and not has(node.type, part):
            yield field, f"'{node.id}' is of the type {node.type}, which has no {field}: {why}. Leave {field} out."


def _oversized(node: DesignNode) -> Iterator[tuple[str, str]]:
    part = CATALOGUE[node.type]
    if node.units > part.max_units:
        how = "split its data into shards or add replicas" if "shards" in takes(node.type) else "add replicas"
        most = f"the largest {node.type} that can be had has {part.max_units}"
        yield "units", f"'{node.id}' has {node.units} units, and {most}: {how}."
