"""Permissions of the restore drill: read snapshots, create one server of one name, have it checked, delete it."""

from __future__ import annotations

from aws_cdk import ArnFormat
from aws_cdk import aws_iam as iam

from infra.constructs import database_server
from infra.context import DatabaseRef, StageContext
from infra.names import SERVICE

AURORA = "aurora-postgresql"
LAST_DRILL_PARAMETER = f"/{SERVICE}/last-restore-drill"


def scratch_name(database: DatabaseRef) -> str:
    """Return the identifier of the server that a drill creates; a cluster's instance appends a number to it."""
    return f"{database.name}-restore-drill"


def environment(context: StageContext, checker: str) -> dict[str, str]:
    """Return what is restored, how and where, and the function that checks the copy."""
    server = context.database.server
    return {
        "RESTORE_OF": context.database.name,
        "RESTORE_SCRATCH": scratch_name(context.database),
        "RESTORE_ENGINE": context.config.engine,
        "RESTORE_SUBNETS": server.subnets,
        "RESTORE_SECURITY_GROUP": context.network.database.security_group_id,
        "RESTORE_PARAMETERS": server.parameters,
        "RESTORE_CLASS": server.instance_class,
        "RESTORE_CHECKER": checker,
        "RESTORE_MARK": LAST_DRILL_PARAMETER,
    }


def statements(context: StageContext, checker: str) -> list[iam.PolicyStatement]:
    """Allow each step on its own resources. No other server can be restored over, changed or deleted."""
    database = context.database
    via_rds = {"kms:ViaService": f"rds.{context.config.region}.amazonaws.com"}
    grant_for_aws = {"Bool": {"kms:GrantIsForAWSResource": "true"}, "StringEquals": via_rds}
    key = database.key.key_arn
    parameter = database.stack.format_arn(
        service="ssm", resource="parameter", resource_name=LAST_DRILL_PARAMETER.removeprefix("/")
    )
    return [
        *(_cluster(database) if context.config.engine == AURORA else _instance(database)),
        iam.PolicyStatement(actions=["kms:DescribeKey"], resources=[key], conditions={"StringEquals": via_rds}),
        iam.PolicyStatement(actions=["kms:CreateGrant"], resources=[key], conditions=grant_for_aws),
        _allow(["lambda:InvokeFunction"], checker),
        _allow(["ssm:GetParameter", "ssm:PutParameter"], parameter),
    ]


def every_snapshot(context: StageContext) -> str:
    """Return the ARN of every snapshot, as cdk-nag reports it: RDS, AWS Backup and people choose their names."""
    kind = "cluster-snapshot" if context.config.engine == AURORA else "snapshot"
    return f"arn:aws:rds:{context.config.region}:<AWS::AccountId>:{kind}:*"


def _instance(database: DatabaseRef) -> list[iam.PolicyStatement]:
    scratch, live = _arn(database, "db", scratch_name(database)), _arn(database, "db", database.name)
    snapshots = _arn(database, "snapshot", "*")
    version = database_server.INSTANCE.engine_version
    groups = [
        _arn(database, "subgrp", database.server.subnets),
        _arn(database, "pg", database.server.parameters),
        _arn(database, "og", f"default:postgres-{version.major_version if version else ''}"),
    ]
    return [
        _allow(["rds:DescribeDBInstances"], scratch),
        _allow(["rds:DescribeDBSnapshots"], live, snapshots),
        _allow(["rds:RestoreDBInstanceFromDBSnapshot"], scratch, snapshots, *groups),
        _allow(["rds:AddTagsToResource", "rds:DeleteDBInstance"], scratch),
    ]


def _cluster(database: DatabaseRef) -> list[iam.PolicyStatement]:
    scratch, live = _arn(database, "cluster", scratch_name(database)), _arn(database, "cluster", database.name)
    instance = _arn(database, "db", f"{scratch_name(database)}-1")
    snapshots = _arn(database, "cluster-snapshot", "*")
    subnets, parameters = _arn(database, "subgrp", database.server.subnets), database.server.parameters
    version = database_server.CLUSTER.engine_version
    major = version.major_version if version else ""
    options = _arn(database, "og", f"default:{AURORA}-{major}")
    instance_parameters = _arn(database, "pg", f"default.{AURORA}{major}")
    cluster_parameters = _arn(database, "cluster-pg", parameters)
    return [
        _allow(["rds:DescribeDBInstances", "rds:DeleteDBInstance"], instance),
        _allow(["rds:DescribeDBClusters", "rds:AddTagsToResource", "rds:DeleteDBCluster"], scratch),
        _allow(["rds:DescribeDBClusterSnapshots"], live, snapshots),
        _allow(["rds:RestoreDBClusterFromSnapshot"], scratch, snapshots, subnets, cluster_parameters, options),
        _allow(["rds:CreateDBInstance"], instance, scratch, subnets, instance_parameters, options),
    ]


def _allow(actions: list[str], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=actions, resources=list(resources))


def _arn(database: DatabaseRef, kind: str, name: str) -> str:
    form = ArnFormat.COLON_RESOURCE_NAME
    return database.stack.format_arn(service="rds", resource=kind, resource_name=name, arn_format=form)
