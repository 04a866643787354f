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
# Maximum concurrent environments. Expensive endpoints leave connections to the database for the others; what judges code has
# none, and leaves environments: Lambda keeps for a minute what waits for it.
RESERVED_CONCURRENCY = {
    "functions.analytics.show_completion_statistics": 5,
    "functions.identity.export_me": 5,
    "functions.identity.unsubscribe": 5,
    "functions.platform.load_reference_data": 1,
    "functions.progress.run_trial": 40,
    "functions.progress.submit_attempt": 60,
    "functions.tasks.judge_code": 50,
    "functions.tasks.judge_gate": 5,
}


MIN_ORIGIN_LABEL = 20  # characters; 16 random bytes in hexadecimal are 32


@dataclass(frozen=True, slots=True)
class Address:
    """A custom domain name: its hosted zone, and certificates in the stage's region and in us-east-1 (for CloudFront).

    `origin_label` is random (`openssl rand -hex 16`), so that nobody guesses the API's own name and goes around CloudFront.
    The certificate of the region is for `*.<name>`: public logs of certificates would show the label.
    """

    name: str
    zone_id: str
    zone_name: str
    certificate: str
    edge_certificate: str
    origin_label: str

    def __post_init__(self) -> None:
        """Refuse a label that could be guessed."""
        if len(self.origin_label) < MIN_ORIGIN_LABEL:
            raise ValueError("The origin's label is random: at least 20 characters, from `openssl rand -hex 16`.")

    @property
    def origin(self) -> str:
        """The domain name that CloudFront uses for the API."""
        return f"{self.origin_label}.{self.name}"


@dataclass(frozen=True, slots=True)
class Sender:
    """The address that the user pool's mail is from; SES has verified its domain and left the sandbox in `region`."""

    address: str
    name: str = "Progressive Flow"
    region: str = "us-east-1"


