"""Designs drawn as SVG: whole, harmless, readable without colours, and the same every time."""

import re
import time
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from progressive_flow.grading.system_design.diagram import draw
from progressive_flow.grading.system_design.diagram_layout import lay_out

SVG = "{http://www.w3.org/2000/svg}"
SHOP: dict[str, Any] = {
    "schema": "sd-graph/1",
    "nodes": [
        {"id": "users", "type": "client"},
        {"id": "balancer", "type": "load_balancer", "replicas": 2},
        {"id": "app", "type": "app_server", "units": 8, "replicas": 5, "zones": 3},
        {"id": "cache", "type": "cache", "units": 2},
        {"id": "db", "type": "database", "shards": 4, "regions": 2, "failover": True, "consistency": "multi_leader"},
    ],
    "edges": [
        {"from": "users", "to": "balancer"},
        {"from": "balancer", "to": "app"},
        {"from": "app", "to": "cache"},
        {"from": "app", "to": "db"},
        {"from": "users", "to": "db"},
    ],
}
HOSTILE = [
    "</svg><script>alert(1)</script>",
    '" onload="alert(1)',
    "&lt;b&gt;]]>",
    "<!--",
    "\x00\x08\ud800\ufffe",
    "x" * 5000,
    "javascript:alert(1)",
]


def parsed(text: str) -> ET.Element:
    root = ET.fromstring(text)  # noqa: S314 - our own text, which the test is about
    assert root.tag == f"{SVG}svg"
    return root


def texts(text: str) -> list[str]:
    return [str(label.text) for label in parsed(text).iter(f"{SVG}text")]


def fill_of(text: str, id_: str) -> str:
    """Return the colour of a component's box."""
    group = next(g for g in parsed(text).iter(f"{SVG}g") if id_ in [t.text for t in g.findall(f"{SVG}text")])
    box = group.find(f"{SVG}rect")
    assert box is not None
    return box.attrib["fill"]


def big() -> dict[str, Any]:
    """The largest design there may be: a chain of 60 with 141 short cuts, many of them long."""
    names = [f"n{at}" for at in range(60)]
    pairs = list(pairwise(names))
    pairs += [(a, b) for a, b in combinations(names, 2) if int(b[1:]) - int(a[1:]) in {7, 23, 41}]
    edges = [{"from": source, "to": target} for source, target in pairs[:200]]
    return {"nodes": [{"id": name, "type": "app_server"} for name in names], "edges": edges}


def test_every_component_and_connection_is_there() -> None:
    drawn = draw(SHOP)
    assert {"users", "balancer", "app", "cache", "db"} <= set(texts(drawn))
    arrows = [line for line in parsed(drawn).iter(f"{SVG}path") if "marker-end" in line.attrib]
    assert len(arrows) == len(SHOP["edges"])
    assert len(list(parsed(drawn).iter(f"{SVG}rect"))) == len(SHOP["nodes"])


def test_sizes_are_shown_where_they_are_not_one() -> None:
    said = texts(draw(SHOP))
    assert "8 \u00d7 5, 3 zones" in said
    assert "1 \u00d7 2" in said
    assert "2 units" in said
    assert "4 shards, 2 regions" in said
    assert "failover, multi leader" in said
    assert texts(draw({"nodes": [{"id": "a", "type": "dns"}], "edges": []})) == ["a", "dns"]


@pytest.mark.parametrize(
    ("share", "percent"),
    [(0.0, "0 %"), (0.59, "59 %"), (0.6, "60 %"), (0.8, "80 %"), (1.0, "100 %"), (1.3, "130 %"), (1e9, "999 %")],
)
def test_how_busy_it_is_can_be_read_without_colours(share: float, percent: str) -> None:
    assert f"app server · {percent}" in texts(draw(SHOP, {"app": share}))


