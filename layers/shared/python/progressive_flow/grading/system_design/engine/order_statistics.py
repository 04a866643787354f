"""How long the k-th of several equal tasks takes: quorums, and requests that become several.

The chance that at least k of n independent tasks are done by a time is a binomial sum of one task's chance (H. A. David,
"Order Statistics", 1970). Its mean and variance are integrated numerically.
"""

from collections.abc import Sequence
from functools import lru_cache
from math import comb, sqrt

from progressive_flow.grading.system_design.engine.queueing import Lag, gamma_cdf

POINTS = 120
DEVIATIONS = 12.0


def finished_of(ways: Sequence[Lag], asked: int, needed: int) -> Lag:
    """Return the time (s) until ``needed`` of ``asked`` tasks are done, each of which takes one of ``ways``.

    Shares of ways are relative. Fewer may be left than are needed: then the last of them counts.
    """
    needed = min(needed, asked)
    if asked == 1:
        return _pooled(tuple(ways))
    return _integrated(tuple(ways), asked, needed)


def _pooled(ways: tuple[Lag, ...]) -> Lag:
    share = sum(way.share for way in ways)
    mean = sum(way.share * way.mean for way in ways) / share
    return Lag(1.0, mean, sum(way.share * (way.variance + (way.mean - mean) ** 2) for way in ways) / share)


@lru_cache(maxsize=4096)
def _integrated(ways: tuple[Lag, ...], asked: int, needed: int) -> Lag:
    """Integrate the chance of being unfinished, and twice the time times it; steps grow with the square of the time."""
    share = sum(way.share for way in ways)
    spread = DEVIATIONS + sqrt(asked)
    end = max(way.mean + spread * sqrt(way.variance) for way in ways)
    mean = square = 0.0
    before, left = 0.0, 1.0
    for point in range(1, POINTS + 1):
        at = end * (point / POINTS) ** 2
        done = sum(way.share * gamma_cdf(at, way.mean, way.variance) for way in ways) / share
        now = 1.0 - _at_least(min(1.0, done), asked, needed)
        mean += (at - before) * (left + now) / 2.0
        square += (at - before) * (before * left + at * now)
        before, left = at, now
    return Lag(1.0, mean, max(0.0, square - mean * mean))


def _at_least(done: float, asked: int, needed: int) -> float:
    if needed == asked:
        return done**asked
    return sum(comb(asked, count) * done**count * (1.0 - done) ** (asked - count) for count in range(needed, asked + 1))
