"""What a line of advice says of time that a part spends on its own work: what spares it some, or makes its answer quicker."""

from typing import Any

from tests.unit.grading.system_design.small_designs import advice, draw, model_of, op

SLOW = {"database": 50}


def spared(edges: str, operation: dict[str, Any], **parts: Any) -> str:
    """Return what the line for the median says behind what is slow."""
    line = advice(model_of(draw({"c": "client", "a": "app_server", **parts}, edges), operation), "p50", target=1)
    return line.split(", mostly its own work. ")[1]


def test_a_cache_spares_the_store_and_not_who_asks_it() -> None:
    slow = op(cacheable=True, rps=1.0, work_ms=SLOW, items=10**9)
    assert spared("c>a>d", slow, d="database") == "Answer `read` from a cache before `d`."
    one = spared("c>a>d a>m", slow, d="database", m="cache")
    assert one.startswith("`m` answers ")
    assert one.endswith(" before `d`: give it more memory, or keep copies longer.")
    two = spared("c>a>d a>m a>n", slow, d="database", m="cache", n="cache")
    assert two.startswith("`m` and `n` answer ")
    assert two.endswith(" before `d`: give them more memory, or keep copies longer.")
    asks = spared("c>a>d a>m", op(cacheable=True, rps=1.0, work_ms={"app_server": 50}), d="database", m="cache")
    assert asks == "Take `a` off this way if the answer can do without it, or give it units so that nothing waits."


def test_only_who_keeps_keys_takes_longer_with_dedup() -> None:
    call = op("pay", kind="write", rps=1.0, store=["external"])
    assert spared("c>a>x", call, x=("external", {"dedup": True})).startswith("Take `x` off this way")
    write = op("buy", kind="write", rps=1.0, work_ms=SLOW)
    assert spared("c>a>d", write, d=("database", {"dedup": True})).startswith(
        "A write takes 1.5 times as long with dedup"
    )


def test_reads_at_a_leader_wait_for_no_copy() -> None:
    led, voted = ({"replicas": 3, "consistency": how} for how in ("leader", "quorum"))
    read, write = (op(kind=kind, rps=1.0, work_ms=SLOW) for kind in ("read", "write"))
    assert spared("c>a>d", read, d=("database", led)).startswith("Take `d` off this way")
    assert spared("c>a>d", write, d=("database", led)).startswith("Its consistency leader waits for several copies")
    assert spared("c>a>d", read, d=("database", voted)).startswith("Its consistency quorum waits for several copies")
