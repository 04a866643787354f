"""How long one operation's requests stay at one node, and how long they travel to it. Times are in seconds."""

from collections.abc import Sequence

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Node
from progressive_flow.grading.system_design.engine.order_statistics import finished_of
from progressive_flow.grading.system_design.engine.queueing import Lag, Wait, wait
from progressive_flow.grading.system_design.engine.service_time import service_seconds
from progressive_flow.grading.system_design.engine.stations import Station, station_wait
from progressive_flow.grading.system_design.engine.workload import Operation, Users

# The ways that several requests can go, whose shares add up to 1.
Ways = tuple[Lag, ...]
# How alike the queues of copies are that only writes come to, as it shows in the event simulation of tests/oracle.
ALIKE_FOR_WRITES, ALIKE_FOR_READS = 0.5, 0.25
# Waits are kept apart if they concern at least and at most these shares of requests, and make the time so much longer.
RARE, OFTEN, MUCH_LONGER = 1e-3, 0.25, 1.5
HERE: Ways = (Lag(1.0, 0.0, 0.0),)


def travel(share: float) -> Ways:
    """Return the ways of requests of which a share must go to another region: near and far stay apart."""
    far = Lag(share, constant("far_region") / 1e3, 0.0)
    if share <= 0.0:
        return HERE
    return (far,) if share >= 1.0 else (Lag(1.0 - share, 0.0, 0.0), far)


def after(first: Sequence[Lag], second: Ways) -> list[Lag]:
    """Return one way after another, in all pairs: means and variances add."""
    if second is HERE:
        return list(first)
    return [Lag(a.share * b.share, a.mean + b.mean, a.variance + b.variance) for a in first for b in second]


def stay(node: Node, operation: Operation, users: Users, station: Station) -> Ways:
    """Time at one node: everybody's wait, then the operation's own service, at as many copies as must answer."""
    waiting = station_wait(station)
    own = service_seconds(node, operation)
    alone = Lag(1.0, own, node.part.scv * own * own)
    once = _kept_apart(Lag(1.0, waiting.mean + own, waiting.variance + alone.variance), 1.0 - waiting.chance, alone)
    if not node.part.replicated or node.copies == 1:
        return once
    if node.consistency == "quorum":
        return _quorum(node, operation, station, waiting, alone)
    ways: Sequence[Lag] = once
    if node.consistency == "leader" and operation.writes:
        ways = after(ways, _confirmed(node, station, alone))
    led = node.consistency == "leader" or (node.consistency == "eventual" and operation.writes)
    regions = min(node.regions, users.regions)
    return tuple(after(ways, travel(1.0 - 1.0 / regions)) if led and regions > 1 else ways)


def _confirmed(node: Node, station: Station, alone: Lag) -> Ways:
    """The first of the other copies has the write as well. They serve no reads; if none is near the leader, all are far."""
    near = node.replicas - 1
    waiting = wait(station.servers, station.write_rho, alone.mean, node.part.scv)
    first = finished_of(_ways_at_one(waiting, alone), near or node.copies - 1, 1)
    return tuple(after((first,), travel(0.0 if near else 1.0)))


def _quorum(node: Node, operation: Operation, station: Station, waiting: Wait, alone: Lag) -> Ways:
    """Writes go to all copies and wait for W of them; reads ask R copies and wait for all of these.

    Writes come to all copies at once, so their queues are alike in part: the more so, the more of the load writes are.
    """
    asked, needed = (node.copies, node.write_quorum) if operation.writes else (node.read_quorum, node.read_quorum)
    alike = (ALIKE_FOR_WRITES if operation.writes else ALIKE_FOR_READS) * station.write_rho / (station.rho or 1.0)
    apart = finished_of(_ways_at_one(waiting, alone), asked, needed)
    same = finished_of((alone,), asked, needed)
    last = Lag(
        1.0,
        (1.0 - alike) * apart.mean + alike * (waiting.mean + same.mean),
        (1.0 - alike) * apart.variance + alike * (waiting.variance + same.variance),
    )
    ways = _kept_apart(last, (1.0 - waiting.chance) ** asked, same)
    return tuple(after(ways, travel(1.0 if needed > node.replicas else 0.0)))


def _kept_apart(whole: Lag, share: float, quiet: Lag) -> Ways:
    """Keep those who wait nowhere apart from the rest, where the rest take much longer: one gamma would miss their tail."""
    left = 1.0 - share
    if not RARE <= left <= OFTEN:
        return (whole,)
    mean = (whole.mean - share * quiet.mean) / left
    square = (whole.variance + whole.mean**2 - share * (quiet.variance + quiet.mean**2)) / left
    if mean < MUCH_LONGER * quiet.mean:
        return (whole,)
    return (Lag(share, quiet.mean, quiet.variance), Lag(left, mean, max(0.0, square - mean * mean)))


def _ways_at_one(waiting: Wait, alone: Lag) -> Ways:
    """Keep apart those who wait at one copy and those who need not."""
    if not waiting.chance:
        return (alone,)
    if_any = waiting.mean / waiting.chance
    late = Lag(waiting.chance, alone.mean + if_any, alone.variance + if_any * if_any)
    return (Lag(1.0 - waiting.chance, alone.mean, alone.variance), late)
