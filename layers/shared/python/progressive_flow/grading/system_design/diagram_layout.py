"""Lays out the boxes and lines of a diagram: layers by the longest way from a source, few crossings within them.

A line that passes layers takes a narrow slot in each, so that it goes round boxes and not behind them. Deterministic:
ties are broken by the order of the design.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

WIDTH, HEIGHT = 200.0, 84.0  # of a box
ACROSS, DOWN = 70.0, 22.0  # space between layers, and under a box
SLOT, UNDER_SLOT = 4.0, 10.0  # of a passing line
SWEEPS = 6

# A place in a layer: a component by its id, or the slot of a line by its number and layer.
Place = str | tuple[int, int]
Edge = tuple[str, str]
Point = tuple[float, float]
Line = list[Point]


class Box(NamedTuple):
    """Where a component is drawn."""

    x: float
    y: float
    width: float
    height: float


class Layout(NamedTuple):
    """Boxes by id, a line for each edge that joins two boxes, and the size of it all."""

    boxes: dict[str, Box]
    lines: list[Line]
    width: float
    height: float


def lay_out(names: Sequence[str], edges: Sequence[Edge]) -> Layout:
    """Place components and connections; an edge with an end that is not there is left out."""
    known = set(names)
    joined = [edge for edge in edges if edge[0] in known and edge[1] in known]
    depth = depths(names, joined)
    ways = [_way(number, edge, depth) for number, edge in enumerate(joined)]
    layers: list[list[Place]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in names:
        layers[depth[name]].append(name)
    for way in ways:
        for place in way[1:-1]:
            if isinstance(place, tuple):
                layers[place[1]].append(place)
    _untangle(layers, ways)
    return _placed(layers, ways)


def depths(names: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The longest way from a source to each; nodes on a cycle, which no accepted design has, come last."""
    after: dict[str, list[str]] = {name: [] for name in names}
    waiting = dict.fromkeys(names, 0)
    for source, target in edges:
        after[source].append(target)
        waiting[target] += 1
    depth = {name: 0 for name, count in waiting.items() if not count}
    free = list(depth)
    for name in free:  # grows while it is read
        for target in after[name]:
            waiting[target] -= 1
            if not waiting[target]:
                free.append(target)
            depth[target] = max(depth.get(target, 0), depth[name] + 1)
    last = max((depth[name] for name in free), default=-1) + 1
    return {name: last if waiting[name] else depth[name] for name in names}


def _way(number: int, edge: Edge, depth: dict[str, int]) -> list[Place]:
    """The places that an edge goes through: its ends, and a slot in each layer between."""
    source, target = edge
    return [source, *((number, layer) for layer in range(depth[source] + 1, depth[target])), target]


def _untangle(layers: list[list[Place]], ways: Sequence[Sequence[Place]]) -> None:
    """Order each layer by the middle of its neighbours before, then after, and so on: the barycentre method."""
    before: dict[Place, list[Place]] = {}
    after: dict[Place, list[Place]] = {}
    for way in ways:
        for source, target in pairwise(way):
            after.setdefault(source, []).append(target)
            before.setdefault(target, []).append(source)
    at = {place: height for layer in layers for place, height in _heights_in(layer)}
    for sweep in range(SWEEPS):
        forth = sweep % 2 == 0
        neighbours = before if forth else after
        for layer in layers if forth else layers[::-1]:
            middle = {
                place: _mean([at[neighbour] for neighbour in neighbours.get(place, ())], at[place]) for place in layer
            }
            layer.sort(key=middle.__getitem__)
            at.update(_heights_in(layer))


def _heights_in(layer: Sequence[Place]) -> Iterator[tuple[Place, float]]:
    """How far down its layer each place is, from 0 to 1, so that layers of different lengths compare."""
    return ((place, (index + 0.5) / len(layer)) for index, place in enumerate(layer))


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _placed(layers: Sequence[Sequence[Place]], ways: Sequence[Sequence[Place]]) -> Layout:
    """Give the ordered places coordinates, every layer centred on the tallest."""
    heights = [_height(layer) for layer in layers]
    tallest = max(heights, default=0.0)
    boxes: dict[Place, Box] = {}
    for column, (layer, height) in enumerate(zip(layers, heights, strict=True)):
        x, y = column * (WIDTH + ACROSS), (tallest - height) / 2
        for place in layer:
            boxes[place] = Box(x, y, WIDTH, _thickness(place))
            y += _thickness(place) + _space_below(place)
    lines = [_line([boxes[place] for place in way]) for way in ways]
    drawn = {place: box for place, box in boxes.items() if isinstance(place, str)}
    return Layout(drawn, lines, max(len(layers) * (WIDTH + ACROSS) - ACROSS, 0.0), tallest)


def _thickness(place: Place) -> float:
    return HEIGHT if isinstance(place, str) else SLOT


def _space_below(place: Place) -> float:
    return DOWN if isinstance(place, str) else UNDER_SLOT


def _height(layer: Sequence[Place]) -> float:
    return sum(_thickness(place) + _space_below(place) for place in layer) - _space_below(layer[-1]) if layer else 0.0


def _line(boxes: Sequence[Box]) -> Line:
    """From the right of the first box to the left of the last, level through the slots between."""
    points = [(boxes[0].x + boxes[0].width, _middle(boxes[0]))]
    for slot in boxes[1:-1]:
        points += [(slot.x, _middle(slot)), (slot.x + slot.width, _middle(slot))]
    return [*points, (boxes[-1].x, _middle(boxes[-1]))]


def _middle(box: Box) -> float:
    return box.y + box.height / 2
