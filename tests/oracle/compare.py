"""The evaluator's latencies beside the simulated ones."""

from collections.abc import Sequence
from time import process_time
from typing import NamedTuple

from progressive_flow.grading.system_design.engine import CATALOGUE
from progressive_flow.grading.system_design.engine.kinds import measure
from progressive_flow.grading.system_design.engine.model import at_load, build, hit_share, ways
from tests.oracle.cases import Case
from tests.oracle.simulation import Measured, Part, read_design, read_level, simulate

# Nearer to full load neither a formula nor a simulation of affordable length means much.
BUSIEST = 0.9
# What the evaluator may be off, besides the interval of the simulation.
LIMITS = {"mean": 0.02, "p50": 0.06, "p99": 0.06, "hits": 0.02}
# Hits are counted on one list and drawn for each request: half of their interval, in per cent.
_HITS_HALF = 0.5


class Row(NamedTuple):
    """One figure of one operation, in milliseconds or per cent of hits; ``half`` is half of the interval of ``simulated``."""

    case: str
    operation: str
    kind: str
    evaluated: float
    simulated: float
    half: float
    busiest: float

    @property
    def error(self) -> float:
        """How far the evaluator is off, as a share of the simulated figure."""
        return self.evaluated / self.simulated - 1.0

    @property
    def outside(self) -> bool:
        """Whether it is off by more than the limit and the interval together."""
        return abs(self.evaluated - self.simulated) > LIMITS[self.kind] * self.simulated + self.half


class Compared(NamedTuple):
    """The rows of one case, how many operations were too busy or too rare to compare, and the seconds of CPU."""

    rows: list[Row]
    left_out: int
    seconds: float


def parts() -> dict[str, Part]:
    """Return the figures of the catalogue that the simulation reads."""
    return {kind: Part(*(getattr(part, field) for field in Part._fields)) for kind, part in CATALOGUE.items()}


def compare(case: Case, visits: int, max_visits: int, look_ups: int = 600_000) -> Compared:
    """Simulate a case and evaluate it: the mean of each operation asked for, and each percentile."""
    begun = process_time()
    wanted = {operation for operation, _ in case.asked}
    nodes, level = read_design(case.design, parts()), read_level(case.requirements, case.load)
    found = simulate(nodes, level, wanted, visits=visits, max_visits=max_visits, look_ups=look_ups)
    model = at_load(build(case.design, case.requirements), case.load)
    rows: list[Row] = []
    for operation in sorted(wanted):
        simulated = found.get(operation)
        if simulated is None or simulated.busiest > BUSIEST:
            continue
        lags = ways(model, operation)
        mean = 1e3 * sum(lag.share * lag.mean for lag in lags) / sum(lag.share for lag in lags)
        rows.append(_row(case, operation, "mean", mean, simulated))
        if simulated.hit:
            hits = 1e2 * hit_share(model, operation)
            rows.append(Row(case.label, operation, "hits", hits, 1e2 * simulated.hit, _HITS_HALF, simulated.busiest))
        for kind in sorted(kind for asked, kind in case.asked if asked == operation):
            observed = measure(model, {"id": "it", "kind": kind, "op": operation, "load": case.load}).observed
            if observed is not None:
                rows.append(_row(case, operation, kind, observed, simulated))
    compared = {row.operation for row in rows}
    return Compared(rows, len(wanted - compared), process_time() - begun)


def share_outside(rows: Sequence[Row]) -> float:
    """Return the share of rows outside their limits."""
    return sum(row.outside for row in rows) / len(rows) if rows else 0.0


def _row(case: Case, operation: str, kind: str, evaluated: float, simulated: Measured) -> Row:
    figure = {"mean": simulated.mean, "p50": simulated.p50, "p99": simulated.p99}[kind]
    return Row(case.label, operation, kind, evaluated, figure.value, figure.half, simulated.busiest)
