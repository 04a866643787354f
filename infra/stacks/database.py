"""PostgreSQL on RDS or Aurora, its customer key, and the proxy before it where the stage has one. Everybody signs in by IAM."""

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
from infra.constructs import database_server
from infra.constructs.stack import PlatformStack, log_group
from infra.names import SERVICE
from infra.stacks.network import Network

NAME = "progressive_flow"
PORT = database_server.PORT
ANY = "*"
RESTORED = "A restored server has an id of its own, and this is the only kind of server in the account."
BORROW = 3  # seconds, as the kernel's own: then a client is better served by 503


class Database(PlatformStack):
    """The server, and where each database role connects."""

    def __init__(self, scope: Construct, config: Config, network: Network) -> None:
        super().__init__(scope, "database", config)
        self.key = kms.Key(
            self,
            "Key",
            description="What the database stores, its master secret and its insights",
            enable_key_rotation=True,
            removal_policy=self.removal,
        )
        self.name = f"{SERVICE}-{config.stage}"  # given, since RDS writes to log groups named after it
        logs = [self._logs(name) for name in database_server.log_groups(config, self.name)]
        group = self._as_it_is(network.database)
        self.server = database_server.serve(
            database_server.Plan(self, config, self.name, network.vpc, group, self.key, self.removal)
        )
        for made in self.node.children:
            if isinstance(made, rds.DatabaseInstance | rds.DatabaseInstanceReadReplica | rds.DatabaseCluster):
                made.node.add_dependency(*logs)
        self.proxy = self._proxy(network) if config.proxy else None
        self._export()

    @property
    def master_secret(self) -> secrets.ISecret:
        """The password that RDS made and rotates."""
        return self.server.secret

    def entrance(self, *, direct: bool) -> rds.DatabaseProxy | None:
        """Return the proxy, unless the stage has none or the caller goes around it."""
        return None if direct or self.config.bypass_proxy else self.proxy

    def reads_elsewhere(self, *, reads: bool) -> bool:
        """Tell whether what only `reads`, and may read what was true a moment ago, has a server of its own to ask."""
        return reads and self.config.replica and not self.config.bypass_replica

    def host(self, *, direct: bool, reads: bool = False) -> str:
        """Return where to connect."""
        if self.reads_elsewhere(reads=reads):
            return self.server.reader_address
        proxy = self.entrance(direct=direct)
        return proxy.endpoint if proxy else self.server.address

    def user(self, role: str, *, direct: bool, reads: bool = False) -> str:
        """Return the ARN that `rds-db:connect` as `role` is granted on: by the proxy's id, or at any server of the account.

        A server restored from a backup has another id. It takes the old one's place by a change of names, without a deploy
        (docs/operations.md), only if nobody is tied to the id; the account has no other servers.
        """
        proxy = None if self.reads_elsewhere(reads=reads) else self.entrance(direct=direct)
        # the proxy's resource id is told only inside its ARN
        resource = Fn.select(6, Fn.split(":", proxy.db_proxy_arn)) if proxy else ANY
        return self.format_arn(
            service="rds-db",
            resource="dbuser",
            resource_name=f"{resource}/{role}",
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )

    def _export(self) -> None:
        """Export all ways in at all times: an export that comes and goes with its use would block taking the other way."""
        server = self.server
        self.export_value(server.address)
        if self.config.replica:
            self.export_value(server.reader_address)
        if self.proxy:
            self.export_value(self.proxy.endpoint)
            self.export_value(self.proxy.db_proxy_arn)

    def _as_it_is(self, group: ec2.SecurityGroup) -> ec2.ISecurityGroup:
        """Return a group to which nothing is added here: the network has named its peers, and depends on no other stack."""
        return ec2.SecurityGroup.from_security_group_id(
            self, f"{group.node.id}Group", group.security_group_id, mutable=False
        )

    def _logs(self, name: str) -> Construct:
        """Make the group before RDS does, which would keep what is in it for ever.

        Its name is given, so one left behind by a first deploy that failed would stand in the second one's way.
        """
        _, _, whose = name.rpartition(f"{self.name}")
        kept = self.config.keeps_data and not whose.startswith("-replica")  # a replica comes and goes
        keeps = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if kept else RemovalPolicy.DESTROY
        return log_group(
            self, f"Logs-{whose.strip('/-').replace('/', '-')}", days=self.log_days, removal=keeps, physical=name
        )

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
        acknowledge(role, RESTORED, *(wide(self, name) for name in ("application", "scheduler")))
        return rds.DatabaseProxy(
            self,
            "Proxy",
            db_proxy_name=self.name,
            proxy_target=self.server.target,
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


def wide(stack: PlatformStack, role: str) -> str:
    """Return cdk-nag's name of the finding that signing in as `role` is allowed at any server of the account."""
    return f"AwsSolutions-IAM5[Resource::arn:aws:rds-db:{stack.config.region}:<AWS::AccountId>:dbuser:*/{role}]"
