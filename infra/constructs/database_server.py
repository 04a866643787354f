"""The two engines that a stage may run on: an RDS instance, or an Aurora cluster. To the rest both are a `Server`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, cast

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs.postgres_parameters import parameters

PORT = 5432
MASTER = "master"
MAJOR = "18"
LOGS = ("postgresql", "upgrade")
BACKUPS, MAINTENANCE = "07:00-08:00", "Sun:08:30-Sun:09:30"
INSTANCE = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_18)
HIDDEN = "The network is isolated and security groups name their peers: another port would hide nothing from anybody."
CLUSTER = rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_18_6)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Plan:
    """What both engines are given."""

    scope: Construct
    config: Config
    name: str
    vpc: ec2.IVpc
    group: ec2.ISecurityGroup
    key: kms.IKey
    removal: RemovalPolicy

    @property
    def subnets(self) -> ec2.SubnetSelection:
        """Where the servers stand."""
        return ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)

    def group_of(self, engine: rds.IEngine) -> rds.ParameterGroup:
        """Make the parameter group: a cluster's and an instance's are told apart by where it is bound."""
        config = self.config
        found = parameters(config.engine, config.memory, replica=config.replica)
        return rds.ParameterGroup(
            self.scope, f"Parameters{MAJOR}", engine=engine, parameters=found, name=self.parameters
        )

    @property
    def parameters(self) -> str:
        """The group's name. It is given, with the major version, since an upgrade makes a new group beside the old one."""
        return f"{self.name}-{self.config.engine}-{MAJOR}"


@dataclass(frozen=True, slots=True)
class Server:
    """One writer and perhaps a reader: their addresses, what backups are made of (`arn`), the names that metrics have.

    A restored copy stands in the same `subnets`, with the same `parameters`, and is of this `size`.
    """

    address: str
    reader_address: str
    secret: secrets.ISecret
    target: rds.ProxyTarget
    arn: str
    subnets: str
    parameters: str
    size: str
    dimensions: dict[str, str]
    reader_dimensions: dict[str, str] | None


def serve(plan: Plan) -> Server:
    """Make the stage's database server."""
    return _aurora(plan) if plan.config.engine == "aurora-postgresql" else _instance(plan)


def log_groups(config: Config, name: str) -> list[str]:
    """Return the log groups that RDS writes to, whose names it prescribes."""
    kind, logs = ("cluster", LOGS[:1]) if config.engine == "aurora-postgresql" else ("instance", LOGS)
    servers = [name, f"{name}-replica"] if kind == "instance" and config.replica else [name]
    return [f"/aws/rds/{kind}/{server}/{log}" for server in servers for log in logs]


def _instance(plan: Plan) -> Server:
    config, engine = plan.config, INSTANCE
    group = plan.group_of(engine)
    instance = rds.DatabaseInstance(
        plan.scope,
        "Instance",
        instance_identifier=plan.name,
        engine=engine,
        parameter_group=group,
        database_name=None,  # made by the preparation, owned by the migrator
        multi_az=config.multi_az,
        allocated_storage=config.storage,
        backup_retention=Duration.days(config.backup_days),
        preferred_backup_window=BACKUPS,
        allow_major_version_upgrade=config.major_upgrade,
        **_of_writers(plan),
        **_of_instances(plan),
    )
    acknowledge(instance, HIDDEN, "AwsSolutions-RDS11")
    if not config.keeps_data:
        acknowledge(instance, _loaded(config), "AwsSolutions-RDS3", "AwsSolutions-RDS10")
    replica = _replica(plan, instance, group) if config.replica else None
    return Server(
        address=instance.db_instance_endpoint_address,
        reader_address=replica.db_instance_endpoint_address if replica else instance.db_instance_endpoint_address,
        secret=_known(instance.secret),
        target=rds.ProxyTarget.from_instance(instance),
        arn=instance.instance_arn,
        subnets=_subnets(instance, "SubnetGroup"),
        parameters=plan.parameters,
        size=f"db.{config.instance}",
        dimensions={"DBInstanceIdentifier": plan.name},
        reader_dimensions={"DBInstanceIdentifier": f"{plan.name}-replica"} if replica else None,
    )


def _replica(plan: Plan, source: rds.DatabaseInstance, group: rds.ParameterGroup) -> rds.DatabaseInstanceReadReplica:
    """Make a copy that boards and statistics read, a moment behind; it holds nothing that the source has not."""
    replica = rds.DatabaseInstanceReadReplica(
        plan.scope,
        "Replica",
        instance_identifier=f"{plan.name}-replica",
        source_database_instance=source,
        parameter_group=group,
        **_of_instances(plan) | {"deletion_protection": False, "removal_policy": RemovalPolicy.DESTROY},
    )
    again = "The replica can be made again from its source at any time."
    acknowledge(replica, again, "AwsSolutions-RDS3", "AwsSolutions-RDS10", "AwsSolutions-RDS13")
    acknowledge(replica, "RDS encrypts a copy with the key of its source, and refuses being told.", "AwsSolutions-RDS2")
    acknowledge(replica, HIDDEN, "AwsSolutions-RDS11")
    return replica


