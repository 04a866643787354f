"""The two engines that a stage may use: an RDS instance or an Aurora cluster. Both are returned as a `DatabaseServer`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.postgres_parameters import parameters
from infra.context import DATABASE_PORT, MASTER_USER, DatabaseServer

MAJOR = "18"
LOGS = ("postgresql", "upgrade")
BACKUP_WINDOW, MAINTENANCE_WINDOW = "07:00-08:00", "Sun:08:30-Sun:09:30"
INSTANCE = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_18)
CLUSTER = rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_18_6)
DEFAULT_PORT_REASON = (
    "The subnets are isolated and security groups name their peers, so another port would protect nothing."
)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class ServerProps:
    """What both engines are created with."""

    scope: Construct
    config: Config
    name: str
    vpc: ec2.IVpc
    group: ec2.ISecurityGroup
    key: kms.IKey
    removal: RemovalPolicy

    @property
    def subnets(self) -> ec2.SubnetSelection:
        """The isolated subnets."""
        return ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)

    def parameter_group(self, engine: rds.IEngine) -> rds.ParameterGroup:
        """Create the parameter group; binding makes it a cluster's or an instance's."""
        config = self.config
        idle = None if config.uses_proxy else config.idle_seconds
        settings = parameters(config.engine, config.memory, replica=config.replica, idle=idle)
        return rds.ParameterGroup(
            self.scope, f"Parameters{MAJOR}", engine=engine, parameters=settings, name=self.parameter_group_name
        )

    @property
    def parameter_group_name(self) -> str:
        """The name. It contains the major version, because an upgrade creates a new group beside the old one."""
        return f"{self.name}-{self.config.engine}-{MAJOR}"


def create_server(props: ServerProps) -> DatabaseServer:
    """Create the stage's database server."""
    return _aurora(props) if props.config.engine == "aurora-postgresql" else _instance(props)


def log_group_names(config: Config, name: str) -> list[str]:
    """Return the log groups that RDS writes to; RDS prescribes their names."""
    kind, logs = ("cluster", LOGS[:1]) if config.engine == "aurora-postgresql" else ("instance", LOGS)
    servers = [name, f"{name}-replica"] if kind == "instance" and config.replica else [name]
    return [f"/aws/rds/{kind}/{server}/{log}" for server in servers for log in logs]


def _instance(props: ServerProps) -> DatabaseServer:
    config, engine = props.config, INSTANCE
    group = props.parameter_group(engine)
    instance = rds.DatabaseInstance(
        props.scope,
        "Instance",
        instance_identifier=props.name,
        engine=engine,
        parameter_group=group,
        database_name=None,  # the operation `prepare_cluster` creates it, owned by the migrator
        multi_az=config.multi_az,
        allocated_storage=config.storage,
        backup_retention=Duration.days(config.backup_days),
        preferred_backup_window=BACKUP_WINDOW,
        allow_major_version_upgrade=config.major_upgrade,
        **_writer_props(props),
        **_instance_props(props),
    )
    acknowledge(instance, DEFAULT_PORT_REASON, "AwsSolutions-RDS11")
    if not config.keeps_data:
        acknowledge(instance, _reloadable(config), "AwsSolutions-RDS3", "AwsSolutions-RDS10")
    replica = _replica(props, instance, group) if config.replica else None
    return DatabaseServer(
        address=instance.db_instance_endpoint_address,
        reader_address=replica.db_instance_endpoint_address if replica else instance.db_instance_endpoint_address,
        secret=_required(instance.secret),
        target=rds.ProxyTarget.from_instance(instance),
        arn=instance.instance_arn,
        subnets=_subnet_group_name(instance, "SubnetGroup"),
        parameters=props.parameter_group_name,
        instance_class=f"db.{config.instance}",
        dimensions={"DBInstanceIdentifier": props.name},
        reader_dimensions={"DBInstanceIdentifier": f"{props.name}-replica"} if replica else None,
    )


def _replica(
    props: ServerProps, source: rds.DatabaseInstance, group: rds.ParameterGroup
) -> rds.DatabaseInstanceReadReplica:
    """Create the read replica for leaderboards and statistics; it holds no data of its own."""
    replica = rds.DatabaseInstanceReadReplica(
        props.scope,
        "Replica",
        instance_identifier=f"{props.name}-replica",
        source_database_instance=source,
        parameter_group=group,
        **_instance_props(props) | {"deletion_protection": False, "removal_policy": RemovalPolicy.DESTROY},
    )
    reason = "The replica can be created again from its source at any time."
    acknowledge(replica, reason, "AwsSolutions-RDS3", "AwsSolutions-RDS10", "AwsSolutions-RDS13")
    reason = "RDS encrypts a replica with the key of its source, and rejects the property."
    acknowledge(replica, reason, "AwsSolutions-RDS2")
    acknowledge(replica, DEFAULT_PORT_REASON, "AwsSolutions-RDS11")
    return replica


