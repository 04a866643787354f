"""The requests of a run, and where they are."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.oracle.simulation.inputs import Operation
from tests.oracle.simulation.popularity import draw_ranks

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Tokens(NamedTuple):
    """Requests on their way: which, when in seconds, in which region, for which node they ask, and which part."""

    request: Ints
    time: Floats
    region: Ints
    asker: Ints
    phase: Ints
    queued: Bools
    part: Ints

    def take(self, chosen: Ints | Bools) -> "Tokens":
        """Return some of the requests; a position may occur several times."""
        return Tokens._make(column[chosen] for column in self)

    @staticmethod
    def together(several: Sequence["Tokens"]) -> "Tokens":
        """Join requests that came by different ways."""
        return Tokens._make(np.concatenate(columns) for columns in zip(*several, strict=True))


class Requests(NamedTuple):
    """All requests that come in, by operation and then in order of time. Ghosts keep nobody waiting."""

    operation: Ints
    time: Floats
    rank: Ints
    ghost: Bools


def draw_requests(
    random: np.random.Generator, operations: Sequence[Operation], wanted: Collection[str], seconds: float, enough: int
) -> Requests:
    """Draw Poisson arrivals; where fewer than ``enough`` of a wanted operation come, ghosts measure beside them."""
    drawn: list[Requests] = []
    for number, op in enumerate(operations):
        count = int(random.poisson(op.rate * seconds))
        probes = max(0, enough - count) if op.name in wanted and op.factor == 1 else 0
        whole = count + probes
        drawn.append(
            Requests(
                np.full(whole, number),
                np.sort(random.random(whole)) * seconds,
                draw_ranks(random, op, whole),
                random.permutation(np.arange(whole) < probes),
            )
        )
    return Requests._make(np.concatenate(columns) for columns in zip(*drawn, strict=True))
