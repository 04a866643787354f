"""Permissions that the Lambda service needs for a function, whatever the function does."""

from __future__ import annotations

from aws_cdk import aws_iam as iam


def vpc_statements(function_arn: str) -> list[iam.PolicyStatement]:
    """Allow the Lambda service to attach the function to the VPC, and deny the same to the function's own code."""
    actions = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
    ]
    source = {"ArnEquals": {"lambda:SourceFunctionArn": function_arn}}
    return [
        iam.PolicyStatement(actions=actions, resources=["*"]),
        iam.PolicyStatement(actions=actions, resources=["*"], effect=iam.Effect.DENY, conditions=source),
    ]


def tracing_statement() -> iam.PolicyStatement:
    """Allow what the Lambda service sends to X-Ray on behalf of a traced function."""
    return iam.PolicyStatement(actions=["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources=["*"])
