"""What each need of a function becomes: its network, its environment and its IAM statements. The one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from infra.constructs import restore_permissions
from infra.delivery.assets import AUTHORITY
from infra.names import SERVICE
from infra.stacks.database import NAME, PORT, Database
from infra.stacks.network import Network
from infra.stacks.stores import Stores
from progressive_flow.routing import Need

if TYPE_CHECKING:
    from infra.constructs.function import Ground


@dataclass(frozen=True, slots=True)
class Grant:
    """A database role to connect as; `direct` goes around the proxy, `reads` to a replica, `content` brings `sql/` along."""

    role: str
    direct: bool = False
    reads: bool = False
    content: bool = False


GRANTS = {
    Need.DATABASE: Grant("application"),
    Need.DATABASE_READS: Grant("application", reads=True),
    Need.DATABASE_AS_SCHEDULER: Grant("scheduler"),
    # migrations hold session locks and take their time, neither of which a proxy is for
    Need.DATABASE_AS_MIGRATOR: Grant("migrator", direct=True, content=True),
}

# what the Lambda service itself sends for a traced function
TRACE = iam.PolicyStatement(actions=["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources=["*"])


@dataclass(frozen=True, slots=True)
class Service:
    """A service of AWS that a function calls: with which statements, knowing what."""

    statements: Sequence[iam.PolicyStatement]
    environment: Mapping[str, str]
    wide: str = ""  # the one resource that is more than one thing, as a bucket's objects, and the reason why
    reason: str = "These are the objects of one bucket, which have no names before they are written."


def _bus(ground: Ground) -> Service:
    bus = ground.stores.bus.event_bus_arn
    put = iam.PolicyStatement(actions=["events:PutEvents"], resources=[bus])
    return Service([put], {"EVENT_BUS": bus})


def _archive(ground: Ground) -> Service:
    stores = ground.stores
    objects = f"{stores.archive_arn}/*"
    reach = iam.PolicyStatement(actions=["s3:GetObject", "s3:PutObject"], resources=[objects])
    return Service([reach], {"ARCHIVE_BUCKET": stores.archive.bucket_name}, f"{_named(stores)}-archive-arn/*")


def _exports(ground: Ground) -> Service:
    stores = ground.stores
    actions = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]  # who is given a link reads with the function's right
    reach = iam.PolicyStatement(actions=actions, resources=[f"{stores.exports_arn}/exports/*"])
    find = iam.PolicyStatement(actions=["s3:ListBucket"], resources=[stores.exports_arn])
    return Service(
        [reach, find], {"EXPORT_BUCKET": stores.exports.bucket_name}, f"{_named(stores)}-exports-arn/exports/*"
    )


def _accounts(ground: Ground) -> Service:
    pool = ground.pool
    if pool is None:
        raise ValueError("the identity stack comes before what changes accounts")
    actions = ["AdminAddUserToGroup", "AdminCreateUser", "AdminDeleteUser"]
    change = iam.PolicyStatement(actions=[f"cognito-idp:{each}" for each in actions], resources=[pool.user_pool_arn])
    return Service([change], {"USER_POOL_ID": pool.user_pool_id})


def _restores(ground: Ground) -> Service:
    if ground.checker is None:
        raise ValueError("what rehearses restores needs the stack of restores, which only a stage with backups has")
    checker = ground.checker.function_arn
    return Service(
        restore_permissions.statements(ground, checker),
        restore_permissions.environment(ground, checker),
        restore_permissions.every_snapshot(ground),
        "Whoever takes a snapshot names it, and the newest is wanted: this names all, and nothing but snapshots.",
    )


def _named(stores: Stores) -> str:
    return f"{SERVICE}-{stores.config.stage}"


SERVICES: dict[Need, Callable[[Ground], Service]] = {
    Need.EVENTS: _bus,
    Need.ARCHIVE: _archive,
    Need.EXPORTS: _exports,
    Need.IDENTITY_PROVIDER: _accounts,
    Need.RESTORES: _restores,
}


def services_of(needs: Iterable[Need], ground: Ground) -> list[Service]:
    """Return the services that `needs` come to."""
    return [SERVICES[need](ground) for need in needs if need in SERVICES]


def grant_of(needs: Iterable[Need]) -> Grant | None:
    """Return the one grant that `needs` come to; a function has one connection and so one role."""
    found = [GRANTS[need] for need in needs if need in GRANTS]
    if len(found) > 1:
        raise ValueError(f"a function connects as one role, not as {' and '.join(grant.role for grant in found)}")
    return found[0] if found else None


def statements(grant: Grant, database: Database) -> list[iam.PolicyStatement]:
    """Allow connecting as exactly this role to exactly this database."""
    user = database.user(grant.role, direct=grant.direct, reads=grant.reads)
    return [iam.PolicyStatement(actions=["rds-db:connect"], resources=[user])]


def environment(grant: Grant, database: Database) -> dict[str, str]:
    """Tell where the database is and as whom to connect; the password is a token, made at each connection."""
    found = {
        "DATABASE_HOST": database.host(direct=grant.direct, reads=grant.reads),
        "DATABASE_PORT": str(PORT),
        "DATABASE_NAME": NAME,
        "DATABASE_USER": grant.role,
        "DATABASE_IAM": "1",
    }
    if grant.content:
        found["PROGRESSIVE_FLOW_ROOT"] = "/opt"
    return found | authority(database, direct=grant.direct or database.reads_elsewhere(reads=grant.reads))


def authority(database: Database, *, direct: bool) -> dict[str, str]:
    """Name the certificates to trust where the database itself is asked; a proxy's are among the system's."""
    return {"DATABASE_CA": f"/opt/{AUTHORITY}"} if database.entrance(direct=direct) is None else {}


def groups(grant: Grant | None, needs: Iterable[Need], network: Network) -> list[ec2.SecurityGroup]:
    """Return the security groups whose peers a function may reach; one without a database stands outside the network."""
    if grant is None:
        return []
    way_in = network.readers if grant.reads else network.operations if grant.direct else network.callers
    ways_out = {Need.EVENTS: network.publishers, Need.ARCHIVE: network.storers, Need.EXPORTS: network.storers}
    return [way_in, *(ways_out[each] for each in needs if each in ways_out)]


def in_network(arn: str) -> list[iam.PolicyStatement]:
    """Let the Lambda service plug the function `arn` into the network, and the function's own code not."""
    actions = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ]
    source = {"ArnEquals": {"lambda:SourceFunctionArn": arn}}
    return [
        iam.PolicyStatement(actions=actions, resources=["*"]),
        iam.PolicyStatement(actions=actions, resources=["*"], effect=iam.Effect.DENY, conditions=source),
    ]
