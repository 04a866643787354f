"""What a trial says: each test in words without a figure of the design, each component in a band."""

from typing import Any

import pytest

from progressive_flow.grading.contracts import Verdict
from progressive_flow.learning.submissions import trials


def verdict(*results: dict[str, Any], utilization: float | None = 0.4) -> Verdict:
    """Return a verdict on a design of one component."""
    rows = [{"node": "app", "type": "app_server", "utilization": utilization}]
    full = [
        {"id": f"t{place}", "passed": False, "weight": 1.0, "score": 0.7, "observed": 41.7, "message": "41.7", **result}
        for place, result in enumerate(results)
    ]
    return Verdict(50.0, False, full, {"utilization": rows}, 2, 2)


@pytest.mark.parametrize(
    ("kind", "target", "unit", "message"),
    [
        ("p99", 25.0, "ms", "Not passed: at most 25 ms would pass."),
        ("served", 1.0, "share", "Not passed: at least 100 % would pass."),
        ("availability", 0.9995, "share", "Not passed: at least 99.95 % would pass."),
        ("max_rho", 0.7, "utilisation", "Not passed: at most 70 % would pass."),
        ("cost", 3_000.0, "$/month", "Not passed: at most $3,000 a month would pass."),
        ("durability", 6.0, "nines", "Not passed: at least 6 nines would pass."),
    ],
)
def test_a_test_that_fails_says_what_is_required(kind: str, target: float, unit: str, message: str) -> None:
    (found,) = trials.results(verdict({"kind": kind, "target": target, "unit": unit}))
    assert found.message == message
    assert "41.7" not in found.model_dump_json()


def test_a_test_that_passes_says_so() -> None:
    (found,) = trials.results(verdict({"kind": "p99", "target": 25.0, "unit": "ms", "passed": True}))
    assert (found.passed, found.message) == (True, "Passed.")


@pytest.mark.parametrize(
    ("utilization", "band"),
    [
        (0.0, "under_50"),
        (0.5, "under_50"),
        (0.51, "50_to_80"),
        (0.8, "50_to_80"),
        (1.0, "80_to_100"),
        (1.01, "over_100"),
    ],
)
def test_a_component_is_in_a_band(utilization: float, band: str) -> None:
    assert [row.band for row in trials.bands(verdict(utilization=utilization))] == [band]


def test_a_component_that_can_do_nothing_is_over_its_capacity() -> None:
    assert [row.band for row in trials.bands(verdict(utilization=None))] == ["over_100"]
