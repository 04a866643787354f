"""PostgreSQL on RDS or Aurora, its customer-managed key, and RDS Proxy where the stage has one. All roles sign in by IAM."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_rds as rds
from constructs import Construct

from infra.checks import acknowledge
from infra.config import Config
from infra.constructs import connections
from infra.constructs.database_server import ServerProps, create_server, log_group_names
from infra.constructs.keys import customer_key
from infra.constructs.stack import PlatformStack, log_group, service_principal
from infra.context import ANY_SERVER, ANY_SERVER_REASON, DatabaseRef, any_server_finding, database_user_arn
from infra.names import SERVICE
from infra.stacks.network import Network
from progressive_flow.kernel.declarations.models import LOGIN_ROLES

BORROW_TIMEOUT = 3  # seconds, equal to the kernel's: after that, 503 serves a client better than waiting
PROXIED_ROLES = tuple(role for role in LOGIN_ROLES if role not in {"migrator", "read_only"})


class Database(PlatformStack):
    """The server and its proxy."""

    def __init__(self, scope: Construct, config: Config, network: Network) -> None:
        super().__init__(scope, "database", config)
        self.key = customer_key(self, "Encrypts the database, its master secret and Performance Insights")
        self.name = f"{SERVICE}-{config.stage}"  # fixed, because RDS names its log groups after the server
        logs = [self._log_group(name) for name in log_group_names(config, self.name)]
        group = self._imported(network.database)
        self.server = create_server(ServerProps(self, config, self.name, network.vpc, group, self.key, self.removal))
        for child in self.node.children:
            if isinstance(child, rds.DatabaseInstance | rds.DatabaseInstanceReadReplica | rds.DatabaseCluster):
                child.node.add_dependency(*logs)
        self.proxy = self._proxy(network) if config.proxy else None
        self._export()

    @property
    def ref(self) -> DatabaseRef:
        """What functions connect to."""
        return DatabaseRef(self, self.config, self.name, self.server, self.key, self.proxy)

    def _export(self) -> None:
        """Export every endpoint always: CloudFormation does not remove an export in use, so a bypass could not be deployed."""
        server = self.server
        self.export_value(server.address)
        if self.config.replica:
            self.export_value(server.reader_address)
        if self.proxy:
            self.export_value(self.proxy.endpoint)
            self.export_value(self.proxy.db_proxy_arn)

    def _imported(self, group: ec2.SecurityGroup) -> ec2.ISecurityGroup:
        """Return an immutable reference: the network stack adds all rules, and so depends on no other stack."""
        return ec2.SecurityGroup.from_security_group_id(
            self, f"{group.node.id}Group", group.security_group_id, mutable=False
        )

    def _log_group(self, name: str) -> Construct:
        """Create the log group before RDS does, which would set no retention.

        Its name is fixed, so a log group that a failed first deploy left behind would make the second deploy fail.
        """
        _, _, suffix = name.rpartition(self.name)
        retained = self.config.keeps_data and not suffix.startswith("-replica")  # a replica may be removed and added
        removal = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if retained else RemovalPolicy.DESTROY
        return log_group(
            self, f"Logs-{suffix.strip('/-').replace('/', '-')}", days=self.log_days, removal=removal, physical=name
        )

    def _proxy(self, network: Network) -> rds.DatabaseProxy:
        """Create a proxy that uses IAM on both sides, so that no role has a password."""
        users = [database_user_arn(self, ANY_SERVER, role) for role in PROXIED_ROLES]
        connect = iam.PolicyStatement(actions=["rds-db:connect"], resources=users)
        role = iam.Role(
            self,
            "ProxyRole",
            assumed_by=service_principal("rds.amazonaws.com"),
            inline_policies={"connect": iam.PolicyDocument(statements=[connect])},
        )
        acknowledge(role, ANY_SERVER_REASON, *(any_server_finding(self.config, name) for name in PROXIED_ROLES))
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
            security_groups=[self._imported(network.proxy)],
            borrow_timeout=Duration.seconds(BORROW_TIMEOUT),
            idle_client_timeout=Duration.seconds(self.config.idle_seconds),
            max_connections_percent=connections.proxy_percent(self.config),
        )
