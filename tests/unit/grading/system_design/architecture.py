"""What a real architecture is in these tests, and short ways to write one."""

from typing import Any, NamedTuple

from tests.unit.grading.system_design.small_designs import Design

WIDE: dict[str, Any] = {"replicas": 3, "zones": 3}
PAIR: dict[str, Any] = {"replicas": 2, "zones": 2}
Tests = list[dict[str, Any]]


class Architecture(NamedTuple):
    """A system at its load; ``without`` is the same lacking what it is known for."""

    source: str
    known_for: str
    design: Design
    without: Design
    requirements: dict[str, Any]
    tests: Tests


def case(name: str, target: float, floor: float, **more: Any) -> dict[str, Any]:
    """One test case; its kind is its name up to a dash."""
    return {"id": name, "kind": name.partition("-")[0], "target": target, "floor": floor, **more}


SERVED = case("served", 1.0, 0.5, weight=2)
