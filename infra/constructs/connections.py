"""How many connections a stage's database server has memory for, and how many its functions may need.

Each environment of a function holds one connection, which RDS Proxy cannot share: a transaction says who its learner is.
"""

from __future__ import annotations

from infra.config import Config

MEBIBYTE, GIBIBYTE = 1024**2, 1024**3
BYTES_PER_CONNECTION = 9531392  # the divisor of RDS's default for max_connections
MAX_DEFAULT_CONNECTIONS = 5000  # the upper bound of that default
MEMORY_OF_CONNECTION = 16 * MEBIBYTE  # a backend with its caches, after a day of work
SHARED_BUFFERS = {"postgres": 0.25, "aurora-postgresql": 0.75}  # the shares of the memory that RDS and Aurora give
GIB_PER_CAPACITY_UNIT = 2  # of Aurora Serverless
MAX_AURORA_CONNECTIONS = 2000  # the default of a cluster with a minimum capacity of half a unit, whatever its memory
SPARE = 1.2
MAX_PROXY_PERCENT = 90  # the migrator connects directly and needs the rest


def memory(config: Config) -> int:
    """Return the bytes of memory of the server, of Aurora at its maximum capacity."""
    if config.engine == "aurora-postgresql":
        return int(config.capacity[1] * GIB_PER_CAPACITY_UNIT * GIBIBYTE)
    return config.memory * GIBIBYTE


def max_connections(config: Config) -> int:
    """Return RDS's default for `max_connections`."""
    bound = MAX_AURORA_CONNECTIONS if config.engine == "aurora-postgresql" else MAX_DEFAULT_CONNECTIONS
    return min(bound, memory(config) // BYTES_PER_CONNECTION)


def usable(config: Config) -> int:
    """Return how many connections the server has memory for beside its shared buffers."""
    free = memory(config) * (1 - SHARED_BUFFERS[config.engine])
    return min(max_connections(config), int(free // MEMORY_OF_CONNECTION))


def proxy_percent(config: Config) -> int:
    """Return the share of `max_connections` that the proxy may open: what there is memory for, and never all."""
    return min(MAX_PROXY_PERCENT, 100 * usable(config) // max_connections(config))
