"""Where the time of an operation goes, part by part, for its advice: waiting, work, and the way to another region."""

from typing import NamedTuple

from progressive_flow.grading.system_design.engine.along import awaited
from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.lags import regions_reached
from progressive_flow.grading.system_design.engine.model import Flow, Model
from progressive_flow.grading.system_design.engine.stations import station_wait
from progressive_flow.grading.system_design.engine.stays import stay


class Stop(NamedTuple):
    """A part on the way: the mean seconds a request spends there, those of them that it waits, and those that it travels to
    it from another region.
    """

    at: int
    seconds: float
    waiting: float
    far: float


def stops(model: Model, flow: Flow) -> list[Stop]:
    """Return the parts for which a caller of the operation waits, the slowest first."""
    operation, route = flow
    reach, near = regions_reached(model.graph, model.users), model.users.regions
    found: list[Stop] = []
    for at in awaited(model, flow):
        node, station, visits = model.graph.nodes[at], model.stations[at], route.visits[at]
        inside = sum(lag.share * lag.mean for lag in stay(node, operation, model.users, station))
        away = constant("far_region") / 1e3 * (1.0 - reach[at] / near)
        near = min(near, reach[at])
        found.append(Stop(at, visits * inside + away, visits * station_wait(station).mean, away))
    return sorted(found, key=lambda stop: -stop.seconds)