def _of_instances(plan: Plan) -> dict[str, Any]:
    """Return what an instance and its replica have in common."""
    return {
        "instance_type": ec2.InstanceType(plan.config.instance),
        "storage_type": rds.StorageType.GP3,
        "max_allocated_storage": plan.config.most_storage,
        "cloudwatch_logs_exports": list(LOGS),
        **_of_members(),
        **_of_servers(plan),
    }


def _aurora(plan: Plan) -> Server:
    config, engine = plan.config, CLUSTER
    group = plan.group_of(engine)
    least, most = config.capacity
    reads = config.replica or config.multi_az
    reader = rds.ClusterInstance.serverless_v2("Reader", **_of_members(), scale_with_writer=True)
    cluster = rds.DatabaseCluster(
        plan.scope,
        "Cluster",
        cluster_identifier=plan.name,
        engine=engine,
        parameter_group=group,
        writer=rds.ClusterInstance.serverless_v2("Writer", **_of_members()),
        readers=[reader] if reads else [],
        serverless_v2_min_capacity=least,
        serverless_v2_max_capacity=most,
        backup=rds.BackupProps(retention=Duration.days(config.backup_days), preferred_window=BACKUPS),
        cloudwatch_logs_exports=list(LOGS[:1]),
        **_of_writers(plan),
        **_of_servers(plan),
    )
    acknowledge(cluster, HIDDEN, "AwsSolutions-RDS11")
    told = "Annotation::@aws-cdk/aws-rds:instancePerformanceInsightsOverridden"
    acknowledge(cluster, "The cluster's insights are its members' too, without being said again.", told)
    if not config.keeps_data:
        acknowledge(cluster, _loaded(config), "AwsSolutions-RDS10")
    return Server(
        address=cluster.cluster_endpoint.hostname,
        reader_address=cluster.cluster_read_endpoint.hostname if reads else cluster.cluster_endpoint.hostname,
        secret=_known(cluster.secret),
        target=rds.ProxyTarget.from_cluster(cluster),
        arn=cluster.cluster_arn,
        subnets=_subnets(cluster, "Subnets"),
        parameters=plan.parameters,
        size="db.serverless",
        dimensions={"DBClusterIdentifier": plan.name, "Role": "WRITER"},
        reader_dimensions={"DBClusterIdentifier": plan.name, "Role": "READER"} if reads else None,
    )


def _of_servers(plan: Plan) -> dict[str, Any]:
    """Return what every server has: where it stands, who comes in, what is kept of it."""
    return {
        "port": PORT,
        "vpc": plan.vpc,
        "vpc_subnets": plan.subnets,
        "security_groups": [plan.group],
        "iam_authentication": True,
        "delete_automated_backups": not plan.config.keeps_data,
        "copy_tags_to_snapshot": True,
        "preferred_maintenance_window": MAINTENANCE,
        "deletion_protection": plan.config.keeps_data,
        "removal_policy": plan.removal,
        "database_insights_mode": rds.DatabaseInsightsMode.STANDARD,
        "enable_performance_insights": True,
        "performance_insight_retention": rds.PerformanceInsightRetention.DEFAULT,
        "performance_insight_encryption_key": plan.key,
    }


def _of_writers(plan: Plan) -> dict[str, Any]:
    """Return what a server of its own data has: a replica has its source's."""
    return {
        "credentials": rds.Credentials.from_username(MASTER, encryption_key=plan.key),
        "manage_master_user_password": True,
        "storage_encrypted": True,
        "storage_encryption_key": plan.key,
    }


def _of_members() -> dict[str, Any]:
    """Return what every machine has, alone or in a cluster."""
    return {
        "auto_minor_version_upgrade": True,
        "publicly_accessible": False,
        "ca_certificate": rds.CaCertificate.RDS_CA_RSA2048_G1,
    }


def _loaded(config: Config) -> str:
    return f"{config.stage} holds nothing that a deploy could not load again."


def _subnets(server: Construct, name: str) -> str:
    """Return the name of the subnet group that the CDK makes inside a server, and does not tell."""
    return cast("rds.SubnetGroup", server.node.find_child(name)).subnet_group_name


def _known(value: Value | None) -> Value:
    """Return what the CDK may leave out, and does not for a server made here."""
    if value is None:
        raise RuntimeError("a server made here has a secret that RDS manages")
    return value
