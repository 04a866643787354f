"""The shape of a catalogue's rows."""

from typing import NamedTuple


class Component(NamedTuple):
    """One type of part. Sizes are per unit: a node of 4 units has 4 times the parallelism, memory and storage.

    ``parallel`` is the number of requests one unit serves at once; ``mb_per_s`` is what one such request moves, in
    MB/s; ``scv`` is the squared coefficient of variation of the service time (0 constant, 1 exponential); ``max_hit``
    is the share of look-ups that a cache holding everything would answer; ``replicated`` means that each replica holds
    all of the shard's data, so that every write is applied on every replica.

    ``price`` is US dollars a month for one unit of one instance; ``availability`` the share of time one instance works;
    ``copy_loss`` the chance that one copy of the data is destroyed within a year, ``repair_hours`` the time to make a
    new one (``copy_loss`` 0: holds nothing that must last); ``connections`` how many open ones a unit holds.
    ``spread`` says what it survives by itself: ``zone`` for services that run in all zones of a region, ``region`` for
    those that run everywhere. ``max_units`` is the largest instance that can be had. ``about`` and ``source`` are for people.
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
    price: float = 0.0
    availability: float = 1.0
    copy_loss: float = 0.0
    repair_hours: float = 1.0
    connections: int = 0
    spread: str = ""
    about: str = ""
    source: str = ""
    max_units: int = 1000
