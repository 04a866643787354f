"""What a line of advice says of what is kept: what takes effect once, what is lost with a leader, how old answers are."""

from typing import Any

import pytest

from tests.unit.grading.system_design.small_designs import PIPE, advice, draw, model_of, op


def once(edges: str, nodes: dict[str, Any], *stores: str, **more: Any) -> str:
    write = op("buy", kind="write", store=list(stores), **more)
    return advice(model_of(draw({"c": "client", **nodes}, edges), write), "exactly_once")


def test_several_leaders_without_dedup_are_one_step() -> None:
    several = {"regions": 2, "consistency": "multi_leader"}
    says = "`db` (database) has a leader in each region, and none knows at once what another has seen: let one lead"
    assert once("c>db", {"db": ("database", several)}, "database") == f"{says}, with dedup."
    assert once("c>db", {"db": ("database", several | {"dedup": True})}, "database") == f"{says}."


def test_dedup_is_advised_where_it_can_be_set() -> None:
    both = {"a": "app_server", "d": "database", "e": "database"}
    assert once("c>a>d a>e", both, "database") == (
        "`buy` ends in `d` (database) and `e` (database), which take a repeated request twice: set dedup there."
    )
    assert once("c>m", {"m": "cache"}, "cache") == (
        "`buy` ends in `m` (cache), which takes a repeated request twice: no key is kept there, so let it end in a store with"
        " dedup."
    )


def test_what_forgets_is_said_in_the_number_that_it_is() -> None:
    nodes = {"a": "app_server", "q": "queue", "w": "worker", "p": "stream", "v": "worker"}
    kept = {**nodes, "db": ("database", {"dedup": True})}
    assert once(PIPE, kept, "database", async_=True) == (
        "`q` (queue) has one copy, and forgets what it accepted when that is lost: give it a second replica."
    )
    assert once("c>a>q>w>p>v>db", kept, "database", async_=True) == (
        "`q` (queue) and `p` (stream) have one copy each, and forget what they accepted when that is lost: give each a second"
        " replica."
    )


@pytest.mark.parametrize(
    ("sizes", "region", "expected"),
    [
        (
            {},
            False,
            "and has one copy. Give `d` a second replica, and let writes wait for it: consistency leader or quorum.",
        ),
        (
            {},
            True,
            "and is in one region. Give `d` a second region, and let writes wait for it: consistency quorum over the regions.",
        ),
        ({"replicas": 3}, False, "before another copy of `d` has it: consistency leader or quorum waits for one."),
        (
            {"replicas": 3, "consistency": "quorum", "write_quorum": 1},
            False,
            "when one copy has it: raise the write quorum.",
        ),
        (
            {"replicas": 3, "regions": 2, "consistency": "quorum", "write_quorum": 2},
            True,
            "when 2 copies have it, which may all be in one region: raise the write quorum.",
        ),
    ],
)
def test_writes_that_are_confirmed_too_early(sizes: dict[str, Any], region: bool, expected: str) -> None:
    model = model_of(draw({"c": "client", "d": ("database", sizes)}, "c>d"), op("buy", kind="write"))
    fault = {"lose": "region" if region else "instance"}
    assert advice(model, "loss_window", fault=fault) == f"`d` (database) confirms `buy` {expected}"


@pytest.mark.parametrize(
    ("consistency", "expected"),
    [
        ({"consistency": "eventual"}, "Read at the leader, or let a quorum of them answer."),
        (
            {"consistency": "quorum", "read_quorum": 1, "write_quorum": 2},
            "Let read_quorum and write_quorum together be more than 3.",
        ),
        ({"consistency": "multi_leader"}, "Let one lead: consistency leader, or quorum."),
    ],
)
def test_copies_that_are_behind(consistency: dict[str, Any], expected: str) -> None:
    model = model_of(
        draw({"c": "client", "d": ("database", {"replicas": 3} | consistency)}, "c>d"), op(), op("buy", kind="write")
    )
    line = advice(model, "fresh", op="read")
    assert line.endswith(f" may be behind a write. {expected}")