def _instance_props(props: ServerProps) -> dict[str, Any]:
    """Return the properties that an RDS instance and its replica share."""
    return {
        "instance_type": ec2.InstanceType(props.config.instance),
        "storage_type": rds.StorageType.GP3,
        "max_allocated_storage": props.config.max_storage,
        "cloudwatch_logs_exports": list(LOGS),
        **_member_props(),
        **_server_props(props),
    }


def _aurora(props: ServerProps) -> DatabaseServer:
    config, engine = props.config, CLUSTER
    group = props.parameter_group(engine)
    min_capacity, max_capacity = config.capacity
    has_reader = config.replica or config.multi_az
    reader = rds.ClusterInstance.serverless_v2("Reader", **_member_props(), scale_with_writer=True)
    cluster = rds.DatabaseCluster(
        props.scope,
        "Cluster",
        cluster_identifier=props.name,
        engine=engine,
        parameter_group=group,
        writer=rds.ClusterInstance.serverless_v2("Writer", **_member_props()),
        readers=[reader] if has_reader else [],
        serverless_v2_min_capacity=min_capacity,
        serverless_v2_max_capacity=max_capacity,
        backup=rds.BackupProps(retention=Duration.days(config.backup_days), preferred_window=BACKUP_WINDOW),
        cloudwatch_logs_exports=list(LOGS[:1]),
        **_writer_props(props),
        **_server_props(props),
    )
    acknowledge(cluster, DEFAULT_PORT_REASON, "AwsSolutions-RDS11")
    overridden = "Annotation::@aws-cdk/aws-rds:instancePerformanceInsightsOverridden"
    acknowledge(
        cluster, "Performance Insights of the cluster apply to its instances without repeating them.", overridden
    )
    if not config.keeps_data:
        acknowledge(cluster, _reloadable(config), "AwsSolutions-RDS10")
    writer_address = cluster.cluster_endpoint.hostname
    return DatabaseServer(
        address=writer_address,
        reader_address=cluster.cluster_read_endpoint.hostname if has_reader else writer_address,
        secret=_required(cluster.secret),
        target=rds.ProxyTarget.from_cluster(cluster),
        arn=cluster.cluster_arn,
        subnets=_subnet_group_name(cluster, "Subnets"),
        parameters=props.parameter_group_name,
        instance_class="db.serverless",
        dimensions={"DBClusterIdentifier": props.name, "Role": "WRITER"},
        reader_dimensions={"DBClusterIdentifier": props.name, "Role": "READER"} if has_reader else None,
    )


def _server_props(props: ServerProps) -> dict[str, Any]:
    """Return the properties of every server: network, sign-in, monitoring and removal."""
    return {
        "port": DATABASE_PORT,
        "vpc": props.vpc,
        "vpc_subnets": props.subnets,
        "security_groups": [props.group],
        "iam_authentication": True,
        "delete_automated_backups": not props.config.keeps_data,
        "copy_tags_to_snapshot": True,
        "preferred_maintenance_window": MAINTENANCE_WINDOW,
        "deletion_protection": props.config.deletion_protection,
        "removal_policy": props.removal,
        "database_insights_mode": rds.DatabaseInsightsMode.STANDARD,
        "enable_performance_insights": True,
        "performance_insight_retention": rds.PerformanceInsightRetention.DEFAULT,
        "performance_insight_encryption_key": props.key,
    }


def _writer_props(props: ServerProps) -> dict[str, Any]:
    """Return the properties of a server with data of its own; a replica takes its source's."""
    return {
        # RDS creates no replica of a server whose password it manages itself.
        "credentials": rds.Credentials.from_secret(_master_secret(props), MASTER_USER),
        "storage_encrypted": True,
        "storage_encryption_key": props.key,
    }


def _master_secret(props: ServerProps) -> rds.DatabaseSecret:
    """Generate the password that the master has until the roles are prepared."""
    secret = rds.DatabaseSecret(props.scope, "Master", username=MASTER_USER, encryption_key=props.key)
    secret.apply_removal_policy(props.removal)
    reason = (
        "The server refuses this password once the roles are prepared: from then on the master signs in by IAM as well."
    )
    acknowledge(secret, reason, "AwsSolutions-SMG4")
    return secret


def _member_props() -> dict[str, Any]:
    """Return the properties of every instance, alone or in a cluster."""
    return {
        "auto_minor_version_upgrade": True,
        "publicly_accessible": False,
        "ca_certificate": rds.CaCertificate.RDS_CA_RSA2048_G1,
    }


def _reloadable(config: Config) -> str:
    return f"{config.stage} holds only data that a deploy can load again."


def _subnet_group_name(server: Construct, child: str) -> str:
    """Return the name of the subnet group that the CDK creates inside a server and does not expose."""
    return cast("rds.SubnetGroup", server.node.find_child(child)).subnet_group_name


def _required(value: Value | None) -> Value:
    """Return a value that is optional in the CDK's types, and present for servers with a generated master password."""
    if value is None:
        raise RuntimeError("a server whose master password is generated has a secret")
    return value
