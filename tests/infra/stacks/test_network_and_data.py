"""Only the API is reachable from the internet; stored data is encrypted and, in production, retained."""

import json
import re
from collections import Counter
from typing import Any

import pytest

from infra.config import STAGES
from infra.limits.limits import MAX_RESOURCES
from progressive_flow.kernel import production_guard
from tests.infra.conftest import Synthesized
from tests.infra.templates import UPLOADER, Resource, Templates

every_stage = pytest.mark.parametrize("stage", STAGES)


def instance(templates: Templates) -> Resource:
    """Return the writer: the replica names its source."""
    (found,) = (
        resource
        for resource in templates.all("AWS::RDS::DBInstance")
        if "SourceDBInstanceIdentifier" not in resource.properties
    )
    return found


def database(templates: Templates) -> dict[str, Any]:
    return instance(templates).properties


@every_stage
def test_no_rule_allows_every_address(synthesized: Synthesized, stage: str) -> None:
    for resource in synthesized(stage).all():
        text = json.dumps(resource.properties)
        assert "0.0.0.0/0" not in text
        assert "::/0" not in text


@every_stage
def test_there_is_no_internet_access(synthesized: Synthesized, stage: str) -> None:
    kinds = {resource.type for resource in synthesized(stage).all()}
    assert not kinds & {"AWS::EC2::InternetGateway", "AWS::EC2::NatGateway", "AWS::EC2::Route", "AWS::EC2::EIP"}


@every_stage
def test_three_zones_whatever_the_stage(synthesized: Synthesized, stage: str) -> None:
    subnets = [subnet.properties for subnet in synthesized(stage).all("AWS::EC2::Subnet")]
    assert not any("AvailabilityZone" in subnet for subnet in subnets), "each account names its zones in another order"
    zones = {subnet["AvailabilityZoneId"] for subnet in subnets}
    assert len(zones) == 3
    assert "use1-az3" not in zones, "RDS Proxy drops a subnet there without a word"


def rules(templates: Templates) -> set[tuple[str, str, int]]:
    """Return source, target and port of each ingress rule, by the descriptions of the security groups."""
    found = set()
    for rule in templates.all("AWS::EC2::SecurityGroupIngress"):
        properties = rule.properties
        assert properties["FromPort"] == properties["ToPort"]
        ends = (properties["SourceSecurityGroupId"], properties["GroupId"])
        source, target = (templates.at(rule.stack, end).properties["GroupDescription"] for end in ends)
        found.add((source, target, properties["FromPort"]))
    return found


READERS = "Functions that only read"
CALLERS, PROXY, DATABASE = "Endpoints, jobs and triggers", "RDS Proxy", "PostgreSQL"
OPERATIONS, PREPARATION = (
    "Functions that migrate the database",
    "The function that prepares the cluster with the master password",
)
ALWAYS = {
    (OPERATIONS, DATABASE, 5432),
    (PREPARATION, DATABASE, 5432),
    (PREPARATION, "VPC endpoint of Secrets Manager", 443),
    ("Functions that publish events", "VPC endpoint of EventBridge", 443),
}


def test_security_groups_name_their_peers(synthesized: Synthesized) -> None:
    through = {(CALLERS, PROXY, 5432), (PROXY, DATABASE, 5432)}
    assert rules(synthesized("prod")) == ALWAYS | through | {(READERS, DATABASE, 5432)}, "to the replica"
    assert rules(synthesized("staging")) == ALWAYS | through | {(READERS, PROXY, 5432)}
    assert rules(synthesized("dev")) == ALWAYS | {(CALLERS, DATABASE, 5432), (READERS, DATABASE, 5432)}


