"""Bytes that leave to users are paid for: by whom they are sent, and what comes in for nothing."""

from typing import Any

import pytest

from progressive_flow.grading.system_design.engine import monthly_bill, monthly_egress
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.cost import MONTH
from tests.unit.grading.system_design.small_designs import asks, draw, model_of, op, run

NODES = {
    "c": "client",
    "n": "dns",
    "e": "cdn",
    "m": "cache",
    "a": ("app_server", {"units": 9}),
    "q": "stream",
    "w": ("worker", {"units": 9}),
    "g": ("websocket_gateway", {"units": 2}),
    "db": ("database", {"units": 4}),
}
SERVERS, EDGE = constant("egress_gb_price"), constant("cdn_gb_price")


def egress(edges: str, **operation: Any) -> float:
    """Return dollars for each GB of an operation's rate that leave to users."""
    used = {name: kind for name, kind in NODES.items() if name in edges.replace(">", " ").split()}
    asked = asks(op("it", **{"payload_bytes": 1_000_000, **operation}))
    sent = 100.0 * 1_000_000 * constant("mean_share") * MONTH / 1e9
    return monthly_egress(draw(used, edges), asked) / sent


def test_servers_send_at_one_price_and_a_cdn_at_another() -> None:
    assert SERVERS > EDGE
    assert egress("c>a>db") == pytest.approx(SERVERS)
    assert egress("c>e>a>db", cacheable=True) == pytest.approx(EDGE)
    assert egress("c>e>a>db c>a") == pytest.approx(SERVERS)  # what no edge may keep goes past it where it can


def test_names_are_no_bytes_of_answers() -> None:
    assert egress("c>n c>a>db") == pytest.approx(SERVERS)
    assert egress("c>n>e>a>db", cacheable=True) == pytest.approx(EDGE)


def test_what_a_cache_beside_the_client_answers_is_sent_as_well() -> None:
    assert egress("c>m c>a>db", cacheable=True) == pytest.approx(SERVERS)


def test_what_users_send_is_free() -> None:
    assert egress("c>a>db", kind="write") == 0.0
    assert egress("c>g", kind="write", store=["websocket_gateway"]) == 0.0


def test_what_is_pushed_is_paid_for_each_receiver() -> None:
    pushed = {"kind": "write", "store": ["websocket_gateway"], "fanout": {"at": "worker", "factor": 3}}
    assert egress("q>w>g", **pushed, **{"from": ["stream"]}) == pytest.approx(3 * SERVERS)
    assert egress("c>a>q>w>g", **pushed, async_=True) == pytest.approx(3 * SERVERS)


def test_what_is_read_inside_leaves_to_nobody() -> None:
    assert egress("w>db", **{"from": ["worker"]}) == 0.0


def test_a_bill_says_what_bytes_to_users_are_of_it() -> None:
    design, asked = draw({"c": "client", "db": ("database", {"units": 4})}, "c>db"), op(payload_bytes=1_000_000)
    price = 100.0 * 1e6 * constant("mean_share") * MONTH / 1e9 * SERVERS
    assert monthly_bill(design, asks(asked)) == pytest.approx(4 * 270 + price)
    message = run(model_of(design, asked), "cost").message
    assert message == f"${4 * 270 + price:,.0f} a month, ${price:,.0f} of it for bytes to users."
