"""How likely a stored item is to survive a year, and how much a fault may lose.

Copies are lost one by one and replaced: a birth-and-death process whose absorbing state is the loss of the last copy
(J. Elerath, "Mean time to data loss", as in every storage textbook). Copies in one zone or region share its end.
"""

from functools import lru_cache
from math import expm1, log10

from progressive_flow.grading.system_design.engine.constants import constant
from progressive_flow.grading.system_design.engine.graph import Node

HOURS = 8766.0  # in a year
ZONE_ENDS, REGION_ENDS = constant("zone_destroyed"), constant("region_destroyed")  # fires and floods
MAX_NINES = constant("max_nines")
DAY = constant("backup_age")
LAG, FAR_LAG = constant("follower_lag"), constant("far_follower_lag")
MAX_RHO = 0.999


def nines(loss: float) -> float:
    """11 for a loss of 10^-11; 0 if it is certain."""
    return MAX_NINES if loss <= 10.0**-MAX_NINES else min(MAX_NINES, max(0.0, -log10(loss)))


def item_loss(node: Node) -> float:
    """Chance that an item in this store is lost within a year."""
    part = node.part
    if not part.copy_loss:
        return 1.0  # memory: gone with the next restart
    loss = copies_lost(node.copies, part.copy_loss, part.repair_hours)
    if part.spread or node.regions > 1:
        return loss
    return min(1.0, loss + REGION_ENDS + (ZONE_ENDS if min(node.zones, node.replicas) == 1 else 0.0))


@lru_cache(maxsize=1024)
def copies_lost(copies: int, loss: float, repair_hours: float) -> float:
    """Chance that all copies are lost within a year, each with rate ``loss`` a year, and repaired one at a time each."""
    mean = 0.0  # years until one copy more is lost: 1/rate, and repair/rate times the step before again
    step = 0.0
    repair = HOURS / repair_hours
    for lost in range(copies):
        rate = (copies - lost) * loss
        step = 1.0 / rate + (lost * repair / rate) * step
        mean += step
    return -expm1(-1.0 / mean)


def replication_lag(node: Node, write_rho: float, *, far: bool | None = None) -> float:
    """Seconds that a follower may be behind: it applies every write, and falls back as it gets busy. ``far`` if it is
    in another region (by default, if the store has any there).
    """
    behind = LAG / (1.0 - min(MAX_RHO, write_rho))
    return behind + (FAR_LAG if (node.regions > 1 if far is None else far) else 0.0)


def loss_window(node: Node, write_rho: float, region: bool) -> float:
    """Seconds of acknowledged writes that die with a leader, or with its region."""
    if node.part.spread and not region:
        return 0.0
    if (node.regions if region else node.copies) == 1:
        return DAY if node.part.spread != "region" else 0.0
    if not node.part.replicated:
        return 0.0
    if node.consistency == "quorum":
        safe = node.write_quorum > (node.replicas if region else 1)
    else:
        safe = node.consistency == "leader" and not region
    return 0.0 if safe else replication_lag(node, write_rho, far=region or node.replicas == 1)
