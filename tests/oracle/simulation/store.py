"""A component with copies of its data: which copies work on a request, and which of them it waits for."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tests.oracle.simulation.inputs import Node
from tests.oracle.simulation.queues import serve, serve_copies

FAR_SECONDS = 0.150

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


class Load(NamedTuple):
    """Requests at one shard, in order of time: seconds of arrival and of mean work, whether they write, their regions."""

    arrivals: Floats
    means: Floats
    writes: Bools
    regions: Ints
    ghosts: Bools


class Served(NamedTuple):
    """When each request is answered, the region where it then is, and the busy seconds of the busiest copy."""

    finished: Floats
    regions: Ints
    busy: float


def draw_services(random: np.random.Generator, means: Floats, scv: float) -> Floats:
    """Draw gamma times of work with these means and squared coefficient of variation."""
    if scv <= 0:
        return means
    return random.gamma(1 / scv, means * scv)


def _nearest(random: np.random.Generator, node: Node, regions: Ints) -> Ints:
    """Stay in a region where the node is; from elsewhere, go to any of its regions."""
    return np.where(regions < node.regions, regions, random.integers(0, node.regions, len(regions)))


def serve_pool(random: np.random.Generator, node: Node, load: Load) -> Served:
    """Serve requests at replicas that are alike, in one queue a region."""
    near = _nearest(random, node, load.regions)
    arrivals = load.arrivals + FAR_SECONDS * (near != load.regions)
    services = draw_services(random, load.means, node.part.scv)
    finished = np.empty_like(arrivals)
    busy = 0.0
    for region in range(node.regions):
        here = np.flatnonzero(near == region)
        here = here[np.argsort(arrivals[here], kind="stable")]
        finished[here] = serve(arrivals[here], services[here], load.ghosts[here], node.servers * node.replicas)
        busy = max(busy, float(services[here][~load.ghosts[here]].sum()) / (node.servers * node.replicas))
    return Served(finished, near, busy)


def serve_quorum(random: np.random.Generator, node: Node, load: Load) -> Served:
    """Writes go to all copies and wait for W; reads ask R copies, of the same region before others, and wait for all."""
    near = _nearest(random, node, load.regions)
    arrivals = load.arrivals + FAR_SECONDS * (near != load.regions)
    read_quorum, write_quorum = min(node.read_quorum, node.copies), min(node.write_quorum, node.copies)
    of_copy = np.arange(node.copies) // node.replicas
    far = of_copy[None, :] != near[:, None]
    order = np.argsort(far + random.random(far.shape), axis=1)
    place = np.argsort(order, axis=1)
    asked = load.writes[:, None] | (place < read_quorum)
    finished = np.full(far.shape, np.inf)
    busy = 0.0
    for copy in range(node.copies):
        here = np.flatnonzero(asked[:, copy])
        at = arrivals[here] + FAR_SECONDS * far[here, copy]
        sequence = np.argsort(at, kind="stable")
        here, at = here[sequence], at[sequence]
        services = draw_services(random, load.means[here], node.part.scv)
        finished[here, copy] = serve(at, services, load.ghosts[here], node.servers)
        busy = max(busy, float(services[~load.ghosts[here]].sum()) / node.servers)
    wanted = np.where(load.writes, write_quorum, read_quorum)
    ends = np.sort(finished, axis=1)[np.arange(len(arrivals)), wanted - 1]
    return Served(ends, near, busy)


def serve_led(random: np.random.Generator, node: Node, load: Load) -> Served:
    """Serve at a leader with followers: ``eventual``, ``leader`` and ``multi_leader``."""
    here = _nearest(random, node, load.regions)
    if node.consistency == "leader":
        here = np.zeros_like(here)
    elif node.consistency == "eventual":
        here = np.where(load.writes, 0, here)
    arrivals = load.arrivals + FAR_SECONDS * (here != load.regions)
    sequence = np.argsort(arrivals, kind="stable")
    homes: list[int] = []
    drawn = random.integers(0, node.replicas, len(arrivals)).tolist()
    followers: list[list[tuple[int, float, float]]] = []
    for region, writes, mean, copy_read in zip(
        here[sequence].tolist(), load.writes[sequence].tolist(), load.means[sequence].tolist(), drawn, strict=True
    ):
        leader = region * node.replicas
        if writes:
            homes.append(leader)
            works = draw_services(random, np.full(node.copies, mean), node.part.scv).tolist()
            followers.append(
                [
                    (copy, FAR_SECONDS * (copy // node.replicas != region), works[copy])
                    for copy in range(node.copies)
                    if copy != leader
                ]
            )
        else:
            homes.append(0 if node.consistency == "leader" else leader + copy_read)
            followers.append([])
    services = draw_services(random, load.means[sequence], node.part.scv)
    ends, at_followers, extra = serve_copies(
        arrivals[sequence], services, load.ghosts[sequence], homes, followers, node.copies, node.servers
    )
    if node.consistency == "leader":
        ends = np.array([min(after) if after else end for end, after in zip(ends.tolist(), at_followers, strict=True)])
    finished = np.empty_like(arrivals)
    finished[sequence] = ends
    real = services[~load.ghosts[sequence]]
    led = real.sum() if node.consistency == "leader" else (real.sum() + extra) / node.copies
    return Served(finished, here, float(led) / node.servers)
