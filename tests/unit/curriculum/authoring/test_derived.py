"""What follows from a challenge by a rule: ways, the bill, essential tests, the weight of hidden tests."""

from math import ceil
from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files.cases import Case
from progressive_flow.curriculum.authoring.files.derived import BILL, derive
from progressive_flow.curriculum.authoring.files.levels import Level
from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import monthly_bill, monthly_egress
from progressive_flow.grading.system_design.level_models import Criteria, Operation, Requirements, Workload

SITE = Design.model_validate(
    {
        "schema": "sd-graph/1",
        "nodes": [{"id": "c", "type": "client"}, {"id": "db", "type": "database", "units": 2}],
        "edges": [{"from": "c", "to": "db"}],
    }
)
WAY = {"id": "read-works", "kind": "path", "op": "read", "via": ["app_server", ["queue", "stream"]]}


def level(number: int, *cases: dict[str, Any], must_pass: tuple[str, ...] = (), op: str = "read") -> Level:
    """Return a level with these tests."""
    operation = Operation.model_validate({"id": op, "kind": "read", "store": ["database"], "rps": 10.0})
    workload = Workload(items=10, item_bytes=100, zipf=0.5, operations=[operation])
    return Level.model_construct(
        level=number,
        test_cases=[Case.model_validate(case) for case in cases],
        passing_criteria=Criteria(min_score=85.0, must_pass=list(must_pass)),
        requirements=Requirements(
            catalogue_version=2, load=1.0, allowed_types=["client", "app_server", "database"], workload=workload
        ),
    )


def derived(*levels: Level, reference: Design | None = SITE) -> list[Level]:
    """Return the levels with what follows."""
    return derive(levels, reference)


def test_a_bare_type_is_a_group_of_one() -> None:
    assert Case.model_validate(WAY).via == [["app_server"], ["queue", "stream"]]


def test_the_first_level_stays_as_it_is_written() -> None:
    first = level(1, WAY, {"id": "idle", "kind": "no_orphans", "visibility": "hidden"})
    assert derived(first) == [first]


def test_the_ways_of_level_1_must_be_there_on_the_others() -> None:
    _, second, other = derived(level(1, WAY), level(2), level(3, op="write"), reference=None)
    (ways,) = second.test_cases
    assert (ways.id, ways.kind, second.passing_criteria.must_pass) == ("ways", "ways", ["ways"])
    assert [(way.op, way.via) for way in ways.ways or ()] == [("read", [["app_server"], ["queue", "stream"]])]
    assert other.test_cases == []  # nothing is left of an operation that takes no part


@pytest.mark.parametrize("number", [2, 3, 4])
def test_a_bill_of_a_multiple_of_the_reference_must_be_passed(number: int) -> None:
    (found,) = derived(level(number))
    (bill,) = found.test_cases
    price = monthly_bill(SITE.as_graph(), found.requirements.model_dump(by_alias=True, exclude_none=True))
    assert (bill.id, bill.kind, bill.visibility, bill.target) == ("bill", "cost", "visible", 1_100.0)
    assert price * BILL <= 1_100 < price * BILL * 1.1
    assert found.passing_criteria.must_pass == ["bill"]


def test_bytes_to_users_are_counted_once_in_the_bill() -> None:
    heavy = level(2)
    read = heavy.requirements.workload.operations[0].model_copy(update={"payload_bytes": 10_000_000})
    workload = heavy.requirements.workload.model_copy(update={"operations": [read]})
    requirements = heavy.requirements.model_copy(update={"workload": workload})
    (found,) = derived(heavy.model_copy(update={"requirements": requirements}))
    (bill,) = found.test_cases
    egress = monthly_egress(SITE.as_graph(), requirements.model_dump(by_alias=True, exclude_none=True))
    assert egress > 2_000  # twice that would pay for another database
    assert bill.target == 100 * ceil((egress + 1_080) / 100)
    assert bill.floor == (bill.target or 0.0) + 1_100


def test_there_is_one_budget_a_level() -> None:
    own = {"id": "cheap", "kind": "cost", "target": 900, "floor": 1_800}
    assert [case.id for case in derived(level(2, own))[0].test_cases] == ["cheap"]
    assert derived(level(5))[0].test_cases == []


def test_essential_tests_must_be_passed() -> None:
    found = level(
        4,
        {"id": "main", "kind": "served", "op": "read", "weight": 3},
        {"id": "minor", "kind": "served", "op": "read", "weight": 1},
        {"id": "peak", "kind": "served", "op": "read", "weight": 3, "load": 1.5},
        {"id": "lasts", "kind": "durability"},
        {"id": "there", "kind": "availability"},
        {"id": "kept", "kind": "loss_window"},
        {"id": "secret", "kind": "durability", "visibility": "hidden"},
        must_pass=("minor",),
    )
    (after,) = derived(found, reference=None)
    assert after.passing_criteria.must_pass == ["minor", "main", "lasts", "there", "kept"]


@pytest.mark.parametrize("count", [1, 2])
def test_hidden_tests_weigh_more_than_a_pass_may_lack(count: int) -> None:
    secret = [{"id": f"h{at}", "kind": "served", "visibility": "hidden"} for at in range(count)]
    (found,) = derived(level(2, {"id": "main", "kind": "served", "weight": 9}, *secret), reference=None)
    hidden = sum(case.weight for case in found.test_cases if case.hidden)
    whole = sum(case.weight for case in found.test_cases)
    assert 18 <= 100 * hidden / whole < 18.2
    heavy = {"id": "h", "kind": "served", "visibility": "hidden", "weight": 9}
    (kept,) = derived(level(2, {"id": "main", "kind": "served", "weight": 9}, heavy), reference=None)
    assert [case.weight for case in kept.test_cases] == [9, 9]
