"""What the rehearsal of a restore may do: read snapshots, make one server of one name, have it checked, take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import ArnFormat
from aws_cdk import aws_iam as iam

from infra.constructs import database_server
from infra.names import SERVICE

if TYPE_CHECKING:
    from infra.constructs.function import Ground
    from infra.stacks.database import Database

AURORA = "aurora-postgresql"
MARK = f"/{SERVICE}/restore-rehearsed"


def scratch(database: Database) -> str:
    """Return the name of the server that a rehearsal makes; a cluster's member has it too, and a number."""
    return f"{database.name}-rehearsal"


def environment(ground: Ground, checker: str) -> dict[str, str]:
    """Tell what is restored, under which name and where, and who checks it."""
    server = ground.database.server
    return {
        "RESTORE_OF": ground.database.name,
        "RESTORE_SCRATCH": scratch(ground.database),
        "RESTORE_ENGINE": ground.config.engine,
        "RESTORE_SUBNETS": server.subnets,
        "RESTORE_SECURITY_GROUP": ground.network.database.security_group_id,
        "RESTORE_PARAMETERS": server.parameters,
        "RESTORE_CLASS": server.size,
        "RESTORE_CHECKER": checker,
        "RESTORE_MARK": MARK,
    }


def statements(ground: Ground, checker: str) -> list[iam.PolicyStatement]:
    """Allow each step on what it is about. What is not named here cannot be restored over, changed or deleted."""
    database = ground.database
    through = {"kms:ViaService": f"rds.{ground.config.region}.amazonaws.com"}
    granted = {"Bool": {"kms:GrantIsForAWSResource": "true"}, "StringEquals": through}
    key = database.key.key_arn
    mark = database.format_arn(service="ssm", resource="parameter", resource_name=MARK.removeprefix("/"))
    return [
        *(_cluster(database) if ground.config.engine == AURORA else _instance(database)),
        iam.PolicyStatement(actions=["kms:DescribeKey"], resources=[key], conditions={"StringEquals": through}),
        iam.PolicyStatement(actions=["kms:CreateGrant"], resources=[key], conditions=granted),
        _allow(["lambda:InvokeFunction"], checker),
        _allow(["ssm:GetParameter", "ssm:PutParameter"], mark),
    ]


def every_snapshot(ground: Ground) -> str:
    """Return the ARN of every snapshot, as cdk-nag tells it: RDS, AWS Backup and people name theirs as they like."""
    kind = "cluster-snapshot" if ground.config.engine == AURORA else "snapshot"
    return f"arn:aws:rds:{ground.config.region}:<AWS::AccountId>:{kind}:*"


def _instance(database: Database) -> list[iam.PolicyStatement]:
    server, live = _arn(database, "db", scratch(database)), _arn(database, "db", database.name)
    every = _arn(database, "snapshot", "*")
    version = database_server.INSTANCE.engine_version
    within = [
        _arn(database, "subgrp", database.server.subnets),
        _arn(database, "pg", database.server.parameters),
        _arn(database, "og", f"default:postgres-{version.major_version if version else ''}"),
    ]
    return [
        _allow(["rds:DescribeDBInstances"], server),
        _allow(["rds:DescribeDBSnapshots"], live, every),
        _allow(["rds:RestoreDBInstanceFromDBSnapshot"], server, every, *within),
        _allow(["rds:AddTagsToResource", "rds:DeleteDBInstance"], server),
    ]


def _cluster(database: Database) -> list[iam.PolicyStatement]:
    cluster, live = _arn(database, "cluster", scratch(database)), _arn(database, "cluster", database.name)
    member = _arn(database, "db", f"{scratch(database)}-1")
    every = _arn(database, "cluster-snapshot", "*")
    subnets, group = _arn(database, "subgrp", database.server.subnets), database.server.parameters
    version = database_server.CLUSTER.engine_version
    major = version.major_version if version else ""
    options, usual = _arn(database, "og", f"default:{AURORA}-{major}"), _arn(database, "pg", f"default.{AURORA}{major}")
    return [
        _allow(["rds:DescribeDBInstances", "rds:DeleteDBInstance"], member),
        _allow(["rds:DescribeDBClusters", "rds:AddTagsToResource", "rds:DeleteDBCluster"], cluster),
        _allow(["rds:DescribeDBClusterSnapshots"], live, every),
        _allow(
            ["rds:RestoreDBClusterFromSnapshot"], cluster, every, subnets, _arn(database, "cluster-pg", group), options
        ),
        _allow(["rds:CreateDBInstance"], member, cluster, subnets, usual, options),
    ]


def _allow(actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=actions, resources=list(resources))


def _arn(database: Database, kind: str, name: str) -> str:
    form = ArnFormat.COLON_RESOURCE_NAME
    return database.format_arn(service="rds", resource=kind, resource_name=name, arn_format=form)
