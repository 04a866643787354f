"""Resource types that serve: network, database, API, user pool, functions, schedules."""

from __future__ import annotations

import json

from tests.infra.cloudformation.resource_type import Properties, ResourceType, renamed


def _egress(properties: Properties) -> Properties:
    given: Properties = {name: properties[name] for name in ("IpProtocol", "FromPort", "ToPort") if name in properties}
    if "CidrIp" in properties:
        given["IpRanges"] = [{"CidrIp": properties["CidrIp"]}]
    if "DestinationSecurityGroupId" in properties:
        given["UserIdGroupPairs"] = [{"GroupId": properties["DestinationSecurityGroupId"]}]
    return {"GroupId": properties["GroupId"], "IpPermissions": [given]}


def _key(properties: Properties) -> Properties:
    tags = [{"TagKey": tag["Key"], "TagValue": tag["Value"]} for tag in properties.get("Tags", ())]
    known = renamed(KeyPolicy="", EnableKeyRotation="")(properties)
    return {**known, "Policy": json.dumps(properties["KeyPolicy"]), "Tags": tags}


def _queue_policy(properties: Properties) -> Properties:
    (url,) = properties["Queues"]
    return {"QueueUrl": url, "Attributes": {"Policy": json.dumps(properties["PolicyDocument"])}}


def _bucket_policy(properties: Properties) -> Properties:
    return {"Bucket": properties["Bucket"], "Policy": json.dumps(properties["PolicyDocument"])}


def _instance(properties: Properties) -> Properties:
    if "SourceDBInstanceIdentifier" in properties:
        return _replica(properties)
    forgotten = {"AllowMajorVersionUpgrade": "", "DeleteAutomatedBackups": ""}
    wanted = renamed(VPCSecurityGroups="VpcSecurityGroupIds", **forgotten)(properties)
    numbers = {name: int(wanted[name]) for name in ("AllocatedStorage", "Port")}
    return {**wanted, **numbers}


def _replica(properties: Properties) -> Properties:
    """Return the properties of a replica, created as an instance here, since the API call for replicas is another."""
    forgotten = {"SourceDBInstanceIdentifier": "", "DeleteAutomatedBackups": ""}
    wanted = renamed(VPCSecurityGroups="VpcSecurityGroupIds", **forgotten)(properties)
    own = {"Engine": "postgres", "MasterUsername": "master", "MasterUserPassword": "its source's"}
    return {**wanted, **own, "Port": int(wanted["Port"]), "AllocatedStorage": 100}


def _proxy_targets(properties: Properties) -> Properties:
    return {name: properties[name] for name in ("DBProxyName", "TargetGroupName", "DBInstanceIdentifiers")}


TYPES = (
    ResourceType(
        "AWS::ApiGatewayV2::Api", "apigatewayv2", "create_api", "ApiId", "It routes no requests.",
        attributes=lambda answer: {"ApiEndpoint": answer["ApiEndpoint"], "ApiId": answer["ApiId"]},
    ),
    ResourceType(
        "AWS::ApiGatewayV2::Authorizer", "apigatewayv2", "create_authorizer", "AuthorizerId", "It verifies no token.",
        attributes=lambda answer: {"AuthorizerId": answer["AuthorizerId"]},
    ),
    ResourceType(
        "AWS::ApiGatewayV2::Integration", "apigatewayv2", "create_integration", "IntegrationId", "It invokes nothing."
    ),
    ResourceType("AWS::ApiGatewayV2::Route", "apigatewayv2", "create_route", "RouteId", "It matches nothing."),
    ResourceType("AWS::ApiGatewayV2::Stage", "apigatewayv2", "create_stage", "StageName", "It neither throttles nor logs."),
    ResourceType(
        "AWS::Cognito::UserPool", "cognito-idp", "create_user_pool", "UserPool.Id", "It fires no trigger.",
        renamed(UserPoolName="PoolName", EnabledMfas=""),  # the second is a call of its own
        lambda answer: {"Arn": answer["UserPool"]["Arn"], "UserPoolId": answer["UserPool"]["Id"]},
        name="PoolName",
    ),
    ResourceType(
        "AWS::Cognito::UserPoolClient", "cognito-idp", "create_user_pool_client", "UserPoolClient.ClientId",
        "Its token lifetimes are moto's.", name="ClientName",
    ),
    ResourceType("AWS::Cognito::UserPoolGroup", "cognito-idp", "create_group", "Group.GroupName", "Nothing."),
    ResourceType(
        "AWS::EC2::SecurityGroupEgress", "ec2", "authorize_security_group_egress", "", "It lets nothing through.", _egress
    ),
    ResourceType(
        "AWS::KMS::Key", "kms", "create_key", "KeyMetadata.KeyId", "It does not rotate. (moto has it, and trips over tags.)",
        _key, lambda answer: {"Arn": answer["KeyMetadata"]["Arn"]},
    ),
    ResourceType(
        "AWS::Lambda::Alias", "lambda", "create_alias", "AliasArn", "It has no snapshot behind it.",
        attributes=lambda answer: {"AliasArn": answer["AliasArn"]},
    ),
    ResourceType(
        "AWS::Lambda::EventInvokeConfig", "lambda", "put_function_event_invoke_config", "FunctionArn",
        "It retries nothing and notifies no destination.",
    ),
    ResourceType(
        "AWS::Lambda::Version", "lambda", "publish_version", "FunctionArn",
        "It keeps no code. (moto has it, and does not return its number.)",
        attributes=lambda answer: {"Version": answer["Version"], "FunctionArn": answer["FunctionArn"]},
    ),
    ResourceType(
        "AWS::RDS::DBInstance", "rds", "create_db_instance", "DBInstance.DBInstanceIdentifier",
        "It runs no server. (moto has the type, and drops what hangs on it.)", _instance,
        lambda answer: {
            "DbiResourceId": answer["DBInstance"]["DbiResourceId"],
            "Endpoint.Address": f"{answer['DBInstance']['DBInstanceIdentifier']}.us-east-1.rds.amazonaws.com",
            "Endpoint.Port": "5432",
        },
    ),
    ResourceType(
        "AWS::RDS::DBProxy", "rds", "create_db_proxy", "DBProxy.DBProxyName", "It connects to nothing.",
        lambda properties: {"Auth": [], **properties},
        lambda answer: {"Endpoint": answer["DBProxy"]["Endpoint"], "DBProxyArn": answer["DBProxy"]["DBProxyArn"]},
    ),
    ResourceType(
        "AWS::RDS::DBProxyTargetGroup", "rds", "register_db_proxy_targets", "", "It pools nothing.", _proxy_targets
    ),
    ResourceType("AWS::S3::BucketPolicy", "s3", "put_bucket_policy", "", "It refuses nobody.", _bucket_policy),
    ResourceType("AWS::SQS::QueuePolicy", "sqs", "set_queue_attributes", "", "It refuses nobody.", _queue_policy),
    ResourceType(
        "AWS::Scheduler::Schedule", "scheduler", "create_schedule", "ScheduleArn", "It starts nothing.",
        attributes=lambda answer: {"Arn": answer["ScheduleArn"]}, name="Name",
    ),
)  # fmt: skip
