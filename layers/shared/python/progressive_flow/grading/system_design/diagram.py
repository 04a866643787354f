"""Draws a design as SVG: layers from left to right, each component coloured by its utilization.

The same design gives the same text. All content of a design is data: names are escaped, and the SVG loads and executes
nothing. Hand-written, since Graphviz and its bindings need a native program, and this text is small and deterministic.
Colours carry their own background, so that the diagram is readable on light and on dark pages.
"""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from progressive_flow.grading.system_design.diagram_layout import Box, Line, lay_out

PADDING = 24.0
HEADING = 30.0  # for the title above the design
CORNER = 8
MAX_LETTERS, MAX_SMALL_LETTERS = 24, 34  # of a line in a box; the rest is in the box's own title
SMALL = ' font-size="11"'
BOLD = ' font-weight="bold"'
MAX_PERCENT = 999
EMPTY_SIZE = (320.0, 80.0)
FONT = 'font-family="system-ui, sans-serif" font-size="13"'
GREY = "#8a8f98"  # readable on white and on black
ARROW = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    f'<path d="M0 0L8 4L0 8z" fill="{GREY}"/></marker></defs>'
)
NOTHING = "Nothing is drawn yet."


class Paint(NamedTuple):
    """Colours of a box: inside, border, and text on the inside."""

    fill: str
    border: str
    text: str = "#1c2026"


UNKNOWN = Paint("#e6e8eb", "#8a8f98")
# By the utilization below which a component is painted so.
SCALE = ((0.6, Paint("#d3f0d8", "#2f8f46")), (0.8, Paint("#fdf0b8", "#b08a00")), (1.0, Paint("#fcd9b0", "#c96a12")))
TOO_BUSY = Paint("#f9c6c4", "#c0312b")

# The counts of a node, which are worth saying when they are not 1.
COUNTS = ("units", "replicas", "shards", "zones", "regions")
SHORT = 2  # units and replicas are written as "8 x 5", the others by name


def draw(design: Mapping[str, Any], utilization: Mapping[str, float] | None = None, title: str = "") -> str:
    """Return a self-contained SVG of a design of schema ``sd-graph/1``; ``utilization`` is by the components' ids."""
    nodes = {str(node["id"]): node for node in design.get("nodes", ())}
    edges = [(str(edge["from"]), str(edge["to"])) for edge in design.get("edges", ())]
    name = title or "Design"
    if not nodes:
        return _page(*EMPTY_SIZE, (name, title, NOTHING), [_text(EMPTY_SIZE[0] / 2, 54.0, NOTHING, GREY)])
    layout = lay_out(list(nodes), edges)
    top = PADDING + (HEADING if title else 0.0)
    busy = {id_: share for id_, share in (utilization or {}).items() if isfinite(share)}
    about = "; ".join(_whole(nodes[id_], busy.get(id_)) for id_ in layout.boxes)
    parts = [
        f'<g transform="translate({_number(PADDING)} {_number(top)})">',
        *(_arrow(line) for line in layout.lines),
        *(_box(nodes[id_], box, busy.get(id_)) for id_, box in layout.boxes.items()),
        "</g>",
    ]
    return _page(layout.width + 2 * PADDING, layout.height + top + PADDING, (name, title, about), parts)


def _page(width: float, height: float, words: tuple[str, str, str], parts: Sequence[str]) -> str:
    """Return the diagram around `parts`, with a name, a heading and a description in words."""
    name, heading, about = words
    size = f'width="{_number(width)}" height="{_number(height)}" viewBox="0 0 {_number(width)} {_number(height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" {FONT}>',
        f"<title>{_safe(name)}</title>",
        f"<desc>{_safe(about)}</desc>",
        ARROW,
    ]
    if heading:
        lines.append(f'<text x="{_number(PADDING)}" y="28" fill="{GREY}" font-weight="bold">{_safe(heading)}</text>')
    return "\n".join([*lines, *parts, "</svg>"]) + "\n"


