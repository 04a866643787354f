"""What a learner can build with, and what each part costs in time and space.

The numbers belong to the server: a design names a type and a size, never a speed. They are meant to be the right order
of magnitude for ordinary cloud machines, simple enough to estimate with on paper. Changing one changes what designs
score, so it needs a new ``CATALOGUE_VERSION``; a level records the version that it was written for.
"""

from typing import NamedTuple

CATALOGUE_VERSION = 1


class Component(NamedTuple):
    """One type of part. Sizes are per unit: a node of 4 units has 4 times the parallelism, memory and storage.

    ``parallel`` is the number of requests one unit serves at once; ``mb_per_s`` is what one such request moves, in
    MB/s; ``scv`` is the squared coefficient of variation of the service time (0 constant, 1 exponential); ``max_hit``
    is the share of look-ups that a cache holding everything would answer; ``replicated`` means that each replica holds
    all of the shard's data, so that every write is applied on every replica.
    """

    read_ms: float
    write_ms: float
    parallel: int
    scv: float = 1.0
    mb_per_s: float = 1000.0
    memory_gb: float = 0.0
    storage_gb: float = 0.0
    max_hit: float = 0.0
    replicated: bool = False


CATALOGUE: dict[str, Component] = {
    # Where requests come from. It has no capacity of its own.
    "client": Component(read_ms=0.0, write_ms=0.0, parallel=1),
    # Most look-ups end in a resolver nearby (about 1 ms), a few walk to the name server: hence the high variation.
    "dns": Component(read_ms=1.0, write_ms=1.0, parallel=100, scv=4.0),
    # A unit is one edge location: 256 streams at 25 MB/s, 64 GB of hot storage. One request in a hundred finds its copy
    # expired or purged and goes to the origin even when everything would fit.
    "cdn": Component(read_ms=4.0, write_ms=4.0, parallel=256, mb_per_s=25.0, memory_gb=64.0, max_hit=0.99),
    # Proxying costs about a quarter of a millisecond of one core; a unit has 8 cores: 32,000 requests/s.
    "load_balancer": Component(read_ms=0.25, write_ms=0.25, parallel=8, scv=0.5),
    # A unit is one core doing about 2 ms of work a request (500 requests/s), half as much again to validate a write.
    "app_server": Component(read_ms=2.0, write_ms=3.0, parallel=1),
    # A unit is one core doing heavier background work, about 10 ms a job: 100 jobs/s.
    "worker": Component(read_ms=10.0, write_ms=10.0, parallel=1),
    # In memory: 0.2 ms seen by the caller, 10 at once (50,000 look-ups/s), 8 GB. Expiry and invalidation cost 1 %.
    "cache": Component(read_ms=0.2, write_ms=0.2, parallel=10, scv=0.5, memory_gb=8.0, max_hit=0.99),
    # A unit is 4 cores with a fast disk of 200 GB: 2 ms an indexed read (2,000/s), 5 ms a durable commit (800/s).
    "database": Component(read_ms=2.0, write_ms=5.0, parallel=4, storage_gb=200.0, replicated=True),
    # Simpler look-ups and appended writes, no transactions: 5,333 reads/s or 4,000 writes/s a unit, 100 GB.
    "nosql": Component(read_ms=1.5, write_ms=2.0, parallel=8, storage_gb=100.0, replicated=True),
    # An append to a log and its acknowledgement: 20,000 messages/s a unit.
    "queue": Component(read_ms=0.5, write_ms=0.5, parallel=10, scv=0.5, storage_gb=100.0),
    # A unit is one key prefix: 15 ms to the first byte, 30 ms to store, then 50 MB/s a stream; 10 TB, copies included.
    "object_store": Component(read_ms=15.0, write_ms=30.0, parallel=100, mb_per_s=50.0, storage_gb=10_000.0),
}

CACHING_TYPES = frozenset({"cache", "cdn"})


def service_seconds(kind: str, writes: bool, payload_bytes: float) -> float:
    """Mean seconds that one request holds one of the component's servers: fixed work, then moving the payload."""
    part = CATALOGUE[kind]
    fixed = part.write_ms if writes else part.read_ms
    return fixed / 1e3 + (payload_bytes / (part.mb_per_s * 1e6) if fixed else 0.0)