def test_colours_follow_utilization() -> None:
    shares = [None, 0.59, 0.6, 0.79, 0.8, 0.99, 1.0, 40.0]
    colours = [fill_of(draw(SHOP, {} if share is None else {"app": share}), "app") for share in shares]
    unknown, green, yellow, also_yellow, orange, also_orange, red, also_red = colours
    assert (yellow, orange, red) == (also_yellow, also_orange, also_red)
    assert len({unknown, green, yellow, orange, red}) == 5
    assert fill_of(draw(SHOP, {"app": float("nan")}), "app") == unknown
    assert fill_of(draw(SHOP, {"app": float("inf"), "nobody": 0.1}), "db") == unknown


def test_screen_readers_get_all_of_it() -> None:
    root = parsed(draw(SHOP, {"db": 0.7}, "Shop, level 2"))
    assert root.attrib["role"] == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Shop, level 2"
    assert "db, database, 4 shards, 2 regions, failover, multi leader, 70 % busy" in str(root[1].text)


@pytest.mark.parametrize("words", HOSTILE)
def test_texts_are_only_texts(words: str) -> None:
    design = {
        "nodes": [{"id": words, "type": words, "consistency": words}, {"id": "b", "type": "dns"}],
        "edges": [{"from": words, "to": "b"}],
    }
    drawn = draw(design, {words: 0.5}, words)
    root = parsed(drawn)
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "marker", "path", "g", "rect", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    assert re.findall(r"url\((?!#arrow\))", drawn) == []
    drawn.encode()
    width = float(root.attrib["width"])
    boxes = [(float(rectangle.attrib["x"]), float(rectangle.attrib["width"])) for rectangle in root.iter(f"{SVG}rect")]
    assert all(x >= 0 and x + wide <= width for x, wide in boxes)


@pytest.mark.parametrize("design", [SHOP, big()], ids=["shop", "largest"])
def test_boxes_do_not_overlap_and_stay_inside(design: dict[str, Any]) -> None:
    edges = [(edge["from"], edge["to"]) for edge in design["edges"]]
    layout = lay_out([node["id"] for node in design["nodes"]], edges)
    boxes = list(layout.boxes.values())
    assert len(boxes) == len(design["nodes"])
    for a, b in combinations(boxes, 2):
        assert a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
    for box in boxes:
        assert 0 <= box.x <= layout.width - box.width
        assert 0 <= box.y <= layout.height - box.height
    assert all(layout.boxes[source].x < layout.boxes[target].x for source, target in edges)


def test_lines_go_round_boxes() -> None:
    layout = lay_out(["a", "b", "c"], [("a", "b"), ("b", "c"), ("a", "c")])
    past = layout.lines[2]
    box = layout.boxes["b"]
    assert [y for x, y in past if box.x <= x <= box.x + box.width and box.y < y < box.y + box.height] == []


def test_lines_that_need_not_cross_do_not() -> None:
    names = ["s", "a", "b", "x", "y"]
    layout = lay_out(names, [("s", "a"), ("s", "b"), ("a", "y"), ("b", "x")])
    assert (layout.boxes["a"].y < layout.boxes["b"].y) == (layout.boxes["y"].y < layout.boxes["x"].y)


def test_the_largest_design_takes_no_time() -> None:
    started = time.perf_counter()
    assert len(parsed(draw(big())).findall(f".//{SVG}rect")) == 60
    assert time.perf_counter() - started < 2


def test_the_same_design_gives_the_same_text() -> None:
    assert draw(SHOP, {"app": 0.5}) == draw(SHOP, {"app": 0.5})
    assert draw(big()) == draw(big())


@pytest.mark.parametrize("design", [{}, {"nodes": []}, {"schema": "sd-graph/1", "nodes": [], "edges": []}])
def test_nothing_is_said_to_be_nothing(design: dict[str, Any]) -> None:
    assert texts(draw(design)) == ["Nothing is drawn yet."]


def test_a_design_that_no_api_accepts_is_drawn_as_far_as_it_goes() -> None:
    cycle = {
        "nodes": [{"id": "a", "type": "dns"}, {"id": "b", "type": "dns"}],
        "edges": [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}, {"from": "a", "to": "nowhere"}],
    }
    assert len(parsed(draw(cycle)).findall(f".//{SVG}rect")) == 2
