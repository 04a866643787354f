"""How a function connects to the database: the role it signs in as, the endpoint, and the certificates to verify."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_iam as iam

from infra.context import DATABASE_NAME, DATABASE_PORT, DatabaseRef
from infra.delivery.assets import RDS_CERTIFICATES


@dataclass(frozen=True, slots=True)
class DatabaseAccess:
    """The role to connect as; `direct` bypasses the proxy, `reads` may use the replica, `content` adds `sql/`."""

    role: str
    direct: bool = False
    reads: bool = False
    content: bool = False


def connect_statements(access: DatabaseAccess, database: DatabaseRef) -> list[iam.PolicyStatement]:
    """Allow signing in as exactly this role to exactly this database."""
    user = database.user_arn(access.role, direct=access.direct, reads=access.reads)
    return [iam.PolicyStatement(actions=["rds-db:connect"], resources=[user])]


def database_environment(access: DatabaseAccess, database: DatabaseRef) -> dict[str, str]:
    """Return the endpoint and the role to connect with; the password is an IAM token, created for each connection."""
    variables = {
        "DATABASE_HOST": database.host(direct=access.direct, reads=access.reads),
        "DATABASE_PORT": str(DATABASE_PORT),
        "DATABASE_NAME": DATABASE_NAME,
        "DATABASE_USER": access.role,
        "DATABASE_IAM": "1",
    }
    if not database.config.pipeline:
        variables["DATABASE_PIPELINE"] = "0"
    if access.content:
        variables["PROGRESSIVE_FLOW_ROOT"] = "/opt"
    return variables | certificates(database, direct=access.direct or database.uses_replica(reads=access.reads))


def certificates(database: DatabaseRef, *, direct: bool) -> dict[str, str]:
    """Name the RDS certificate bundle for connections to the server; the system's store already trusts a proxy's."""
    return {"DATABASE_CA": f"/opt/{RDS_CERTIFICATES}"} if database.proxy_unless(direct=direct) is None else {}


def direct_environment(database: DatabaseRef) -> dict[str, str]:
    """Return the endpoint of the server itself, for functions that choose how to sign in."""
    return {
        "DATABASE_HOST": database.host(direct=True),
        "DATABASE_PORT": str(DATABASE_PORT),
        "DATABASE_NAME": DATABASE_NAME,
        **certificates(database, direct=True),
    }
