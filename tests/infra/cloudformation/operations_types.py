"""Resource types of operations: alarms, backups, CloudFront, CloudTrail."""

from __future__ import annotations

import json
from typing import Any

from progressive_flow_local.invocation import ACCOUNT_ID, REGION
from tests.infra.cloudformation.resource_type import Properties, ResourceType, renamed

ACL = {"Scope": "CLOUDFRONT"}


def _response_headers(properties: Properties) -> Properties:
    config = properties["ResponseHeadersPolicyConfig"]
    said = dict(config["SecurityHeadersConfig"])
    custom = (
        {"CustomHeadersConfig": _counted(config["CustomHeadersConfig"]["Items"])}
        if "CustomHeadersConfig" in config
        else {}
    )
    return {"ResponseHeadersPolicyConfig": {**config, **custom, "SecurityHeadersConfig": said}}


def _alarm_arn(properties: Any) -> dict[str, str]:
    return {"Arn": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT_ID}:alarm:{properties['AlarmName']}"}


def _counted(items: list[Any]) -> dict[str, Any]:
    """Convert a list of a template to the form of CloudFront's API."""
    return {"Quantity": len(items), "Items": items}


def _behaviour(given: dict[str, Any]) -> dict[str, Any]:
    methods = given.pop("AllowedMethods", None)
    policies = {name: str(given[name]) for name in given if name.endswith("PolicyId")}
    found: dict[str, Any] = {**given, **policies}
    if "FunctionAssociations" in found:
        found["FunctionAssociations"] = _counted(found["FunctionAssociations"])
    if methods:
        found["AllowedMethods"] = _counted(methods)
    return found


def _cache_policy(properties: Properties) -> Properties:
    config = properties["CachePolicyConfig"]
    key = "ParametersInCacheKeyAndForwardedToOrigin"
    return {"CachePolicyConfig": {**config, key: {**config[key], "HeadersConfig": _headers(config[key])}}}


def _request_policy(properties: Properties) -> Properties:
    config = properties["OriginRequestPolicyConfig"]
    return {"OriginRequestPolicyConfig": {**config, "HeadersConfig": _headers(config)}}


def _headers(holder: dict[str, Any]) -> dict[str, Any]:
    """Convert the headers of a policy, where it lists any."""
    given = dict(holder["HeadersConfig"])
    return {**given, "Headers": _counted(given["Headers"])} if "Headers" in given else given


def _origin(given: dict[str, Any]) -> dict[str, Any]:
    headers = _counted(given.pop("OriginCustomHeaders", []))
    if "S3OriginConfig" in given:
        return {**given, "CustomHeaders": headers}
    custom = dict(given["CustomOriginConfig"])
    custom["OriginSslProtocols"] = _counted(custom.pop("OriginSSLProtocols"))
    ports = {"HTTPPort": 80, "HTTPSPort": 443}
    return {**given, "CustomHeaders": headers, "CustomOriginConfig": {**ports, **custom}}


def _distribution(properties: Properties) -> Properties:
    config = dict(properties["DistributionConfig"])
    found = {
        **{name: value for name, value in config.items() if name != "IPV6Enabled"},
        "CallerReference": config.get("Comment", "made here"),  # each distribution has its own
        "Comment": config.get("Comment", ""),
        "IsIPV6Enabled": config.get("IPV6Enabled", True),
        "Origins": _counted([_origin(dict(origin)) for origin in config["Origins"]]),
        "DefaultCacheBehavior": _behaviour(dict(config["DefaultCacheBehavior"])),
        "CacheBehaviors": _counted([_behaviour(dict(behavior)) for behavior in config.get("CacheBehaviors", [])]),
        "CustomErrorResponses": _counted(config["CustomErrorResponses"]),
    }
    return {"DistributionConfig": found}


def _viewer_function(properties: Properties) -> Properties:
    """Return the function's code and configuration; publishing it is a call of its own."""
    return {
        "Name": properties["Name"],
        "FunctionConfig": properties["FunctionConfig"],
        "FunctionCode": properties["FunctionCode"].encode(),
    }


def _vault(properties: Properties) -> Properties:
    return {"BackupVaultName": properties["BackupVaultName"], "EncryptionKeyArn": properties["EncryptionKeyArn"]}


def _plan(properties: Properties) -> Properties:
    plan = properties["BackupPlan"]
    rules = [_rule(rule) for rule in plan["BackupPlanRule"]]
    return {"BackupPlan": {"BackupPlanName": plan["BackupPlanName"], "Rules": rules}}


def _rule(rule: dict[str, Any]) -> dict[str, Any]:
    return renamed(TargetBackupVault="TargetBackupVaultName")(rule)


def _selection(properties: Properties) -> Properties:
    return {"BackupPlanId": properties["BackupPlanId"], "BackupSelection": properties["BackupSelection"]}


def _trail(properties: Properties) -> Properties:
    # what is recorded is a call of its own
    return renamed(IsLogging="", EventSelectors="", KMSKeyId="KmsKeyId", Tags="TagsList", TrailName="Name")(properties)


def _topic_policy(properties: Properties) -> Properties:
    (topic,) = properties["Topics"]
    return {"TopicArn": topic, "AttributeName": "Policy", "AttributeValue": json.dumps(properties["PolicyDocument"])}


def _parameter(properties: Properties) -> Properties:
    tags = [{"Key": key, "Value": value} for key, value in properties.get("Tags", {}).items()]
    return {**properties, "Tags": tags}


