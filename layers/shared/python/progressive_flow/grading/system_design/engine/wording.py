"""Sentences about numbers: what is tight, by how much, and what would relieve it."""

from collections.abc import Sequence
from math import ceil

from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.stations import Station

TEN, FULL, TERABYTE, SECOND = 10, 100, 1000, 999.5  # where the wording changes: 9.5/s, 100 %, 1 TB, 1,000 ms
MAX_REPLICAS, MAX_SHARDS = 20, 256
MAX_NAMES = 5  # more names than this help nobody
COUNTS = ((1e15, "quadrillion"), (1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def code(name: str) -> str:
    """The id of a part or of an operation in a sentence of advice, set apart from its words."""
    return f"`{name}`"


def part(node: Node) -> str:
    """A part with its type, as a sentence of advice first names it."""
    return f"`{node.id}` ({node.type})"


def a(kind: str) -> str:
    """``an app_server``, ``a database``."""
    return f"{'an' if kind[:1] in set('aeiou') else 'a'} {kind}"


def number(value: int, word: str) -> str:
    """``one shard``, ``3 shards``."""
    return f"one {word}" if value == 1 else f"{value} {word}s"


def listed(names: Sequence[str], word: str = "and") -> str:
    """``x``, ``x and y``, ``x, y and z``; of more than five, the first."""
    if len(names) > MAX_NAMES:
        return ", ".join(names[:MAX_NAMES]) + ", ..."
    return f" {word} ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def count(value: float) -> str:
    """``100 billion``, ``1.5 million``, ``52,300``: three digits are enough."""
    for unit, word in COUNTS:
        if round(value / unit, 2) >= 1.0:
            return f"{value / unit:.3g} {word}"
    return f"{float(f'{value:.3g}'):,.0f}"


def milliseconds(value: float) -> str:
    """``0.5 ms``, ``84.5 ms``, ``1,010 ms``: three digits are enough."""
    return f"{value:.3g} ms" if value < SECOND else f"{float(f'{value:.3g}'):,.0f} ms"


def rate(value: float) -> str:
    """Requests/s for people: ``9,400/s``, with a decimal only below 10."""
    return f"{value:,.0f}/s" if value >= TEN else f"{value:.2g}/s"


def percent(share: float) -> str:
    """``84 %``; never rounds a shortfall up to 100 % nor an excess down to it."""
    shown = 100.0 * share
    return f"{shown:.0f} %" if round(shown) != FULL or shown == FULL else f"{shown:.4g} %"


def size(gigabytes: float) -> str:
    """``250 GB`` or ``1.2 TB``."""
    return f"{gigabytes / 1000:.3g} TB" if gigabytes >= TERABYTE else f"{gigabytes:.3g} GB"


def duration(seconds: float) -> str:
    """``0.25 s``, ``12 min``, ``3.5 h``, ``30 days``: the unit in which the number is small."""
    for limit, unit, word in ((120.0, 1.0, "s"), (7_200.0, 60.0, "min"), (172_800.0, 3_600.0, "h")):
        if seconds < limit:
            return f"{seconds / unit:.3g} {word}"
    return f"{seconds / 86_400.0:.3g} days"


def downtime(share: float) -> str:
    """``99.95 %, down 22 min a month``."""
    return f"{100.0 * share:.6g} %, down {duration((1.0 - share) * 30.44 * 86_400.0)} a month"


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
