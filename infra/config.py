"""The configuration of each stage, in one file. A stage has an AWS account of its own, so most names contain no stage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SNAP_START = (
    "functions.curriculum.list_challenges",
    "functions.curriculum.show_challenge",
    "functions.curriculum.show_level",
    "functions.identity.show_me",
    "functions.progress.submit_attempt",
)
# Maximum concurrent environments, each with a database connection: expensive endpoints leave connections for the others.
RESERVED_CONCURRENCY = {
    "functions.analytics.show_completion_statistics": 5,
    "functions.identity.export_me": 5,
    "functions.platform.load_reference_data": 1,
    "functions.progress.run_trial": 40,
    "functions.progress.submit_attempt": 60,
}


@dataclass(frozen=True, slots=True)
class Address:
    """A custom domain name: its hosted zone, and certificates in the stage's region and in us-east-1 (for CloudFront)."""

    name: str
    zone_id: str
    zone_name: str
    certificate: str
    edge_certificate: str

    @property
    def origin(self) -> str:
        """The domain name that CloudFront uses for the API."""
        return f"origin.{self.name}"


@dataclass(frozen=True, slots=True)
class Config:
    """One stage. `instance` is an RDS size (`t4g.micro`), `memory` its GiB, `storage` in GiB, `capacity` in Aurora units.

    `rate` and `burst` are requests a second. `bypass_proxy` and `bypass_replica` connect functions around a resource that
    stays deployed: the workaround when it fails, and the step before removing it.
    """

    stage: str
    instance: str
    memory: int
    storage: int
    max_storage: int
    multi_az: bool
    proxy: bool
    backup_days: int
    log_days: int
    keeps_data: bool
    rate: int
    burst: int
    engine: Literal["postgres", "aurora-postgresql"] = "postgres"
    capacity: tuple[float, float] = (0.5, 8)
    replica: bool = False
    bypass_replica: bool = False  # reads use the writer's endpoint although the replica exists
    bypass_proxy: bool = False
    major_upgrade: bool = False  # allows a deploy to upgrade the database to another major version
    snap_start: tuple[str, ...] = ()
    reserved: Mapping[str, int] = field(default_factory=dict[str, int])
    tracing: bool = False
    threat_protection: bool = False
    admin_second_factor: bool = True  # no administrators' group in the tokens of an account without a second factor
    edge: bool = False
    domain: Address | None = None
    origin_key: int = (
        1  # the generation of the key that CloudFront sends; raising it rotates the key at the next deploy
    )
    proof_key: int = 1  # the generation of the key that signs who makes a request; raising it rotates the key too
    origins: tuple[
        str, ...
    ] = ()  # of the pages that may call the API, such as https://app.example.com; none by default
    avatar_hosts: tuple[str, ...] = ()  # hosts of the images that learners may show; empty means the platform's default
    requests_per_address: int = 2000  # in five minutes, above which the web ACL blocks
    requests_per_token: int = 1500  # in five minutes with one Authorization header, above which the web ACL blocks
    alarms: bool = True
    alarms_to: tuple[str, ...] = ()  # e-mail addresses; each has to confirm its subscription
    backups: bool = False
    lock_days: int = 0  # retention of the vault lock, during which nobody can delete a backup; 0 means no lock
    region: str = "us-east-1"
    copy_region: str = "us-west-2"
    zones: tuple[str, ...] = ("us-east-1a", "us-east-1b", "us-east-1c")
    s3_addresses: str = "pl-63a5400a"  # the AWS-managed prefix list of the region's S3, the same in every account
    repository: str = ""  # owner/name on GitHub, whose workflow deploys this stage
    runbooks: str = "https://github.com/progressive-flow/progressive-flow/blob/main/docs/how-to/runbooks.md"


DEV = Config(
    stage="dev",
    instance="t4g.micro",
    memory=1,
    storage=20,
    max_storage=50,
    multi_az=False,
    proxy=False,  # its minimum charge is twice that of the instance
    backup_days=1,
    log_days=7,
    keeps_data=False,
    rate=50,
    burst=100,
    alarms=False,  # nobody is on call for dev, and alarms would cost as much as the database
)
STAGING = Config(
    stage="staging",
    instance="t4g.medium",
    memory=4,
    storage=20,
    max_storage=100,
    multi_az=False,
    proxy=True,
    backup_days=7,
    log_days=30,
    keeps_data=False,
    rate=200,
    burst=400,
    snap_start=SNAP_START[-1:],  # one function is enough to verify that restoring works
    reserved=RESERVED_CONCURRENCY,
    edge=True,
)
PROD = Config(
    stage="prod",
    instance="r7g.large",
    memory=16,
    storage=100,
    max_storage=1000,
    multi_az=True,
    proxy=True,
    backup_days=35,
    log_days=90,
    keeps_data=True,
    rate=1000,
    burst=2000,
    snap_start=SNAP_START,
    reserved=RESERVED_CONCURRENCY,
    replica=True,
    threat_protection=True,
    edge=True,
    backups=True,
    lock_days=35,
)
STAGES = {config.stage: config for config in (DEV, STAGING, PROD)}
