"""What holds for everything that is deployed, whatever it is: read from the templates of each stage."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from infra.bundle import ROOT
from infra.config import STAGES
from tests.infra.conftest import Synthesized
from tests.infra.templates import Found, Templates, synthesize

every_stage = pytest.mark.parametrize("stage", STAGES)
# Resource types that take no narrower resource, or whose names are not known beforehand; each says why where it is written.
WIDE = ("ec2:", "lambda:ListFunctions", "rds-db:connect", "rds:", "xray:")


@pytest.fixture(scope="session")
def aurora(folder: Any) -> Templates:
    return synthesize("prod", folder, engine="aurora-postgresql")


def statements(templates: Templates) -> list[tuple[Found, dict[str, Any]]]:
    """Return each statement of a policy that says what somebody may do."""
    found: list[tuple[Found, dict[str, Any]]] = []
    for each in templates.all():
        documents = (
            [policy["PolicyDocument"] for policy in each.properties.get("Policies", [])]
            if each.type == "AWS::IAM::Role"
            else []
        )
        documents += (
            [each.properties["PolicyDocument"]] if each.type in {"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"} else []
        )
        found += [(each, statement) for document in documents for statement in document["Statement"]]
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@every_stage
def test_no_policy_allows_every_action_and_few_every_resource(synthesized: Synthesized, stage: str) -> None:
    for found, statement in statements(synthesized(stage)):
        assert not any(action == "*" or action.endswith(":*") for action in listed(statement["Action"])), found.id
        if statement["Effect"] == "Allow" and "*" in listed(statement["Resource"]):
            assert all(action.startswith(WIDE) for action in listed(statement["Action"])), (found.id, statement)


@every_stage
def test_nothing_is_public(synthesized: Synthesized, stage: str) -> None:
    for found in synthesized(stage).all():
        text = json.dumps(found.properties)
        assert '"PubliclyAccessible": true' not in text, found.id
        assert "PublicRead" not in text, found.id
        if found.type.endswith(("QueuePolicy", "TopicPolicy", "BucketPolicy")):
            for statement in found.properties["PolicyDocument"]["Statement"]:
                everybody = statement["Principal"] in ("*", {"AWS": "*"})
                assert not everybody or statement["Effect"] == "Deny", (found.id, statement)


ENCRYPTED: dict[str, Callable[[dict[str, Any]], bool]] = {
    "AWS::RDS::DBCluster": lambda p: p["StorageEncrypted"] is True and "KmsKeyId" in p,
    "AWS::RDS::DBInstance": lambda p: (
        p.get("StorageEncrypted") is True or bool({"SourceDBInstanceIdentifier", "DBClusterIdentifier"} & p.keys())
    ),
    "AWS::S3::Bucket": lambda p: "BucketEncryption" in p,
    "AWS::SNS::Topic": lambda p: "KmsMasterKeyId" in p,
    "AWS::SQS::Queue": lambda p: p["SqsManagedSseEnabled"] is True,
    "AWS::Backup::BackupVault": lambda p: "EncryptionKeyArn" in p,
    "AWS::CloudTrail::Trail": lambda p: "KMSKeyId" in p,
}


@every_stage
def test_everything_that_stores_is_encrypted(synthesized: Synthesized, stage: str) -> None:
    for kind, encrypted in ENCRYPTED.items():
        for found in synthesized(stage).all(kind):
            assert encrypted(found.properties), found.id


@every_stage
def test_keys_rotate(synthesized: Synthesized, stage: str) -> None:
    keys = list(synthesized(stage).all("AWS::KMS::Key"))
    assert keys
    assert all(key.properties["EnableKeyRotation"] is True for key in keys)


@every_stage
def test_every_log_is_forgotten_in_time(synthesized: Synthesized, stage: str) -> None:
    groups = list(synthesized(stage).all("AWS::Logs::LogGroup"))
    assert groups
    assert all(1 <= group.properties["RetentionInDays"] <= 400 for group in groups)


@every_stage
def test_every_function_writes_to_a_log_of_ours(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    for function in templates.all("AWS::Lambda::Function"):
        assert (
            templates.at(function.stack, function.properties["LoggingConfig"]["LogGroup"]).type == "AWS::Logs::LogGroup"
        )


@every_stage
def test_every_job_and_consumer_has_a_dead_letter_queue(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    asked = [(each, each.properties["Target"]) for each in templates.all("AWS::Scheduler::Schedule")]
    rules = [each for each in templates.all("AWS::Events::Rule") if each.stack != "monitoring"]  # that one tells people
    asked += [(each, target) for each in rules for target in each.properties["Targets"]]
    assert asked
    for found, target in asked:
        assert templates.at(found.stack, target["DeadLetterConfig"]["Arn"]).type == "AWS::SQS::Queue", found.id


@every_stage
def test_every_output_is_documented(synthesized: Synthesized, stage: str) -> None:
    """What CloudFormation tells people; what stacks tell each other they need not know."""
    text = (ROOT / "docs" / "deployment.md").read_text()
    for template in synthesized(stage).by_stack.values():
        for name, output in template.get("Outputs", {}).items():
            if "Export" not in output:
                assert f"`{name}`" in text, name


@every_stage
def test_no_secret_is_in_a_template(synthesized: Synthesized, stage: str) -> None:
    for found in synthesized(stage).all():
        text = json.dumps(found.properties)
        assert not re.search(r"AKIA[0-9A-Z]{16}|-----BEGIN|password=", text), found.id


def test_production_has_every_care(prod: Templates) -> None:
    kinds = {found.type for found in prod.all()}
    assert kinds >= {
        "AWS::Backup::BackupPlan",
        "AWS::CloudTrail::Trail",
        "AWS::WAFv2::WebACL",
        "AWS::CloudFront::Distribution",
    }
    pool = prod.one("AWS::Cognito::UserPool").properties
    assert pool["UserPoolTier"] == "PLUS"
    assert pool["UserPoolAddOns"]["AdvancedSecurityMode"] == "ENFORCED"


@every_stage
def test_sign_in_asks_for_a_good_password_and_allows_a_second_factor(synthesized: Synthesized, stage: str) -> None:
    pool = synthesized(stage).one("AWS::Cognito::UserPool").properties
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12
    assert (pool["MfaConfiguration"], pool["EnabledMfas"]) == ("OPTIONAL", ["SOFTWARE_TOKEN_MFA"])
    generation = pool["LambdaConfig"]["PreTokenGenerationConfig"]
    assert generation["LambdaVersion"] == "V2_0", "the first version has no access tokens"
    templates = synthesized(stage)
    called = templates.called("identity", generation["LambdaArn"])
    assert called.properties["FunctionName"] == "progressive-flow-triggers-pre-token-generation"


def test_tracing_is_a_switch(prod: Templates, folder: Any) -> None:
    def modes(templates: Templates) -> set[str]:
        named = (each for each in templates.all("AWS::Lambda::Function") if "FunctionName" in each.properties)
        return {each.properties.get("TracingConfig", {}).get("Mode", "PassThrough") for each in named}

    traced = synthesize("dev", folder, tracing=True, checked=True)
    assert modes(prod) == {"PassThrough"}
    assert modes(traced) == {"Active"}
    writes = [
        statement for _, statement in statements(traced) if "xray:PutTraceSegments" in listed(statement["Action"])
    ]
    assert writes


class TestAurora:
    """A setting changes the engine, and nothing else has to change with it."""

    def test_other_stacks_are_as_they_were(self, prod: Templates, aurora: Templates) -> None:
        def shape(templates: Templates, stack: str) -> set[tuple[str, str]]:
            kept = (each for each in templates.all() if each.stack == stack and each.type != "AWS::Lambda::Version")
            return {(each.id, each.type) for each in kept}  # a version is named by its settings, the host among them

        for stack in prod.by_stack.keys() - {"database", "monitoring", "backup"}:
            assert shape(prod, stack) == shape(aurora, stack), stack

    def test_it_is_serverless_private_encrypted_and_without_passwords(self, aurora: Templates) -> None:
        cluster = aurora.one("AWS::RDS::DBCluster").properties
        assert cluster["Engine"] == "aurora-postgresql"
        assert cluster["EngineVersion"].startswith("18")
        assert cluster["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 8}
        assert cluster["StorageEncrypted"] is cluster["EnableIAMDatabaseAuthentication"] is True
        assert cluster["ManageMasterUserPassword"] is cluster["DeletionProtection"] is True
        assert cluster["BackupRetentionPeriod"] == STAGES["prod"].backup_days
        members = list(aurora.all("AWS::RDS::DBInstance"))
        assert {each.properties["DBInstanceClass"] for each in members} == {"db.serverless"}
        assert len(members) == 2
        assert not any(each.properties.get("PubliclyAccessible") for each in members)
        assert aurora.at("database", {"Ref": aurora.one("AWS::RDS::DBCluster").id}).whole["DeletionPolicy"] == "Retain"

    def test_functions_write_by_the_proxy_and_read_by_the_reader(self, aurora: Templates) -> None:
        def host(name: str) -> str:
            variables = aurora.function(name).properties["Environment"]["Variables"]
            return json.dumps(aurora.followed(variables["DATABASE_HOST"]))

        assert "Proxy" in host("progressive-flow-progress-submit-attempt")
        assert "ReadEndpoint.Address" in host("progressive-flow-gamification-show-board")
        assert "Endpoint.Address" in host("progressive-flow-operations-migrate")

    def test_its_logs_are_made_before_it(self, aurora: Templates) -> None:
        names = {
            each.properties.get("LogGroupName")
            for each in aurora.all("AWS::Logs::LogGroup")
            if each.stack == "database"
        }
        assert names == {"/aws/rds/cluster/progressive-flow-prod/postgresql"}

    def test_it_is_watched_and_backed_up(self, aurora: Templates) -> None:
        watched = json.dumps([each.properties for each in aurora.all("AWS::CloudWatch::Alarm")])
        assert "DBClusterIdentifier" in watched
        assert "DBInstanceIdentifier" not in watched
        (selection,) = aurora.all("AWS::Backup::BackupSelection")
        assert ":cluster:" in json.dumps(aurora.followed(selection.properties["BackupSelection"]["Resources"]))


class TestReplica:
    """Boards and statistics read a copy, which nobody writes to."""

    def test_only_declared_reads_ask_it(self, prod: Templates) -> None:
        asked = {
            each.properties["FunctionName"]
            for each in prod.all("AWS::Lambda::Function")
            if "Replica" in json.dumps(prod.followed(each.properties.get("Environment", {})))
        }
        assert asked == {
            "progressive-flow-analytics-show-completion-statistics",
            "progressive-flow-gamification-list-snapshots",
            "progressive-flow-gamification-show-board",
            "progressive-flow-gamification-show-challenge-board",
            "progressive-flow-gamification-show-daily-board",
        }

    def test_it_says_nothing_that_its_source_decides(self, prod: Templates) -> None:
        (replica,) = (
            each.properties
            for each in prod.all("AWS::RDS::DBInstance")
            if "SourceDBInstanceIdentifier" in each.properties
        )
        assert (
            not {"StorageEncrypted", "KmsKeyId", "MasterUsername", "DBName", "BackupRetentionPeriod"} & replica.keys()
        )
        assert replica["EnableIAMDatabaseAuthentication"] is True
        assert replica["PubliclyAccessible"] is False

    def test_a_way_past_it_takes_nothing_away(self, prod: Templates, folder: Any) -> None:
        """So that it can be deployed in the usual order of stacks, and the replica taken away after it."""
        past = synthesize("prod", folder, bypass_replica=True)
        for stack, template in prod.by_stack.items():
            assert template.get("Outputs", {}).keys() <= past.by_stack[stack].get("Outputs", {}).keys(), stack
        asked = {
            json.dumps(past.followed(each.properties["Environment"]["Variables"]["DATABASE_HOST"]))
            for each in past.all("AWS::Lambda::Function")
            if each.properties.get("Environment", {}).get("Variables", {}).get("DATABASE_USER") == "application"
        }
        assert len(asked) == 1
        assert "Replica" not in asked.pop()

    def test_a_stage_without_one_reads_where_it_writes(self, synthesized: Synthesized) -> None:
        templates = synthesized("staging")
        hosts = {
            json.dumps(
                templates.followed(templates.function(name).properties["Environment"]["Variables"]["DATABASE_HOST"])
            )
            for name in ("progressive-flow-gamification-show-board", "progressive-flow-progress-submit-attempt")
        }
        assert len(hosts) == 1


class TestBackups:
    """What is kept, how long, and where else."""

    def test_snapshots_are_kept_and_copied_to_another_region(self, prod: Templates) -> None:
        rules = prod.one("AWS::Backup::BackupPlan").properties["BackupPlan"]["BackupPlanRule"]
        kept = {rule["RuleName"]: rule["Lifecycle"]["DeleteAfterDays"] for rule in rules}
        assert kept == {"daily": 35, "monthly": 365}
        for rule in rules:
            (copy,) = rule["CopyActions"]
            assert ":us-west-2:" in json.dumps(copy["DestinationBackupVaultArn"])
            assert copy["Lifecycle"] == rule["Lifecycle"]

    def test_the_vaults_are_locked_in_both_regions(self, prod: Templates) -> None:
        vaults = {each.stack: each.properties for each in prod.all("AWS::Backup::BackupVault")}
        assert vaults.keys() == {"backup", "backup-copies"}
        for vault in vaults.values():
            assert vault["BackupVaultName"] == "progressive-flow", "as copies are sent to"
            assert vault["LockConfiguration"] == {
                "MinRetentionDays": 35,
                "MaxRetentionDays": 365,
                "ChangeableForDays": 3,
            }
        manifest = json.loads((prod.out / "manifest.json").read_text())["artifacts"]
        regions = {name: manifest[f"progressive-flow-prod-{name}"]["environment"].rpartition("/")[2] for name in vaults}
        assert regions == {"backup": "us-east-1", "backup-copies": "us-west-2"}

    def test_the_database_and_the_archive_are_backed_up(self, prod: Templates) -> None:
        (selection,) = prod.all("AWS::Backup::BackupSelection")
        text = json.dumps(prod.followed(selection.properties["BackupSelection"]["Resources"]))
        assert ":db:" in text
        assert "Archive" in text

    def test_a_plan_keeps_nothing_less_long_than_the_lock(self, prod: Templates) -> None:
        rules = prod.one("AWS::Backup::BackupPlan").properties["BackupPlan"]["BackupPlanRule"]
        assert min(rule["Lifecycle"]["DeleteAfterDays"] for rule in rules) >= STAGES["prod"].lock_days

    def test_the_trail_is_kept_unchanged(self, prod: Templates) -> None:
        trail = prod.one("AWS::CloudTrail::Trail").properties
        assert trail["EnableLogFileValidation"] is trail["IsMultiRegionTrail"] is True
        bucket = prod.at("audit", trail["S3BucketName"]).properties
        assert bucket["ObjectLockEnabled"] is True
        assert bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {"Days": 400, "Mode": "GOVERNANCE"}
        key = prod.at("audit", trail["KMSKeyId"]).properties["KeyPolicy"]["Statement"]
        writes = {
            listed(each["Action"])[0] for each in key if each["Principal"].get("Service") == "cloudtrail.amazonaws.com"
        }
        assert writes == {"kms:GenerateDataKey*", "kms:DescribeKey"}, "or AWS refuses the trail"
        (rule,) = bucket["LifecycleConfiguration"]["Rules"]
        assert (rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]) == (401, {"NoncurrentDays": 1})
        read = json.dumps(prod.followed(trail["EventSelectors"]))
        assert "Exports" in read
        assert "Archive" in read