@dataclass(frozen=True, slots=True)
class Config:
    """One stage. `instance` is an RDS size (`t4g.small`), `memory` its GiB, `storage` in GiB, `capacity` in Aurora units.

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
    busy: int  # assumed: requests at once to functions without reserved concurrency, each with a connection
    warm: float  # assumed: the share of those functions that were called within `idle_seconds`, and so hold one
    backup_days: int
    log_days: int
    keeps_data: bool
    rate: int
    burst: int
    engine: Literal["postgres", "aurora-postgresql"] = "postgres"
    capacity: tuple[float, float] = (0.5, 24)
    replica: bool = False
    idle_seconds: int = 300  # after which the proxy, or without one the server, closes a connection that nobody uses
    bypass_replica: bool = False  # reads use the writer's endpoint although the replica exists
    bypass_proxy: bool = False
    pipeline: bool = True  # several statements a round trip; False if RDS Proxy does not pass them on
    major_upgrade: bool = False  # allows a deploy to upgrade the database to another major version
    deletion_protection: bool = False  # off at the first deploy of a stage, or its rollback could not clean up
    snap_start: tuple[str, ...] = ()
    reserved: Mapping[str, int] = field(default_factory=dict[str, int])
    tracing: bool = False
    threat_protection: bool = False
    admin_second_factor: bool = True  # no administrators' group in the tokens of an account without a second factor
    email: Sender | None = None  # without it Cognito sends by itself, fifty messages a day
    # the address that invitations are mailed from; empty means that none are. It needs `domain`, which links lead to, and SES in
    # `region` has verified its domain and left the sandbox.
    mail_from: str = ""
    edge: bool = False
    console: bool = True  # CloudFront serves the web console; without it the API alone, as without `edge`
    domain: Address | None = None
    origin_key: int = (
        1  # the generation of the key that CloudFront sends; raising it rotates the key at the next deploy
    )
    proof_key: int = 1  # the generation of the key that signs who makes a request; raising it rotates the key too
    origins: tuple[
        str, ...
    ] = ()  # of the pages that may call the API, such as https://app.example.com; none by default
    # the origin of the console where the stage has CloudFront and no domain, such as https://d111111abcdef8.cloudfront.net: the
    # output PublicUrl of the first deployment; without it nobody signs in to the console there
    console_address: str = ""
    avatar_hosts: tuple[str, ...] = ()  # hosts of the images that learners may show; empty means the platform's default
    requests_per_address: int = 2000  # in five minutes, above which the web ACL blocks
    requests_per_token: int = 1500  # in five minutes with one Authorization header, above which the web ACL blocks
    # the processor that the judge's images were built for; that of the machine that synthesizes unless it is stated
    judge_architecture: Literal["arm64", "x86_64"] | None = None
    malware_scan: bool = False  # GuardDuty scans each upload before it is inspected, and charges by the gigabyte
    dns_firewall: bool = True  # functions in the network resolve the names of AWS services that they use, and no others
    alarms: bool = True
    alarms_to: tuple[str, ...] = ()  # e-mail addresses; each has to confirm its subscription
    backups: bool = False
    lock_days: int = 0  # retention of the vault lock, during which nobody can delete a backup; 0 means no lock
    region: str = "us-east-1"
    copy_region: str = "us-west-2"
    copy_vault: str = ""  # the ARN of a vault in another account, for a third copy of each backup
    # By id, since each account has its own order of names. RDS Proxy does not support use1-az3.
    zones: tuple[str, ...] = ("use1-az1", "use1-az2", "use1-az4")
    s3_addresses: str = "pl-63a5400a"  # the AWS-managed prefix list of the region's S3, the same in every account
    repository: str = ""  # owner/name on GitHub, whose workflow deploys this stage
    runbooks: str = "https://github.com/progressive-flow/progressive-flow/blob/main/docs/how-to/runbooks.md"

    def __post_init__(self) -> None:
        """Refuse mail without a name that its links can lead to."""
        if self.mail_from and self.domain is None:
            raise ValueError("A stage that mails needs a domain: mail_from is set, and domain is not.")

    @property
    def serves_console(self) -> bool:
        """Whether the stage has the web console: CloudFront serves it."""
        return self.edge and self.console

    @property
    def uploading_origins(self) -> tuple[str, ...]:
        """The origins whose pages may send files: those that may call the API, and the console's own.

        CloudFront's name of a stage without a domain is not known before the bucket is made; a form is needed in any case.
        """
        console = [self.console_origin or "https://*.cloudfront.net"] if self.serves_console else []
        return (*self.origins, *console)

    @property
    def mail_page(self) -> str:
        """Where people who are invited sign in: a page that may call the API, the console, or the API's documentation."""
        if self.origins or self.domain is None:
            return self.origins[0]
        return f"{self.console_origin}/" if self.serves_console else f"https://{self.domain.name}/v1/docs"

    @property
    def console_origin(self) -> str:
        """The origin that the console is served from: CloudFront's; empty where there is none, or it is not known yet."""
        if not self.serves_console:
            return ""
        return f"https://{self.domain.name}" if self.domain else self.console_address

    @property
    def uses_proxy(self) -> bool:
        """Whether functions connect through the proxy."""
        return self.proxy and not self.bypass_proxy

    def missing(self) -> list[str]:
        """Return the settings without which a stage with people's data mails nobody."""
        return [name for name in ("alarms_to", "email") if self.keeps_data and not getattr(self, name)]


DEV = Config(
    stage="dev",
    instance="t4g.small",  # signing in by IAM needs 300 to 1,000 MiB beside PostgreSQL, which a micro has not
    memory=2,
    storage=20,
    max_storage=50,
    multi_az=False,
    proxy=False,  # its minimum charge is twice that of the instance
    busy=10,
    idle_seconds=30,  # a small server has memory for few connections, and opening one again takes milliseconds
    warm=0.3,  # a test run calls most routes in five minutes, and not a third of them within half of one
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
    busy=20,
    idle_seconds=120,  # as for dev: most of the routes are called once in a while
    warm=0.6,  # people who try a release out call most routes within five minutes, and not nearly all within two
    backup_days=7,
    log_days=30,
    keeps_data=False,
    rate=200,
    burst=400,
    snap_start=SNAP_START[-1:],  # one function is enough to verify that restoring works
    reserved={module: -(-count // 4) for module, count in RESERVED_CONCURRENCY.items()},
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
    busy=250,  # a fourth of `rate`, for requests of thirty milliseconds
    warm=1,
    backup_days=35,
    log_days=90,
    keeps_data=True,
    rate=1000,
    burst=2000,
    snap_start=SNAP_START,
    reserved=RESERVED_CONCURRENCY,
    replica=True,
    deletion_protection=True,
    threat_protection=True,
    edge=True,
    backups=True,
    lock_days=35,
    malware_scan=True,
)
STAGES = {config.stage: config for config in (DEV, STAGING, PROD)}