def _secret(properties: Properties) -> Properties:
    """Generate the password as Secrets Manager does."""
    known = dict(properties)
    if generated := known.pop("GenerateSecretString", None):
        password = {generated["GenerateStringKey"]: "generated"}
        known["SecretString"] = json.dumps(json.loads(generated["SecretStringTemplate"]) | password)
    return known


def _malware_plan(properties: Properties) -> Properties:
    return {**properties, "Tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags", [])}}


def _filter(properties: Properties) -> Properties:
    known = {name[0].lower() + name[1:]: value for name, value in properties.items()}
    known["metricTransformations"] = [
        {key[0].lower() + key[1:]: value for key, value in transformation.items()}
        for transformation in properties["MetricTransformations"]
    ]
    return known


TYPES = (
    ResourceType(
        "AWS::CloudWatch::Alarm", "cloudwatch", "put_metric_alarm", "", "It looks at nothing.", attributes=_alarm_arn
    ),
    ResourceType(
        "AWS::CloudWatch::CompositeAlarm", "cloudwatch", "put_composite_alarm", "", "It is not made.",
        attributes=_alarm_arn, made=False,
    ),
    ResourceType(
        "AWS::SSM::Parameter", "ssm", "put_parameter", "", "Nothing. (moto has it, and trips over tags.)", _parameter
    ),
    ResourceType("AWS::SNS::Subscription", "sns", "subscribe", "SubscriptionArn", "It mails nobody."),
    ResourceType("AWS::SNS::TopicPolicy", "sns", "set_topic_attributes", "", "It refuses nobody.", _topic_policy),
    ResourceType("AWS::Logs::MetricFilter", "logs", "put_metric_filter", "", "It counts nothing.", _filter, name="filterName"),
    ResourceType(
        "AWS::Scheduler::ScheduleGroup", "scheduler", "create_schedule_group", "ScheduleGroupArn", "It counts nothing.",
    ),
    ResourceType(
        "AWS::SecretsManager::Secret", "secretsmanager", "create_secret", "ARN", "It keeps what it is given.",
        _secret, lambda answer: {"Id": answer["ARN"]}, name="Name",
    ),
    ResourceType(
        "AWS::SecretsManager::SecretTargetAttachment", "secretsmanager", "describe_secret", "ARN",
        "It writes no address into the secret.", lambda properties: {"SecretId": properties["SecretId"]},
    ),
    ResourceType(
        "AWS::Backup::BackupVault", "backup", "create_backup_vault", "BackupVaultName", "It is not locked.", _vault,
        lambda answer: {"BackupVaultArn": answer["BackupVaultArn"], "BackupVaultName": answer["BackupVaultName"]},
    ),
    ResourceType(
        "AWS::Backup::BackupPlan", "backup", "create_backup_plan", "BackupPlanId", "It backs nothing up.", _plan,
        lambda answer: {"BackupPlanId": answer["BackupPlanId"], "BackupPlanArn": answer["BackupPlanArn"]},
    ),
    ResourceType(
        "AWS::Backup::BackupSelection", "backup", "create_backup_selection", "", "It is not made.", _selection,
        made=False,
    ),
    ResourceType(
        "AWS::GuardDuty::MalwareProtectionPlan", "guardduty", "create_malware_protection_plan", "", "It scans nothing.",
        _malware_plan, made=False,
    ),
    ResourceType("AWS::CloudTrail::Trail", "cloudtrail", "create_trail", "Name", "It records nothing.", _trail),
    ResourceType(
        "AWS::CloudFront::CachePolicy", "cloudfront", "create_cache_policy", "", "It is not made.", _cache_policy, made=False
    ),
    ResourceType(
        "AWS::CloudFront::OriginRequestPolicy", "cloudfront", "create_origin_request_policy", "", "It is not made.",
        _request_policy, made=False,
    ),
    ResourceType(
        "AWS::CloudFront::ResponseHeadersPolicy", "cloudfront", "create_response_headers_policy",
        "", "It is not made.", _response_headers, made=False,
    ),
    ResourceType(
        "AWS::CloudFront::OriginAccessControl", "cloudfront", "create_origin_access_control", "OriginAccessControl.Id",
        "It signs nothing.", attributes=lambda answer: {"Id": answer["OriginAccessControl"]["Id"]},
    ),
    ResourceType(
        "AWS::CloudFront::Function", "cloudfront", "create_function", "", "It is not made.", _viewer_function,
        lambda given: {"FunctionARN": f"arn:aws:cloudfront::{ACCOUNT_ID}:function/{given['Name']}"}, made=False,
    ),
    ResourceType(
        "AWS::CloudFront::Distribution", "cloudfront", "create_distribution", "Distribution.Id", "It passes nothing on.",
        _distribution, lambda answer: {"DomainName": answer["Distribution"]["DomainName"], "Id": answer["Distribution"]["Id"]},
    ),
    ResourceType(
        "AWS::WAFv2::WebACL", "wafv2", "create_web_acl", "Summary.Id", "It refuses nobody.",
        attributes=lambda answer: {"Arn": answer["Summary"]["ARN"]}, name="Name",
    ),
    ResourceType(
        "AWS::WAFv2::LoggingConfiguration", "wafv2", "put_logging_configuration", "", "It writes nothing.",
        lambda properties: {"LoggingConfiguration": properties},
    ),
)  # fmt: skip
