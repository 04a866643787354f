"""How the stages differ, all in one place. A stage has an AWS account of its own, so names carry no stage."""

from __future__ import annotations

from dataclasses import dataclass

HOT = (
    "functions.curriculum.list_challenges",
    "functions.curriculum.show_challenge",
    "functions.curriculum.show_level",
    "functions.identity.show_me",
    "functions.progress.submit_attempt",
)


@dataclass(frozen=True, slots=True)
class Config:
    """One stage. Sizes are RDS's (`t4g.micro`) and gigabytes, rates are requests a second.

    `bypass_proxy` lets functions connect past a proxy that stays: the way out of a proxy that pins or fails, and the step
    before taking one away.
    """

    stage: str
    instance: str
    storage: int
    most_storage: int
    multi_az: bool
    proxy: bool
    backup_days: int
    insights_days: int
    log_days: int
    keeps_data: bool
    rate: int
    burst: int
    bypass_proxy: bool = False
    snap_start: tuple[str, ...] = ()
    region: str = "us-east-1"
    zones: tuple[str, ...] = ("us-east-1a", "us-east-1b", "us-east-1c")
    s3_addresses: str = "pl-63a5400a"  # AWS's own prefix list of the region's S3, the same in every account


DEV = Config(
    stage="dev",
    instance="t4g.micro",
    storage=20,
    most_storage=50,
    multi_az=False,
    proxy=False,  # its least charge is twice this instance's
    backup_days=1,
    insights_days=7,
    log_days=7,
    keeps_data=False,
    rate=50,
    burst=100,
)
STAGING = Config(
    stage="staging",
    instance="t4g.medium",
    storage=20,
    most_storage=100,
    multi_az=False,
    proxy=True,
    backup_days=7,
    insights_days=7,
    log_days=30,
    keeps_data=False,
    rate=200,
    burst=400,
    snap_start=HOT[-1:],  # one is enough to see that restoring works
)
PROD = Config(
    stage="prod",
    instance="r7g.large",
    storage=100,
    most_storage=1000,
    multi_az=True,
    proxy=True,
    backup_days=35,
    insights_days=7,
    log_days=90,
    keeps_data=True,
    rate=1000,
    burst=2000,
    snap_start=HOT,
)
STAGES = {config.stage: config for config in (DEV, STAGING, PROD)}
