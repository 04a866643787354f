"""The resource types that moto's CloudFormation lacks, each made by the API call that a person would make.

botocore checks the parameters, so a property that the service does not know fails the stack. What each still only pretends
is said beside it; that AWS accepts the values is proved by none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import boto3
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel

Properties = dict[str, Any]
Answer = Mapping[str, Any]
Run = Callable[[str], Any]


def same(properties: Properties) -> Properties:
    """Return what the API calls by the same names."""
    return properties


def renamed(**names: str) -> Callable[[Properties], Properties]:
    """Return what renames properties; an empty name leaves one out."""

    def rename(properties: Properties) -> Properties:
        found = {names.get(name, name): value for name, value in properties.items()}
        return {name: value for name, value in found.items() if name}

    return rename


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
    forgotten = {"AllowMajorVersionUpgrade": "", "DeleteAutomatedBackups": "", "MasterUserSecret": ""}  # said elsewhere
    wanted = renamed(VPCSecurityGroups="VpcSecurityGroupIds", **forgotten)(properties)
    numbers = {name: int(wanted[name]) for name in ("AllocatedStorage", "Port")}
    # a reference to a group is the group itself, in moto
    groups = {name: wanted[name].name for name in ("DBParameterGroupName", "DBSubnetGroupName")}
    return {**wanted, **numbers, **groups, "MasterUserSecretKmsKeyId": properties["MasterUserSecret"]["KmsKeyId"]}


def _proxy_targets(properties: Properties) -> Properties:
    return {name: properties[name] for name in ("DBProxyName", "TargetGroupName", "DBInstanceIdentifiers")}


@dataclass(frozen=True, slots=True)
class Pretended:
    """A resource type: the call that makes it, the path of its id in the answer, its attributes, and what is missing.

    `name` is the parameter that CloudFormation makes up when a template has none.
    """

    type: str
    service: str
    call: str
    id: str
    missing: str
    translate: Callable[[Properties], Properties] = same
    attributes: Callable[[Any], Mapping[str, Any]] = lambda _answer: {}
    name: str = ""


TYPES = (
    Pretended(
        "AWS::ApiGatewayV2::Api", "apigatewayv2", "create_api", "ApiId", "It routes no requests.",
        attributes=lambda answer: {"ApiEndpoint": answer["ApiEndpoint"], "ApiId": answer["ApiId"]},
    ),
    Pretended(
        "AWS::ApiGatewayV2::Authorizer", "apigatewayv2", "create_authorizer", "AuthorizerId", "It verifies no token.",
        attributes=lambda answer: {"AuthorizerId": answer["AuthorizerId"]},
    ),
    Pretended(
        "AWS::ApiGatewayV2::Integration", "apigatewayv2", "create_integration", "IntegrationId", "It invokes nothing."
    ),
    Pretended("AWS::ApiGatewayV2::Route", "apigatewayv2", "create_route", "RouteId", "It matches nothing."),
    Pretended("AWS::ApiGatewayV2::Stage", "apigatewayv2", "create_stage", "StageName", "It neither throttles nor logs."),
    Pretended(
        "AWS::Cognito::UserPool", "cognito-idp", "create_user_pool", "UserPool.Id", "It fires no trigger.",
        renamed(UserPoolName="PoolName", EnabledMfas=""),  # the second is a call of its own
        lambda answer: {"Arn": answer["UserPool"]["Arn"], "UserPoolId": answer["UserPool"]["Id"]},
        name="PoolName",
    ),
    Pretended(
        "AWS::Cognito::UserPoolClient", "cognito-idp", "create_user_pool_client", "UserPoolClient.ClientId",
        "Its token lifetimes are moto's.", name="ClientName",
    ),
    Pretended("AWS::Cognito::UserPoolGroup", "cognito-idp", "create_group", "Group.GroupName", "Nothing."),
    Pretended(
        "AWS::EC2::SecurityGroupEgress", "ec2", "authorize_security_group_egress", "", "It lets nothing through.", _egress
    ),
    Pretended(
        "AWS::KMS::Key", "kms", "create_key", "KeyMetadata.KeyId", "It does not rotate. (moto has it, and trips over tags.)",
        _key, lambda answer: {"Arn": answer["KeyMetadata"]["Arn"]},
    ),
    Pretended(
        "AWS::Lambda::Alias", "lambda", "create_alias", "AliasArn", "It has no snapshot behind it.",
        attributes=lambda answer: {"AliasArn": answer["AliasArn"]},
    ),
    Pretended(
        "AWS::Lambda::EventInvokeConfig", "lambda", "put_function_event_invoke_config", "FunctionArn",
        "It retries nothing and tells no destination.",
    ),
    Pretended(
        "AWS::Lambda::Version", "lambda", "publish_version", "FunctionArn",
        "It keeps no code. (moto has it, and does not tell its number.)",
        attributes=lambda answer: {"Version": answer["Version"], "FunctionArn": answer["FunctionArn"]},
    ),
    Pretended(
        "AWS::RDS::DBInstance", "rds", "create_db_instance", "DBInstance.DBInstanceIdentifier",
        "It runs no server. (moto has the type, and drops the master secret and what hangs on it.)", _instance,
        lambda answer: {
            "DbiResourceId": answer["DBInstance"]["DbiResourceId"],
            "Endpoint.Address": f"{answer['DBInstance']['DBInstanceIdentifier']}.us-east-1.rds.amazonaws.com",
            "Endpoint.Port": "5432",
            "MasterUserSecret.SecretArn": answer["DBInstance"]["MasterUserSecret"]["SecretArn"],
        },
    ),
    Pretended(
        "AWS::RDS::DBProxy", "rds", "create_db_proxy", "DBProxy.DBProxyName", "It connects to nothing.",
        lambda properties: {"Auth": [], **properties},
        lambda answer: {"Endpoint": answer["DBProxy"]["Endpoint"], "DBProxyArn": answer["DBProxy"]["DBProxyArn"]},
    ),
    Pretended(
        "AWS::RDS::DBProxyTargetGroup", "rds", "register_db_proxy_targets", "", "It pools nothing.", _proxy_targets
    ),
    Pretended("AWS::S3::BucketPolicy", "s3", "put_bucket_policy", "", "It refuses nobody.", _bucket_policy),
    Pretended("AWS::SQS::QueuePolicy", "sqs", "set_queue_attributes", "", "It refuses nobody.", _queue_policy),
    Pretended(
        "AWS::Scheduler::Schedule", "scheduler", "create_schedule", "ScheduleArn", "It starts nothing.",
        attributes=lambda answer: {"Arn": answer["ScheduleArn"]}, name="Name",
    ),
)  # fmt: skip


class Made:
    """What was made: CloudFormation's id of it, and what templates may ask."""

    def __init__(self, physical_id: str, attributes: Mapping[str, Any]) -> None:
        self.physical_resource_id = physical_id
        self._attributes = attributes

    def is_created(self) -> bool:
        """Tell that nothing is waited for."""
        return True

    def get_cfn_attribute(self, name: str) -> Any:
        """Return what `Fn::GetAtt` asks for; a KeyError fails the stack."""
        return self._attributes[name]


