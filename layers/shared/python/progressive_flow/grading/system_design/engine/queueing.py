"""Queueing formulas: waiting at a station with several servers, and percentiles of sums of such waits.

Sources: A. K. Erlang (1917) for the delay formula; T. Kimura, "A two-moment approximation for the mean waiting time in
the GI/G/s queue" (1986), with G. P. Cosmetatos (1975) for constant services; E. B. Wilson and M. M. Hilferty (1931) for
the gamma distribution's cube-root normal form.
"""

from itertools import pairwise
from math import erf, sqrt
from typing import NamedTuple

# A station at or above full load has no steady state. It is computed as if just below, so that waits stay finite and
# still shrink when servers are added.
MAX_RHO = 0.999

# Once the series of 1/B is this large, the chance of waiting is below one in 10^15: nobody waits.
NEGLIGIBLE = 1e15

# Ways whose mean times differ by more than this have different causes (s).
APART = 0.050


class Wait(NamedTuple):
    """Time spent in a queue before service: its mean (s) and variance (s²), and the chance of waiting at all."""

    mean: float
    variance: float
    chance: float


class Lag(NamedTuple):
    """One way a request can go: how likely, and the mean (s) and variance (s²) of the time it then takes."""

    share: float
    mean: float
    variance: float


def waiting_chance(servers: int, rho: float) -> float:
    """Erlang C: the chance that a request finds all ``servers`` busy when each is busy a share ``rho`` < 1 of the time.

    Sums 1/B = 1 + c/a + c(c-1)/a² + ... from its large end. The terms fall off after about 8·√c, and the sum stops as
    soon as it is large enough for the answer to be 0, so 10^6 servers take some thousand steps instead of 10^6.
    """
    if rho <= 0.0:
        return 0.0
    offered = servers * rho
    term = total = 1.0
    left = servers
    while left and total < NEGLIGIBLE:
        term *= left / offered
        total += term
        left -= 1
        if term < total * 1e-16:
            break
    return 0.0 if total >= NEGLIGIBLE else 1.0 / ((1.0 - rho) * total + rho)


def wait(servers: int, rho: float, service_mean: float, service_scv: float) -> Wait:
    """Waiting time of an M/G/c station by Erlang C, times Kimura's factor for services that are not exponential.

    Those who wait do so for an exponential time; the factor stretches it. ``rho`` is clamped to ``MAX_RHO``.
    """
    rho = min(rho, MAX_RHO)
    chance = waiting_chance(servers, rho)
    if not chance:
        return Wait(0.0, 0.0, 0.0)
    if_any = service_mean / (servers * (1.0 - rho)) * _stretch(servers, rho, service_scv)
    return Wait(chance * if_any, chance * (2.0 - chance) * if_any * if_any, chance)


def _stretch(servers: int, rho: float, scv: float) -> float:
    """Mean wait as a multiple of that with exponential services: between those of constant and of exponential ones.

    With one server it is (1 + scv) / 2. With several a long request leaves the other servers free, so it is less. Constant
    services wait (1 + more) / 2 as long, which Cosmetatos estimates; it is at most c/(c + 1) at light load.
    """
    more = (1.0 - rho) * (servers - 1) * (sqrt(4.0 + 5.0 * servers) - 2.0) / (16.0 * rho * servers)
    more = min(more, (servers - 1.0) / (servers + 1.0))
    return (1.0 + scv) * (1.0 + more) / (2.0 * (1.0 + scv * more))


def gamma_cdf(at: float, mean: float, variance: float) -> float:
    """Chance that a gamma variable of this mean and variance is at most ``at``, by Wilson-Hilferty.

    Within 0.01 of the exact value from shape 0.5 up, far less than a fit of two moments is worth.
    """
    if variance <= 0.0 or mean <= 0.0:
        return 1.0 if at >= mean else 0.0
    if at <= 0.0:
        return 0.0
    ninth = variance / (9.0 * mean * mean)
    z = ((at / mean) ** (1.0 / 3.0) - 1.0 + ninth) / sqrt(ninth)
    return 0.5 * (1.0 + erf(z / sqrt(2.0)))


def percentile(lags: list[Lag], quantile: float) -> float:
    """Seconds within which a share ``quantile`` of the mixture finishes; each way is a gamma of its two moments."""
    total = sum(lag.share for lag in lags)
    if total <= 0.0:
        return 0.0
    low, high = 0.0, max(lag.mean + 20.0 * sqrt(lag.variance) for lag in lags) + 1e-9
    for _ in range(40):  # 40 halvings: 12 digits of the largest value, and the same steps whatever the input
        middle = (low + high) / 2.0
        if sum(lag.share * gamma_cdf(middle, lag.mean, lag.variance) for lag in lags) < quantile * total:
            low = middle
        else:
            high = middle
    return high


def merge_lags(lags: list[Lag], limit: int) -> list[Lag]:
    """At most twice ``limit`` ways with the same overall mean and variance: neighbours by mean are pooled.

    Ways whose means lie far apart, as of near and far regions, are not pooled unless there are too many of them.
    """
    if len(lags) <= limit:
        return lags
    ordered = sorted(lags, key=lambda lag: (lag.mean, lag.variance, lag.share))
    runs = [0, *(at for at in range(1, len(ordered)) if ordered[at].mean - ordered[at - 1].mean > APART), len(ordered)]
    if len(runs) > limit:
        runs = [0, len(ordered)]
    size = -(-len(ordered) // limit)
    return [
        pool_lags(ordered[at : min(at + size, end)]) for begin, end in pairwise(runs) for at in range(begin, end, size)
    ]


def pool_lags(lags: list[Lag]) -> Lag:
    """One way with the same share, mean and variance as the mixture."""
    share = sum(lag.share for lag in lags)
    if share <= 0.0:
        return Lag(0.0, lags[0].mean, lags[0].variance)
    mean = sum(lag.share * lag.mean for lag in lags) / share
    second = sum(lag.share * (lag.variance + (lag.mean - mean) ** 2) for lag in lags) / share
    return Lag(share, mean, second)
