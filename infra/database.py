"""PostgreSQL on RDS, its customer key, and the proxy before it where the stage has one. Everybody signs in by IAM."""

from __future__ import annotations

from aws_cdk import ArnFormat, Duration, Fn, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secrets
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.network import Network
from infra.stack import SERVICE, PlatformStack, log_group

NAME = "progressive_flow"
PORT = 5432
MASTER = "master"
LOGS = ("postgresql", "upgrade")
BORROW = 3  # seconds, as the kernel's own: then a client is better served by 503
ENGINE = rds.DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_18)
PARAMETERS = {
    "rds.force_ssl": "1",
    "log_min_duration_statement": "1000",
    "log_lock_waits": "1",
}


class Database(PlatformStack):
    """The instance, and where each database role connects."""

    def __init__(self, scope: Construct, config: Config, network: Network) -> None:
        super().__init__(scope, "database", config)
        self.key = kms.Key(
            self,
            "Key",
            description="What the database stores, its master secret and its insights",
            enable_key_rotation=True,
            removal_policy=self.removal,
        )
        self.instance = self._instance(network)
        self.proxy = self._proxy(network) if config.proxy else None
        self._export()

    @property
    def master_secret(self) -> secrets.ISecret:
        """The password that RDS made and rotates."""
        if self.instance.secret is None:
            raise RuntimeError("RDS manages the master password")
        return self.instance.secret

    def entrance(self, *, direct: bool) -> rds.DatabaseProxy | None:
        """Return the proxy, unless the stage has none or the caller goes around it."""
        return None if direct or self.config.bypass_proxy else self.proxy

    def host(self, *, direct: bool) -> str:
        """Return where to connect."""
        proxy = self.entrance(direct=direct)
        return proxy.endpoint if proxy else self.instance.db_instance_endpoint_address

    def user(self, role: str, *, direct: bool) -> str:
        """Return the ARN that `rds-db:connect` as `role` is granted on."""
        proxy = self.entrance(direct=direct)
        # the proxy's resource id is told only inside its ARN
        resource = Fn.select(6, Fn.split(":", proxy.db_proxy_arn)) if proxy else self._resource_id
        return self.format_arn(
            service="rds-db",
            resource="dbuser",
            resource_name=f"{resource}/{role}",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    @property
    def _resource_id(self) -> str:
        if self.instance.instance_resource_id is None:
            raise RuntimeError("an instance made here has a resource id")
        return self.instance.instance_resource_id

    def _export(self) -> None:
        """Export both ways in at all times: an export that comes and goes with its use would block taking the other way."""
        for value in (self.instance.db_instance_endpoint_address, self._resource_id):
            self.export_value(value)
        if self.proxy:
            self.export_value(self.proxy.endpoint)
            self.export_value(self.proxy.db_proxy_arn)

    def _instance(self, network: Network) -> rds.DatabaseInstance:
        config = self.config
        name = f"{SERVICE}-{config.stage}"  # given, since RDS writes to log groups named after it
        groups = [self._logs_of(name, kind) for kind in LOGS]
        instance = rds.DatabaseInstance(
            self,
            "Instance",
            instance_identifier=name,
            engine=ENGINE,
            instance_type=ec2.InstanceType(config.instance),
            parameter_group=rds.ParameterGroup(self, "Parameters", engine=ENGINE, parameters=PARAMETERS),
            database_name=None,  # made by the preparation, owned by the migrator
            port=PORT,
            vpc=network.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            security_groups=[self._as_it_is(network.database)],
            multi_az=config.multi_az,
            publicly_accessible=False,
            credentials=rds.Credentials.from_username(MASTER, encryption_key=self.key),
            manage_master_user_password=True,
            iam_authentication=True,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            storage_type=rds.StorageType.GP3,
            allocated_storage=config.storage,
            max_allocated_storage=config.most_storage,
            storage_encrypted=True,
            storage_encryption_key=self.key,
            backup_retention=Duration.days(config.backup_days),
            delete_automated_backups=not config.keeps_data,
            copy_tags_to_snapshot=True,
            preferred_backup_window="07:00-08:00",
            preferred_maintenance_window="Sun:08:30-Sun:09:30",
            auto_minor_version_upgrade=True,
            allow_major_version_upgrade=False,
            cloudwatch_logs_exports=list(LOGS),
            database_insights_mode=rds.DatabaseInsightsMode.STANDARD,
            enable_performance_insights=True,
            performance_insight_retention=rds.PerformanceInsightRetention.DEFAULT,
            performance_insight_encryption_key=self.key,
            deletion_protection=config.keeps_data,
            removal_policy=self.removal,
        )
        instance.node.add_dependency(*groups)
        self._acknowledge(instance)
        return instance

    def _as_it_is(self, group: ec2.SecurityGroup) -> ec2.ISecurityGroup:
        """Return a group to which nothing is added here: the network has named its peers, and depends on no other stack."""
        return ec2.SecurityGroup.from_security_group_id(
            self, f"{group.node.id}Group", group.security_group_id, mutable=False
        )

    def _logs_of(self, instance: str, kind: str) -> Construct:
        """Make the group before RDS does, which would keep what is in it for ever.

        Its name is given, so one left behind by a first deploy that failed would stand in the second one's way.
        """
        name = f"/aws/rds/instance/{instance}/{kind}"
        keeps = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if self.config.keeps_data else RemovalPolicy.DESTROY
        return log_group(self, f"Logs-{kind}", days=self.log_days, removal=keeps, physical=name)

    def _acknowledge(self, instance: rds.DatabaseInstance) -> None:
        acknowledge(
            instance,
            "The network is isolated and security groups name their peers: another port would hide nothing from anybody.",
            "AwsSolutions-RDS11",
        )
        if not self.config.keeps_data:
            reason = f"{self.config.stage} holds nothing that a deploy could not load again."
            acknowledge(instance, reason, "AwsSolutions-RDS3", "AwsSolutions-RDS10")

    def _proxy(self, network: Network) -> rds.DatabaseProxy:
        """Make a proxy that signs in as its client did, by IAM on both sides, so that no role has a password."""
        users = [self.user(role, direct=True) for role in ("application", "scheduler")]
        connect = iam.PolicyStatement(actions=["rds-db:connect"], resources=users)
        role = iam.Role(
            self,
            "ProxyRole",
            assumed_by=iam.ServicePrincipal("rds.amazonaws.com"),
            inline_policies={"connect": iam.PolicyDocument(statements=[connect])},
        )
        return rds.DatabaseProxy(
            self,
            "Proxy",
            db_proxy_name=f"{SERVICE}-{self.config.stage}",
            proxy_target=rds.ProxyTarget.from_instance(self.instance),
            default_auth_scheme=rds.DefaultAuthScheme.IAM_AUTH,
            require_tls=True,
            role=role.without_policy_updates(),
            vpc=network.vpc,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            security_groups=[self._as_it_is(network.proxy)],
            borrow_timeout=Duration.seconds(BORROW),
            idle_client_timeout=Duration.minutes(30),
            max_connections_percent=90,  # the rest is for the migrator, who goes around it
        )
