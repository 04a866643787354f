"""What a line of advice says of what a fault takes: of which operations nothing is done, and who can wait for what is away."""

from typing import Any

from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op


def test_only_operations_of_which_least_is_done_are_named() -> None:
    safe: dict[str, Any] = {"replicas": 2, "zones": 2, "failover": True}
    nodes = {"c": "client", "a": ("app_server", safe), "d": "database", "k": ("scheduler", safe), "n": ("nosql", safe)}
    both = op("sum", store=["database", "nosql"], **{"from": ["client", "scheduler"]})
    line = advice(model_of(draw(nodes, "c>a>d k>n"), op("ask"), both), "survives", fault={"lose": "zone"})
    assert line == (
        "Without one zone nothing of `ask` is done: `d` (database) has all its copies in too few zones. Give `d` 2 replicas in 2"
        " zones and failover."
    )


def away(**more: Any) -> str:
    """Return the line for a bank that is away, which an operation of 10/s calls."""
    nodes = {"c": "client", "a": "app_server", "bank": "external"}
    pay = op("pay", kind="write", rps=10.0, payload_bytes=0, store=["external"], **more)
    return advice(model_of(draw(nodes, "c>a>bank"), pay), "survives", fault={"lose": "service", "type": "external"})


def test_a_queue_is_no_advice_for_who_waits() -> None:
    lost = "Without every external nothing of `pay` is done: `bank` (external) is away."
    assert away() == f"{lost} Let `pay` pass it by."
    assert away(async_=True) == f"{lost} Put a queue before `bank`, so that the work of `pay` waits until it is back."
