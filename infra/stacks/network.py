"""The VPC without internet access: isolated subnets in three zones, and security groups that name their peers."""

from __future__ import annotations

from typing import cast

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.config import Config
from infra.constructs.dns_firewall import add_dns_firewall
from infra.constructs.stack import PlatformStack, log_group, service_principal
from infra.constructs.vpc_endpoints import add_bucket_endpoint, add_events_endpoint, add_secrets_endpoint
from infra.context import DATABASE_PORT, NetworkRef

POSTGRES = ec2.Port.tcp(DATABASE_PORT)
HTTPS = ec2.Port.tcp(443)


class Network(PlatformStack):
    """The connections that security groups allow.

    callers -> proxy -> database; readers -> database if it has a replica, else the same as callers; operations -> database;
    preparation -> database and Secrets Manager. Without a proxy the callers connect to the database. There is no NAT:
    functions that call AWS services run outside the VPC, except for two services with an endpoint, each allowed by an
    additional group: publishers -> EventBridge, storers -> S3. Nothing leaves the group of isolated functions, nor reaches it.
    """

    def __init__(self, scope: Construct, config: Config) -> None:
        super().__init__(scope, "network", config)
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr("10.40.0.0/16"),
            availability_zones=list(config.zones),
            nat_gateways=0,
            # Nothing uses the default security group, and removing its rules would need a function.
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=20)
            ],
        )
        for subnet, zone in zip(self.vpc.isolated_subnets, config.zones, strict=True):
            _place(subnet, zone)
        self.callers = self._group("Callers", "Endpoints, jobs and triggers")
        self.readers = self._group("Readers", "Functions that only read")
        self.operations = self._group("Operations", "Functions that migrate the database")
        self.preparation = self._group("Preparation", "The function that prepares the cluster with the master password")
        self.proxy = self._group("Proxy", "RDS Proxy")
        self.database = self._group("Database", "PostgreSQL")
        self.secrets = self._group("Secrets", "VPC endpoint of Secrets Manager")
        self.publishers = self._group("Publishers", "Functions that publish events")
        self.storers = self._group("Storers", "Functions that read and write S3 objects")
        self.isolated = self._group("Isolated", "Functions that run code of other people and reach nothing")
        self.events = self._group("Events", "VPC endpoint of EventBridge")
        self._allow_connections(config)
        add_bucket_endpoint(self.vpc)
        add_secrets_endpoint(self.vpc, self.secrets)
        add_events_endpoint(self.vpc, self.events)
        if config.dns_firewall:
            add_dns_firewall(self, self.vpc)
        self._add_flow_logs()

    @property
    def ref(self) -> NetworkRef:
        """What functions are placed in."""
        return NetworkRef(
            vpc=self.vpc,
            callers=self.callers,
            readers=self.readers,
            operations=self.operations,
            preparation=self.preparation,
            publishers=self.publishers,
            storers=self.storers,
            isolated=self.isolated,
            database=self.database,
        )

    def _group(self, name: str, description: str) -> ec2.SecurityGroup:
        return ec2.SecurityGroup(self, name, vpc=self.vpc, description=description, allow_all_outbound=False)

    def _allow_connections(self, config: Config) -> None:
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
        self.storers.add_egress_rule(
            ec2.Peer.prefix_list(config.s3_addresses), HTTPS, "S3 through the gateway endpoint"
        )

    def _add_flow_logs(self) -> None:
        group = log_group(self, "FlowLogs", days=logs.RetentionDays.ONE_MONTH, removal=RemovalPolicy.DESTROY)
        self.vpc.add_flow_log(
            "Rejected",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(group, self._flow_logs_role()),
            traffic_type=ec2.FlowLogTrafficType.REJECT,
        )

    def _flow_logs_role(self) -> iam.Role:
        return iam.Role(self, "FlowLogsRole", assumed_by=service_principal("vpc-flow-logs.amazonaws.com"))


def _place(subnet: ec2.ISubnet, zone_id: str) -> None:
    """Place a subnet in a zone by its id: the CDK knows zones by their names, which differ from account to account."""
    resource = cast("ec2.CfnSubnet", subnet.node.default_child)
    resource.add_property_deletion_override("AvailabilityZone")
    resource.availability_zone_id = zone_id
