"""Queues: first come, first served, at several servers, and at copies of which some requests need a certain one."""

from collections.abc import Sequence
from heapq import heapify, heappop, heappush, heapreplace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def serve(arrivals: Floats, services: Floats, ghosts: Bools, servers: int) -> Floats:
    """Return when each request is finished; arrivals are in order of time. A ghost waits and keeps nobody waiting."""
    if not len(arrivals):
        return arrivals
    at_once = arrivals + services
    if _never_waits(arrivals[~ghosts], at_once[~ghosts], servers):
        return at_once
    free = [0.0] * servers
    finished: list[float] = []
    for arrival, service, ghost in zip(arrivals.tolist(), services.tolist(), ghosts.tolist(), strict=True):
        end = max(arrival, free[0]) + service
        if not ghost:
            heapreplace(free, end)
        finished.append(end)
    return np.array(finished)


def _never_waits(arrivals: Floats, finished: Floats, servers: int) -> bool:
    """Whether fewer than ``servers`` requests are there whenever another arrives, if none waits."""
    before = np.searchsorted(np.sort(finished), arrivals)
    return not len(arrivals) or bool(np.max(np.arange(len(arrivals)) - before) < servers)


def serve_copies(
    arrivals: Floats,
    services: Floats,
    ghosts: Bools,
    homes: Sequence[int],
    followers: Sequence[Sequence[tuple[int, float, float]]],
    copies: int,
    servers: int,
) -> tuple[Floats, list[list[float]], float]:
    """Serve each request at its copy of ``homes``, then at each of its ``followers``.

    ``followers`` are (copy, seconds later, seconds of work): they begin after the request is finished at its first copy.
    Returns when each request is finished at its first copy, when at each follower, and the followers' seconds of work.
    """
    free = [[0.0] * servers for _ in range(copies)]
    for heap in free:
        heapify(heap)
    finished = [0.0] * len(arrivals)
    at_followers: list[list[float]] = [[] for _ in finished]
    waiting: list[tuple[float, int, int, float]] = []
    extra = 0.0
    firsts = zip(arrivals.tolist(), services.tolist(), ghosts.tolist(), strict=True)

    def follow_until(time: float) -> None:
        while waiting and waiting[0][0] <= time:
            start, request, copy, work = heappop(waiting)
            end = max(start, free[copy][0]) + work
            if not ghosts[request]:
                heapreplace(free[copy], end)
            at_followers[request].append(end)

    for number, (arrival, service, ghost) in enumerate(firsts):
        follow_until(arrival)
        copy = homes[number]
        end = max(arrival, free[copy][0]) + service
        finished[number] = end
        if not ghost:
            heapreplace(free[copy], end)
        for after, later, work in followers[number]:
            heappush(waiting, (end + later, number, after, work))
            extra += 0.0 if ghost else work
    follow_until(float("inf"))
    return np.array(finished), at_followers, extra
