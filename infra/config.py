"""How the stages differ, all in one place. A stage has an AWS account of its own, so names carry no stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

HOT = (
    "functions.curriculum.list_challenges",
    "functions.curriculum.show_challenge",
    "functions.curriculum.show_level",
    "functions.identity.show_me",
    "functions.progress.submit_attempt",
)
# Environments at most at once, each with a connection of its own: what is heavy leaves room for what is asked all the time.
RESERVED = {
    "functions.analytics.show_completion_statistics": 5,
    "functions.identity.export_me": 5,
    "functions.platform.load_reference_data": 1,
    "functions.progress.evaluate_draft": 40,
    "functions.progress.submit_attempt": 60,
}


@dataclass(frozen=True, slots=True)
class Address:
    """A name of one's own: the zone that it is in, and certificates of the region and of us-east-1 (CloudFront's)."""

    name: str
    zone_id: str
    zone_name: str
    certificate: str
    edge_certificate: str

    @property
    def origin(self) -> str:
        """The name by which CloudFront, and nobody else, asks the API."""
        return f"origin.{self.name}"


@dataclass(frozen=True, slots=True)
class Config:
    """One stage. Sizes are RDS's (`t4g.micro`) and gigabytes, rates are requests a second, capacities Aurora's units.

    `bypass_proxy` and `bypass_replica` let functions connect past what stays: the way out of one that fails, and the step
    before taking one away. `memory` is the instance's, in GiB: what its settings follow from.
    """

    stage: str
    instance: str
    memory: int
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
    engine: Literal["postgres", "aurora-postgresql"] = "postgres"
    capacity: tuple[float, float] = (0.5, 8)
    replica: bool = False
    bypass_replica: bool = False  # reads go where writes go, past a replica that stays
    bypass_proxy: bool = False
    major_upgrade: bool = False  # lets a deploy take the database to another major version
    snap_start: tuple[str, ...] = ()
    reserved: Mapping[str, int] = field(default_factory=dict[str, int])
    tracing: bool = False
    threat_protection: bool = False
    edge: bool = False
    domain: Address | None = None
    origin_key: int = 1  # raise it, and the next deploy rotates the key by which CloudFront is known
    requests_per_address: int = 2000  # in five minutes, before the firewall refuses
    alarms: bool = True
    alarms_to: tuple[str, ...] = ()  # e-mail addresses; each confirms by itself
    backups: bool = False
    lock_days: int = 0  # how long nobody, not even root, deletes a backup; 0 locks nothing
    region: str = "us-east-1"
    copy_region: str = "us-west-2"
    zones: tuple[str, ...] = ("us-east-1a", "us-east-1b", "us-east-1c")
    s3_addresses: str = "pl-63a5400a"  # AWS's own prefix list of the region's S3, the same in every account
    repository: str = ""  # owner/name on GitHub, whose workflow deploys this stage
    runbooks: str = "https://github.com/progressive-flow/progressive-flow/blob/main/docs/operations.md"


DEV = Config(
    stage="dev",
    instance="t4g.micro",
    memory=1,
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
    alarms=False,  # nobody would get up for it, and they would cost as much as the database
)
STAGING = Config(
    stage="staging",
    instance="t4g.medium",
    memory=4,
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
    reserved=RESERVED,
    edge=True,
)
PROD = Config(
    stage="prod",
    instance="r7g.large",
    memory=16,
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
    reserved=RESERVED,
    replica=True,
    threat_protection=True,
    edge=True,
    backups=True,
    lock_days=35,
)
STAGES = {config.stage: config for config in (DEV, STAGING, PROD)}
