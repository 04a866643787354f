"""A network without a way out: isolated subnets in three zones, and security groups that name their peers."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.constructs.stack import PlatformStack, log_group

POSTGRES = ec2.Port.tcp(5432)
HTTPS = ec2.Port.tcp(443)


class Network(PlatformStack):
    """Who may open a connection to whom.

    callers -> proxy -> database; readers -> database if it has a replica, else as callers; operations -> database;
    preparation -> database and Secrets Manager. Without a proxy the callers reach the database themselves. There is no NAT:
    what calls other services runs outside the network, but for two, to which a group lets out in addition: publishers ->
    EventBridge, storers -> S3.
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "network", config)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr("10.40.0.0/16"),
            availability_zones=list(config.zones),
            nat_gateways=0,
            # emptied by nobody: nothing uses the default group, and emptying it takes a function of its own
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=20)
            ],
        )
        self.s3 = self.vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
        self.callers = self._group("Callers", "Endpoints, jobs and triggers")
        self.readers = self._group("Readers", "What reads, from a replica where there is one")
        self.operations = self._group("Operations", "What migrates the database")
        self.preparation = self._group("Preparation", "What prepares the cluster with the master password")
        self.proxy = self._group("Proxy", "RDS Proxy")
        self.database = self._group("Database", "PostgreSQL")
        self.secrets = self._group("Secrets", "The endpoint of Secrets Manager")
        self.publishers = self._group("Publishers", "What publishes events")
        self.storers = self._group("Storers", "What reads and writes objects")
        self.events = self._group("Events", "The endpoint of EventBridge")
        self._connect(config)
        self._secrets_endpoint()
        self._events_endpoint()
        self._flow_logs()

    def _group(self, name: str, what: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(self, name, vpc=self.vpc, description=what, allow_all_outbound=False)

    def _connect(self, config: Config) -> None:
        pairs = [(self.operations, self.database), (self.preparation, self.database)]
        if config.proxy:
            pairs += [(self.callers, self.proxy), (self.proxy, self.database)]
        if config.proxy and (config.bypass_replica or not config.replica):
            pairs += [(self.readers, self.proxy)]
        if config.bypass_proxy or not config.proxy:
            pairs += [(self.callers, self.database)]
        if config.bypass_proxy or config.replica or not config.proxy:
            pairs += [(self.readers, self.database)]
        for source, target in pairs:
            target.connections.allow_from(source, POSTGRES)
        self.secrets.connections.allow_from(self.preparation, HTTPS)
        self.events.connections.allow_from(self.publishers, HTTPS)
        self.storers.add_egress_rule(ec2.Peer.prefix_list(config.s3_addresses), HTTPS, "S3, by the gateway")

    def _secrets_endpoint(self) -> None:
        """Stand in one zone: only a deploy that prepares the cluster uses it, and each zone costs by the hour."""
        endpoint = self.vpc.add_interface_endpoint(
            "SecretsManager",
            service=ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
            subnets=ec2.SubnetSelection(subnets=self.vpc.isolated_subnets[:1]),
            security_groups=[self.secrets],
            open=False,  # or every address of the network may call it
        )
        self.secrets_endpoint = endpoint

    def _events_endpoint(self) -> None:
        """Stand in one zone as well: while that is down events wait in the database, and none is lost."""
        self.vpc.add_interface_endpoint(
            "EventBridge",
            service=ec2.InterfaceVpcEndpointAwsService.EVENTBRIDGE,
            subnets=ec2.SubnetSelection(subnets=self.vpc.isolated_subnets[:1]),
            security_groups=[self.events],
            open=False,
        )

    def _flow_logs(self) -> None:
        group = log_group(self, "FlowLogs", days=logs.RetentionDays.ONE_MONTH, removal=RemovalPolicy.DESTROY)
        self.vpc.add_flow_log(
            "Rejected",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(group),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )
