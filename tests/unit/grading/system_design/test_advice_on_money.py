"""What a line of advice says of money: a part that is too large, or bytes to users, whichever costs more."""

from typing import Any

from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op

NODES: dict[str, Any] = {
    "c": "client",
    "e": "cdn",
    "lb": "load_balancer",
    "a": ("app_server", {"units": 9}),
    "d": ("database", {"units": 4}),
    "q": "stream",
    "w": ("worker", {"units": 9}),
    "g": ("websocket_gateway", {"units": 2}),
}
FETCH = op("fetch", payload_bytes=1_000_000)


def line(edges: str, *operations: dict[str, Any], kind: str = "cost") -> str:
    used = {name: part for name, part in NODES.items() if name in edges.replace(">", " ").split()}
    return advice(model_of(draw(used, edges), *operations), kind)


def test_bytes_that_cost_more_than_any_idle_part_are_named() -> None:
    assert line("c>lb>a>d", FETCH).endswith(
        " a month are for bytes to users, and they leave by `lb` (load_balancer) at $0.05 a GB; a cdn sends them at $0.02."
        " Let `fetch` leave by a cdn."
    )
    both = line("c>lb>a>d c>a", FETCH, op("small", payload_bytes=0))
    assert " of that leave by " in both
    assert both.endswith(" Let `fetch` leave by a cdn."), "who sends no bytes pays for none"


def test_what_nothing_sends_for_less() -> None:
    last = " which no other part sends for less: only less traffic or a smaller payload lowers that."
    cached = line("c>e>lb>a>d", FETCH | {"payload_bytes": 4_000_000})
    assert last in cached
    assert cached.endswith(" Try `d` with fewer units than 4, such as 2.")
    pushed: dict[str, Any] = {"kind": "write", "store": ["websocket_gateway"], "from": ["stream"]}
    assert last in line("q>w>g", op("push", payload_bytes=1_000_000, **pushed)), "a cdn holds no connections"


def test_a_part_that_costs_more_than_bytes_is_named() -> None:
    assert line("c>lb>a>d", op("fetch", payload_bytes=1_000)).startswith("`d` (database) costs $1,080 a month")
    assert line("c>lb>a>d", FETCH, kind="utilization").startswith("`d` (database) costs $1,080 a month")


def test_no_part_is_much_too_large() -> None:
    busy = draw({"c": "client", "d": "database"}, "c>d")
    assert advice(model_of(busy, op(rps=1_400.0, payload_bytes=0)), "utilization") == (
        "No part is much too large: even `d` (database), on which most is idle, is at 70 %."
    )
