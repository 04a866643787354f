"""Means and percentiles with confidence intervals by batch means."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BATCHES = 20
_STUDENT_95 = 2.093  # 19 degrees of freedom


class Estimate(NamedTuple):
    """A value and half the width of its 95 % confidence interval, in the unit of the samples."""

    value: float
    half: float


def estimate_mean(samples: NDArray[np.float64]) -> Estimate:
    """Estimate the mean of samples that are in order of time."""
    means = np.array([batch.mean() for batch in np.array_split(samples, BATCHES)])
    return Estimate(float(samples.mean()), _half(means))


def estimate_percentile(samples: NDArray[np.float64], share: float) -> Estimate:
    """Estimate a percentile, 0.99 for p99, of samples that are in order of time."""
    found = np.array([np.quantile(batch, share) for batch in np.array_split(samples, BATCHES)])
    return Estimate(float(np.quantile(samples, share)), _half(found))


def _half(batches: NDArray[np.float64]) -> float:
    return float(_STUDENT_95 * batches.std(ddof=1) / np.sqrt(BATCHES))