@every_stage
def test_every_egress_rule_has_an_ingress_rule(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    ways_out = [way.properties for way in templates.all("AWS::EC2::SecurityGroupEgress")]
    among_us = [way for way in ways_out if "DestinationSecurityGroupId" in way]
    assert len(among_us) == len(list(templates.all("AWS::EC2::SecurityGroupIngress")))
    (objects,) = (way for way in ways_out if way not in among_us)
    assert objects["DestinationPrefixListId"] == STAGES[stage].s3_addresses
    assert (objects["FromPort"], objects["ToPort"]) == (443, 443)
    assert (
        templates.at("network", objects["GroupId"]).properties["GroupDescription"]
        == "Functions that read and write S3 objects"
    )
    for group in templates.all("AWS::EC2::SecurityGroup"):
        assert "SecurityGroupIngress" not in group.properties
        for way in group.properties.get("SecurityGroupEgress", []):
            assert way["CidrIp"] == "255.255.255.255/32", "CloudFormation's way of saying none"


@every_stage
def test_the_database_is_private_encrypted_and_without_passwords(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    properties = database(templates)
    assert properties["StorageEncrypted"] is True
    assert templates.at("database", properties["KmsKeyId"]).type == "AWS::KMS::Key"
    assert properties["PubliclyAccessible"] is False
    assert properties["EnableIAMDatabaseAuthentication"] is True
    assert "resolve:secretsmanager" in json.dumps(properties["MasterUserPassword"]), "generated, and in no template"
    assert properties["EngineVersion"].startswith("18")
    assert templates.one("AWS::RDS::DBParameterGroup").properties["Parameters"]["rds.force_ssl"] == "1"
    for key in templates.all("AWS::KMS::Key"):
        assert key.properties["EnableKeyRotation"] is True


@every_stage
def test_the_database_is_as_configured(synthesized: Synthesized, stage: str) -> None:
    templates, config = synthesized(stage), STAGES[stage]
    properties = database(templates)
    assert properties["DBInstanceClass"] == f"db.{config.instance}"
    assert properties["MultiAZ"] is config.multi_az
    assert properties["BackupRetentionPeriod"] == config.backup_days
    assert properties["DeletionProtection"] is config.deletion_protection
    assert properties["AllocatedStorage"] == str(config.storage)
    assert len(list(templates.all("AWS::RDS::DBProxy"))) == config.proxy


def test_the_proxy_accepts_iam_over_tls_only(prod: Templates) -> None:
    properties = prod.one("AWS::RDS::DBProxy").properties
    assert properties["RequireTLS"] is True
    assert properties["DefaultAuthScheme"] == "IAM_AUTH"
    assert "Auth" not in properties
    pool = prod.one("AWS::RDS::DBProxyTargetGroup").properties["ConnectionPoolConfigurationInfo"]
    assert pool["ConnectionBorrowTimeout"] == 3


def test_functions_that_connect_directly_trust_the_rds_certificates(synthesized: Synthesized) -> None:
    for stage, proxied in (("dev", False), ("prod", True)):
        for function in synthesized(stage).all("AWS::Lambda::Function"):
            variables = function.properties.get("Environment", {}).get("Variables", {})
            if "DATABASE_HOST" in variables:
                reads = "Replica" in json.dumps(synthesized(stage).followed(variables["DATABASE_HOST"]))
                direct = not proxied or reads or variables.get("DATABASE_USER") in {"migrator", None}
                assert ("DATABASE_CA" in variables) is direct


def test_production_retains_its_data(prod: Templates) -> None:
    stateful = (
        "AWS::RDS::DBInstance",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
        "AWS::SQS::Queue",
        "AWS::S3::Bucket",
        "AWS::Logs::LogGroup",
    )
    for kind in stateful:
        for resource in prod.all(kind):
            copied = "SourceDBInstanceIdentifier" in resource.properties or "-replica/" in json.dumps(
                resource.properties
            )
            if resource.stack != "network" and not copied:  # the flow logs: refused connections, nothing of ours
                assert resource.whole["DeletionPolicy"] in {"Retain", "RetainExceptOnCreate"}, kind
                assert resource.whole["UpdateReplacePolicy"] == "Retain", kind
    assert prod.one("AWS::Cognito::UserPool").properties["DeletionProtection"] == "ACTIVE"
    assert database(prod)["DeleteAutomatedBackups"] is False


def test_production_retains_data(prod: Templates) -> None:
    assert instance(prod).whole["DeletionPolicy"] == "RetainExceptOnCreate"
    for kind in ("AWS::KMS::Key", "AWS::Cognito::UserPool", "AWS::SQS::Queue", "AWS::Backup::BackupVault"):
        for resource in prod.all(kind):
            assert resource.whole["DeletionPolicy"] == "RetainExceptOnCreate", (resource.stack, kind)


@every_stage
def test_buckets_are_encrypted_and_closed(synthesized: Synthesized, stage: str) -> None:
    everywhere = list(synthesized(stage).all("AWS::S3::Bucket"))
    buckets = {
        re.split("[0-9A-F]{8}$", bucket.id)[0]: bucket.properties for bucket in everywhere if bucket.stack == "stores"
    }
    assert buckets.keys() == {"Archive", "Exports", "Media"}
    for properties in (bucket.properties for bucket in everywhere):
        (rule,) = properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert buckets["Archive"]["VersioningConfiguration"] == {"Status": "Enabled"}
    (archived,) = buckets["Archive"]["LifecycleConfiguration"]["Rules"]
    assert archived["Transitions"] == [{"StorageClass": "GLACIER_IR", "TransitionInDays": 30}]
    assert "ExpirationInDays" not in archived
    (exported,) = buckets["Exports"]["LifecycleConfiguration"]["Rules"]
    assert exported["ExpirationInDays"] == 7
    assert "VersioningConfiguration" not in buckets["Exports"]


def test_a_development_stage_can_be_deleted(synthesized: Synthesized) -> None:
    kept = {
        resource.type for resource in synthesized("dev").all() if "Retain" in resource.whole.get("DeletionPolicy", "")
    }
    assert kept == {"AWS::Lambda::Version"}, "which goes with its function"


@pytest.mark.parametrize("stage", sorted(production_guard.GUARDED))
def test_no_function_has_a_setting_of_the_local_platform(synthesized: Synthesized, stage: str) -> None:
    for function in synthesized(stage).all("AWS::Lambda::Function"):
        variables = function.properties.get("Environment", {}).get("Variables", {})
        texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in variables.items()}
        assert list(production_guard.problems(texts)) == []
        library = {"AWS_CA_BUNDLE"} if function.properties["Handler"] == UPLOADER else set[str]()
        assert not any((name.startswith("AWS_") and name not in library) or "PASSWORD" in name for name in texts)
        assert not any("localhost" in value or "127.0.0.1" in value for value in texts.values())


@every_stage
def test_no_stack_approaches_the_resource_limit(synthesized: Synthesized, stage: str) -> None:
    sizes = Counter(resource.stack for resource in synthesized(stage).all())
    assert max(sizes.values()) < MAX_RESOURCES
    assert min(sizes.values()) > 0


def test_bypassing_the_proxy_removes_no_export(synthesized: Synthesized) -> None:
    """Both endpoints stay exported, so that the change can be deployed and rolled back in the order of the stacks."""
    usual, past = synthesized("prod"), synthesized("prod", bypass_proxy=True)
    assert rules(past) == rules(usual) | {(CALLERS, DATABASE, 5432)}, "readers have a replica, or the proxy too"
    for stack, template in usual.by_stack.items():
        assert template.get("Outputs", {}).keys() <= past.by_stack[stack].get("Outputs", {}).keys()
    hosts = {
        json.dumps(past.followed(function.properties["Environment"]["Variables"]["DATABASE_HOST"]))
        for function in past.all("AWS::Lambda::Function")
        if "DATABASE_HOST" in function.properties.get("Environment", {}).get("Variables", {})
    }
    assert len(hosts) == 2, "the instance, and its replica"
    assert all("Endpoint.Address" in host for host in hosts)
