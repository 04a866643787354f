"""What a trial says of a verdict: pass or fail of each visible test, and how busy each component is, without a figure.

A figure, or a share of a test's points, would say in which direction to change a number and by how much, so that a design could
be found by asking often enough. An attempt says more.
"""

from collections.abc import Mapping
from typing import Any

from progressive_flow.grading.contracts import Verdict
from progressive_flow.grading.system_design.engine import KINDS
from progressive_flow.learning.submissions.models import Band, NodeBand, TrialResult

# Up to which share of its capacity a component is in a band.
BANDS: tuple[tuple[float, Band], ...] = ((0.5, "under_50"), (0.8, "50_to_80"), (1.0, "80_to_100"))


def results(verdict: Verdict) -> list[TrialResult]:
    """Return what a trial says of each test."""
    return [
        TrialResult(
            id=result["id"],
            kind=result["kind"],
            passed=result["passed"],
            target=result["target"],
            unit=result["unit"],
            weight=result["weight"],
            message=_message(result),
        )
        for result in verdict.results
    ]


def bands(verdict: Verdict) -> list[NodeBand]:
    """Return the band of each component, the busiest first."""
    return [
        NodeBand(node=row["node"], type=row["type"], band=_band(row["utilization"]))
        for row in verdict.feedback["utilization"]
    ]


def _band(utilization: float | None) -> Band:
    """A utilization that is not finite is that of a component which can do nothing."""
    for limit, band in BANDS:
        if utilization is not None and utilization <= limit:
            return band
    return "over_100"


def _message(result: Mapping[str, Any]) -> str:
    if result["passed"]:
        return "Passed."
    kind = KINDS.get(result["kind"])
    bound = "at least" if kind and kind.rises else "at most"
    return f"Not passed: {bound} {_amount(result['target'], result['unit'])} would pass."


def _amount(target: float, unit: str) -> str:
    """Write ``99.5 %``, ``$3,000 a month`` or ``25 ms``."""
    if unit == "$/month":
        return f"${target:,.0f} a month"
    return f"{100 * target:.6g} %" if unit in {"share", "utilisation"} else f"{target:g} {unit}"