def _make(what: Pretended, name: str, properties: Properties, region: str) -> Made:
    client: Any = boto3.client(what.service, region_name=region)  # type: ignore[call-overload]
    made_up = {what.name: name[-64:].lstrip("-")} if what.name else {}
    found = answer = getattr(client, what.call)(**{**made_up, **what.translate(properties)})
    for step in what.id.split(".") if what.id else ():
        found = found[step]
    return Made(found if what.id else name, what.attributes(answer))


def _model(what: Pretended) -> type[CloudFormationModel]:
    """Return the class by which moto knows a type: it looks at the direct subclasses of its own."""

    def create(_cls: object, /, name: str, given: Properties, _account: str, region: str, **_kwargs: Any) -> Made:
        return _make(what, name, dict(given["Properties"]), region)

    members = {
        "cloudformation_name_type": staticmethod(lambda: ""),
        "cloudformation_type": staticmethod(lambda: what.type),
        "create_from_cloudformation_json": classmethod(create),
    }
    return type(what.type.replace("::", ""), (CloudFormationModel,), members)


MODELS = [_model(what) for what in TYPES]


class Operation:
    """A `Custom::Operation`: runs what it names, here, and fails the stack if that fails. It calls no one back."""

    run: Run

    @classmethod
    def create_from_cloudformation_json(
        cls, _name: str, given: Properties, _account: str, region: str, **_kwargs: Any
    ) -> Made:
        """Check that CloudFormation would find whom to ask, then do what that one would do."""
        properties = given["Properties"]
        client = boto3.client("lambda", region_name=region)
        client.get_function(FunctionName=properties["ServiceToken"])
        client.get_function(FunctionName=properties["Operation"])
        cls.run(properties["Operation"])
        return Made(properties["Operation"], {})


@contextmanager
def plugged_in(run: Run) -> Iterator[None]:
    """Let moto's CloudFormation make these types meanwhile, and `run` do what an operation's function does."""
    for held in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        held.cache_clear()
    operation = type("Bound", (Operation,), {"run": staticmethod(run)})
    with patch.object(parsing, "CustomModel", operation):
        yield
