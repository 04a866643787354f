"""What constructs know of a stage: its configuration, and references to what other stacks made.

Stacks fill these references in; constructs read them. So no construct imports a stack.
"""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import ArnFormat, Fn, Stack
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secrets

from infra.config import Config
from infra.delivery.assets import Assets

DATABASE_NAME = "progressive_flow"
DATABASE_PORT = 5432
MASTER_USER = "master"
ANY_SERVER = "*"
ANY_SERVER_REASON = "A restored server has a new resource id, and the account has no other database servers."


@dataclass(frozen=True, slots=True)
class NetworkRef:
    """The VPC and the security groups that functions are placed in."""

    vpc: ec2.IVpc
    callers: ec2.ISecurityGroup
    readers: ec2.ISecurityGroup
    operations: ec2.ISecurityGroup
    preparation: ec2.ISecurityGroup
    publishers: ec2.ISecurityGroup
    storers: ec2.ISecurityGroup
    isolated: ec2.ISecurityGroup
    database: ec2.ISecurityGroup


@dataclass(frozen=True, slots=True)
class DatabaseServer:
    """One writer and at most one reader: endpoints, the ARN that is backed up, and the dimensions of their metrics.

    `subnets`, `parameters` and `instance_class` are what a restored copy is created with.
    """

    address: str
    reader_address: str
    secret: secrets.ISecret
    target: rds.ProxyTarget
    arn: str
    subnets: str
    parameters: str
    instance_class: str
    dimensions: dict[str, str]
    reader_dimensions: dict[str, str] | None


@dataclass(frozen=True, slots=True)
class DatabaseRef:
    """The database: which endpoint a function connects to, and which ARN `rds-db:connect` is granted on."""

    stack: Stack
    config: Config
    name: str
    server: DatabaseServer
    key: kms.IKey
    proxy: rds.IDatabaseProxy | None

    def proxy_unless(self, *, direct: bool) -> rds.IDatabaseProxy | None:
        """Return the proxy; None if the stage has none, bypasses it, or the caller connects directly."""
        return None if direct or self.config.bypass_proxy else self.proxy

    def uses_replica(self, *, reads: bool) -> bool:
        """Return whether read-only traffic, which tolerates replication lag, goes to the replica."""
        return reads and self.config.replica and not self.config.bypass_replica

    def host(self, *, direct: bool, reads: bool = False) -> str:
        """Return the endpoint to connect to."""
        if self.uses_replica(reads=reads):
            return self.server.reader_address
        proxy = self.proxy_unless(direct=direct)
        return proxy.endpoint if proxy else self.server.address

    def user_arn(self, role: str, *, direct: bool, reads: bool = False) -> str:
        """Return the ARN that `rds-db:connect` as `role` is granted on: the proxy's resource id, or any server's.

        A server restored from a backup has a new resource id. It replaces the old server by a change of identifiers, without
        a deploy (docs/how-to/runbooks.md), only if no policy names the resource id; the account has no other servers.
        """
        proxy = None if self.uses_replica(reads=reads) else self.proxy_unless(direct=direct)
        # CloudFormation returns the proxy's resource id only as a part of its ARN.
        resource_id = Fn.select(6, Fn.split(":", proxy.db_proxy_arn)) if proxy else ANY_SERVER
        return database_user_arn(self.stack, resource_id, role)


@dataclass(frozen=True, slots=True)
class StoresRef:
    """The event buses and the buckets. ARNs of buckets are imports by a fixed export name, which cdk-nag findings contain."""

    bus_arn: str
    isolated_bus_arn: str
    archive_arn: str
    archive_name: str
    exports_arn: str
    exports_name: str
    media_arn: str
    media_name: str
    media_host: str | None  # that delivers what is in it; None where links name the bucket's


@dataclass(frozen=True, slots=True)
class SignIn:
    """Where the console signs people in: the issuer of its tokens, its client, and the origins that its pages call for it."""

    issuer: str
    client_id: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageContext:
    """What every stack of functions is given. The optional references exist once the stack that makes them does."""

    config: Config
    assets: Assets
    network: NetworkRef
    database: DatabaseRef
    stores: StoresRef
    user_pool: cognito.IUserPool | None = None
    restore_checker: lambda_.IFunction | None = None
    origin_secret: secrets.ISecret | None = None
    proof_secret: secrets.ISecret | None = None


def database_user_arn(stack: Stack, resource_id: str, role: str) -> str:
    """Return the ARN of a database role at one server or proxy, or at any (`*`)."""
    return stack.format_arn(
        service="rds-db",
        resource="dbuser",
        resource_name=f"{resource_id}/{role}",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )


def any_server(config: Config, role: str) -> str:
    """Return the resource of a grant to sign in as `role` at any server of the account, as cdk-nag reports it."""
    return f"arn:aws:rds-db:{config.region}:<AWS::AccountId>:dbuser:*/{role}"


def any_server_finding(config: Config, role: str) -> str:
    """Return the cdk-nag finding for that grant."""
    return f"AwsSolutions-IAM5[Resource::{any_server(config, role)}]"
