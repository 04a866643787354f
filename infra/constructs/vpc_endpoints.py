"""The VPC endpoints: the ways from the network to AWS services, each to resources of this account alone.

Without a policy an endpoint passes on whatever its caller may do, with anybody's keys to anybody's bucket.
"""

from __future__ import annotations

from aws_cdk import Aws
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam

OBJECTS = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject")
SECRETS = ("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
EVENTS = ("events:PutEvents",)


def add_bucket_endpoint(vpc: ec2.Vpc) -> None:
    """Add the gateway endpoint of S3."""
    endpoint = vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)
    endpoint.add_to_policy(_within_account(OBJECTS))


def add_secrets_endpoint(vpc: ec2.Vpc, group: ec2.ISecurityGroup) -> None:
    """Add the endpoint in one zone: only a deploy that prepares the cluster uses it, and each zone costs by the hour."""
    service = ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER
    _add_interface_endpoint(vpc, "SecretsManager", service, group, SECRETS)


def add_events_endpoint(vpc: ec2.Vpc, group: ec2.ISecurityGroup) -> None:
    """Add the endpoint in one zone: during an outage of that zone events wait in the outbox, and none is lost."""
    _add_interface_endpoint(vpc, "EventBridge", ec2.InterfaceVpcEndpointAwsService.EVENTBRIDGE, group, EVENTS)


def _add_interface_endpoint(
    vpc: ec2.Vpc,
    name: str,
    service: ec2.InterfaceVpcEndpointAwsService,
    group: ec2.ISecurityGroup,
    actions: tuple[str, ...],
) -> None:
    endpoint = vpc.add_interface_endpoint(
        name,
        service=service,
        subnets=ec2.SubnetSelection(subnets=vpc.isolated_subnets[:1]),
        security_groups=[group],
        open=False,  # otherwise every address of the VPC may connect
    )
    endpoint.add_to_policy(_within_account(actions))


def _within_account(actions: tuple[str, ...]) -> iam.PolicyStatement:
    """Allow actions by this account's principals on this account's resources."""
    account = {"aws:PrincipalAccount": Aws.ACCOUNT_ID, "aws:ResourceAccount": Aws.ACCOUNT_ID}
    return iam.PolicyStatement(
        principals=[iam.AnyPrincipal()],
        actions=list(actions),
        resources=["*"],
        conditions={"StringEquals": account},
    )
