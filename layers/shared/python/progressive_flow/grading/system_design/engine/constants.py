"""What grades a design besides the figures of components: one list, which the component catalogue's answer shows."""

from typing import NamedTuple


class Constant(NamedTuple):
    """One figure with its unit; ``about`` is for people."""

    name: str
    value: float
    unit: str
    about: str


CONSTANTS: tuple[Constant, ...] = (
    Constant("far_region", 150.0, "ms", "A request and its reply travel so long to another region and back."),
    Constant("dedup_work", 1.5, "times", "A write costs this much more where a repeated request key is refused."),
    Constant(
        "log_read",
        0.2,
        "ms",
        "What passes a store on its way to work that is done later is read from its change log: one entry after another, "
        "as in a stream.",
    ),
    Constant("failover_price", 20.0, "$/month", "The small machine that watches a leader and lets a copy take over."),
    Constant("zone_gb_price", 0.01, "$/GB", "For bytes that leave their zone: list prices of 2025 are 0 to 0.02."),
    Constant("region_gb_price", 0.02, "$/GB", "For bytes that leave their region, by list prices of 2025."),
    Constant(
        "egress_gb_price",
        0.05,
        "$/GB",
        "For bytes that servers send to users, by list prices of 2025 for large volumes.",
    ),
    Constant(
        "cdn_gb_price", 0.02, "$/GB", "For bytes that a CDN sends to users, by list prices of 2025 for large volumes."
    ),
    Constant("mean_share", 0.2, "share", "A level's rates are those of a busy hour; the month has this much of them."),
    Constant("zone_down", 2e-4, "share of the time", "One zone is down, with all that is in it."),
    Constant("region_down", 2e-5, "share of the time", "One region is down, with all that is in it."),
    Constant("zone_destroyed", 1e-5, "chance a year", "All copies in one zone are destroyed."),
    Constant("region_destroyed", 1e-7, "chance a year", "All copies in one region are destroyed."),
    Constant(
        "follower_lag",
        0.1,
        "s",
        "An idle follower is so far behind its leader; it is divided by 1 - utilisation by writes.",
    ),
    Constant("far_follower_lag", 1.0, "s", "A follower in another region is so much further behind."),
    Constant("backup_age", 86_400.0, "s", "Without another copy the newest one left is last night's backup."),
    Constant(
        "never",
        30 * 86_400.0,
        "s",
        "No age, delay or duration is distinguished above this; a copy that never expires is so old.",
    ),
    Constant("longest_wait", 60_000.0, "ms", "No latency is distinguished above this: whoever waits longer has gone."),
    Constant("max_nines", 15.0, "nines", "No durability is distinguished above this."),
    Constant("partial_credit", 0.8, "share", "The last step before a target is worth at most this share of a test."),
)

_VALUES = {constant.name: constant.value for constant in CONSTANTS}


def constant(name: str) -> float:
    """Return the value of one of ``CONSTANTS`` in its unit."""
    return _VALUES[name]
