"""Sentences about numbers: what is tight, by how much, and what would relieve it."""

from math import ceil

from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.stations import Station
from progressive_flow.grading.system_design.figures import percent, rate

MAX_REPLICAS, MAX_SHARDS = 20, 256


def code(name: str) -> str:
    """The id of a part or of an operation in a sentence of advice, set apart from its words."""
    return f"`{name}`"


def part(node: Node) -> str:
    """A part with its type, as a sentence of advice first names it."""
    return f"`{node.id}` ({node.type})"


def describe(node: Node, station: Station) -> str:
    """``app is at 84 %: 9,400/s offered, 11,200/s capacity``."""
    return f"{node.id} is at {percent(station.rho)}: {rate(station.offered)} offered, {rate(station.capacity)} capacity"


def relief(node: Node, station: Station, target: float, *, damaged: bool = False) -> str:
    """The smallest growth in one dimension that brings the node to ``target``, in the terms of the design.

    Of a ``damaged`` node only some replicas are left, so their number says nothing of the design.
    """
    if target <= 0.0:
        return f"Send {code(node.id)} less."
    factor = station.rho / target
    options = [_option("units", node.units, ceil(node.units * factor - 1e-9), node.part.max_units)]
    replicas = 0 if damaged else _replicas(node, station, target)
    if replicas:
        options.append(_option("replicas", node.replicas, replicas, MAX_REPLICAS))
    if node.part.replicated:
        options.append(_option("shards", node.shards, ceil(node.shards * factor - 1e-9), MAX_SHARDS))
    found = [option for option in options if option]
    if not found:
        return f"{code(node.id)} cannot grow that far: put another {node.type} beside it, or send it less."
    return f"Give {code(node.id)} " + " or ".join(found) + f" to bring it to {percent(target)} or less."


def _option(what: str, now: int, needed: int, most: int) -> str:
    return f"{needed} {what} instead of {now}" if now < needed <= most else ""


def _replicas(node: Node, station: Station, target: float) -> int:
    """Replicas needed, or 0 if none suffice: every replica of a store repeats its writes."""
    spare = target - station.write_rho
    if spare <= 0.0 or (node.part.replicated and node.consistency in {"leader", "quorum"}):
        return 0
    return ceil(node.replicas * (station.rho - station.write_rho) / spare - 1e-9)