def _arrow(line: Line) -> str:
    """A curve through the line's points that leaves and arrives level."""
    (x, y), *rest = line
    path = [f"M{_number(x)} {_number(y)}"]
    for to_x, to_y in rest:
        middle = _number((x + to_x) / 2)
        path.append(f"C{middle} {_number(y)} {middle} {_number(to_y)} {_number(to_x)} {_number(to_y)}")
        x, y = to_x, to_y
    return f'<path d="{"".join(path)}" fill="none" stroke="{GREY}" stroke-width="1.5" marker-end="url(#arrow)"/>'


def _box(node: Mapping[str, Any], box: Box, share: float | None) -> str:
    """A component: its id, its type with how busy it is, its size, its promises; in full in a title, which browsers show."""
    paint = UNKNOWN if share is None else _paint(share)
    kind = _kind(node) if share is None else f"{_kind(node)} · {_percent(share)}"
    middle = box.x + box.width / 2
    texts = [
        _text(middle, box.y + 20.0, str(node["id"]), paint.text, BOLD),
        _text(middle, box.y + 38.0, kind, paint.text),
        _text(middle, box.y + 56.0, _size_of(node), paint.text, SMALL),
        _text(middle, box.y + 72.0, ", ".join(_promises(node)), paint.text, SMALL),
    ]
    place = f'x="{_number(box.x)}" y="{_number(box.y)}" width="{_number(box.width)}" height="{_number(box.height)}"'
    shape = f'<rect {place} rx="{CORNER}" fill="{paint.fill}" stroke="{paint.border}" stroke-width="1.5"/>'
    return "".join(["<g>", f"<title>{_safe(_whole(node, share))}</title>", shape, *texts, "</g>"])


def _whole(node: Mapping[str, Any], share: float | None) -> str:
    """All there is to say of a component, in words."""
    busy = [] if share is None else [f"{_percent(share)} busy"]
    return ", ".join([str(node["id"]), _kind(node), *_sizes(node), *busy])


def _kind(node: Mapping[str, Any]) -> str:
    return str(node.get("type", "")).replace("_", " ")


def _percent(share: float) -> str:
    return f"{min(round(100 * share), MAX_PERCENT)} %"


def _paint(share: float) -> Paint:
    return next((paint for limit, paint in SCALE if share < limit), TOO_BUSY)


def _sizes(node: Mapping[str, Any]) -> list[str]:
    """What is not as it would be by itself, in words."""
    counts = [(node.get(field, 1), field) for field in COUNTS]
    return [f"{count} {field}" for count, field in counts if count != 1] + _promises(node)


def _promises(node: Mapping[str, Any]) -> list[str]:
    consistency = str(node.get("consistency") or "eventual").replace("_", " ")
    found = ["failover"] if node.get("failover") else []
    return found + ([consistency] if consistency != "eventual" else [])


def _size_of(node: Mapping[str, Any]) -> str:
    """``8 x 5, 3 zones``: units by replicas, then what else is not 1."""
    pair = [node.get(field, 1) for field in COUNTS[:SHORT]]
    first = [f"{pair[0]} \u00d7 {pair[1]}"] if pair[1] != 1 else [f"{pair[0]} units"] if pair[0] != 1 else []
    others = [(node.get(field, 1), field) for field in COUNTS[SHORT:]]
    return ", ".join([*first, *(f"{count} {word}" for count, word in others if count != 1)])


def _text(x: float, y: float, words: str, colour: str, more: str = "") -> str:
    if not words:
        return ""
    most = MAX_SMALL_LETTERS if more == SMALL else MAX_LETTERS
    cut = words if len(words) <= most else words[: most - 1] + "…"
    place = f'x="{_number(x)}" y="{_number(y)}" text-anchor="middle"'
    return f'<text {place} fill="{colour}"{more}>{_safe(cut)}</text>'


def _safe(text: str) -> str:
    """Text as XML may hold it: escaped, and without the characters that XML knows no way to write."""
    return escape("".join(letter if _may_be_written(letter) else "\ufffd" for letter in text))


def _may_be_written(letter: str) -> bool:
    code = ord(letter)
    return letter in "\t\n\r" or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000  # noqa: PLR2004


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
