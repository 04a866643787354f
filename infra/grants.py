"""What each need of a function becomes: its network, its environment and its IAM statements. The one table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

from infra.assets import AUTHORITY
from infra.database import NAME, PORT, Database
from infra.network import Network
from progressive_flow.routing import Need


@dataclass(frozen=True, slots=True)
class Grant:
    """A database role to connect as; `direct` goes around the proxy, `content` brings `sql/` along."""

    role: str
    direct: bool = False
    content: bool = False


GRANTS = {
    Need.DATABASE: Grant("application"),
    Need.DATABASE_AS_SCHEDULER: Grant("scheduler"),
    # migrations hold session locks and take their time, neither of which a proxy is for
    Need.DATABASE_AS_MIGRATOR: Grant("migrator", direct=True, content=True),
}


def grant_of(needs: Iterable[Need]) -> Grant | None:
    """Return the one grant that `needs` come to; a function has one connection and so one role."""
    found = [GRANTS[need] for need in needs]
    if len(found) > 1:
        raise ValueError(f"a function connects as one role, not as {' and '.join(grant.role for grant in found)}")
    return found[0] if found else None


def statements(grant: Grant, database: Database) -> list[iam.PolicyStatement]:
    """Allow connecting as exactly this role to exactly this database."""
    user = database.user(grant.role, direct=grant.direct)
    return [iam.PolicyStatement(actions=["rds-db:connect"], resources=[user])]


def environment(grant: Grant, database: Database) -> dict[str, str]:
    """Tell where the database is and as whom to connect; the password is a token, made at each connection."""
    found = {
        "DATABASE_HOST": database.host(direct=grant.direct),
        "DATABASE_PORT": str(PORT),
        "DATABASE_NAME": NAME,
        "DATABASE_USER": grant.role,
        "DATABASE_IAM": "1",
    }
    if grant.content:
        found["PROGRESSIVE_FLOW_ROOT"] = "/opt"
    return found | authority(database, direct=grant.direct)


def authority(database: Database, *, direct: bool) -> dict[str, str]:
    """Name the certificates to trust where the database itself is asked; a proxy's are among the system's."""
    return {"DATABASE_CA": f"/opt/{AUTHORITY}"} if database.entrance(direct=direct) is None else {}


def group(grant: Grant, network: Network) -> ec2.SecurityGroup:
    """Return the security group whose peers this grant may reach."""
    return network.operations if grant.direct else network.callers


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
