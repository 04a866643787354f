"""Cheats that take level 1's topology and give every part the same size."""

from itertools import product

from progressive_flow_local.cli.cheats.played import SIZES, Graph, Played, Try, on_each_level, topology, with_all

LARGE = {"units": 64, "replicas": 3, "shards": 8, "zones": 3, "failover": True, "dedup": True}


def twelve(graph: Graph) -> list[Graph]:
    """Return the design in twelve settings of one size: by consistency, regions and lifetime of copies."""
    settings = product(("leader", "quorum", "eventual"), (1, 2), (None, 1.0))
    return [
        with_all(
            graph, {**LARGE, "consistency": consistency, "regions": regions, **({"ttl_seconds": ttl} if ttl else {})}
        )
        for consistency, regions, ttl in settings
    ]


def one_size(played: Played) -> list[Try]:
    """Give every part of level 1's topology one of twelve settings."""
    return on_each_level(played, twelve(topology(played.reference)))


def vertical_only(played: Played) -> list[Try]:
    """Give every part one machine of the largest size, and no copy."""
    largest = {"units": SIZES["units"], "consistency": "leader", "dedup": True}
    return on_each_level(played, [with_all(topology(played.reference), largest)])


def most_replicas(played: Played) -> list[Try]:
    """Give every part as many copies of one unit as can be drawn, in three zones."""
    copies = {"replicas": SIZES["replicas"], "zones": 3, "failover": True, "dedup": True}
    graph = topology(played.reference)
    return on_each_level(played, [with_all(graph, {**copies, "consistency": how}) for how in ("leader", "eventual")])
