"""Backups: retention, copies, locks, and the audit trail."""

import json

from infra.config import STAGES
from infra.constructs.tampering import CALLS
from tests.infra.templates import Templates
from tests.infra.variants import COPY_VAULT


def test_snapshots_are_kept_and_copied_to_another_region(prod: Templates) -> None:
    rules = prod.one("AWS::Backup::BackupPlan").properties["BackupPlan"]["BackupPlanRule"]
    kept = {rule["RuleName"]: rule["Lifecycle"]["DeleteAfterDays"] for rule in rules}
    assert kept == {"daily": 35, "monthly": 365}
    for rule in rules:
        (copy,) = rule["CopyActions"]
        assert ":us-west-2:" in json.dumps(copy["DestinationBackupVaultArn"])
        assert copy["Lifecycle"] == rule["Lifecycle"]


def test_the_vaults_are_locked_in_both_regions(prod: Templates) -> None:
    vaults = {resource.stack: resource.properties for resource in prod.all("AWS::Backup::BackupVault")}
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


def test_the_database_and_the_archive_are_backed_up(prod: Templates) -> None:
    (selection,) = prod.all("AWS::Backup::BackupSelection")
    text = json.dumps(prod.followed(selection.properties["BackupSelection"]["Resources"]))
    assert ":db:" in text
    assert "Archive" in text


def test_retention_is_at_least_the_lock_period(prod: Templates) -> None:
    rules = prod.one("AWS::Backup::BackupPlan").properties["BackupPlan"]["BackupPlanRule"]
    assert min(rule["Lifecycle"]["DeleteAfterDays"] for rule in rules) >= STAGES["prod"].lock_days


def test_the_trail_is_validated_and_locked(prod: Templates) -> None:
    trail = prod.one("AWS::CloudTrail::Trail").properties
    assert trail["EnableLogFileValidation"] is trail["IsMultiRegionTrail"] is True
    bucket = prod.at("audit", trail["S3BucketName"]).properties
    assert bucket["ObjectLockEnabled"] is True
    assert bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"] == {"Days": 400, "Mode": "COMPLIANCE"}
    key = prod.at("audit", trail["KMSKeyId"]).properties["KeyPolicy"]["Statement"]
    writes = [
        statement["Action"] for statement in key if statement["Principal"].get("Service") == "cloudtrail.amazonaws.com"
    ]
    assert sorted(writes) == ["kms:DescribeKey", "kms:GenerateDataKey*"], "or AWS refuses the trail"
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["ExpirationInDays"], rule["NoncurrentVersionExpiration"]) == (401, {"NoncurrentDays": 1})
    selector = trail["EventSelectors"][0]
    assert (selector["IncludeManagementEvents"], selector["ReadWriteType"]) == (True, "All"), (
        "reading a secret is a read"
    )
    read = json.dumps(prod.followed(selector))
    assert "Exports" in read
    assert "Archive" in read


def test_a_copy_may_go_to_another_account(later: Templates) -> None:
    rules = later.one("AWS::Backup::BackupPlan").properties["BackupPlan"]
    for rule in rules["BackupPlanRule"]:
        copies = [json.dumps(copy["DestinationBackupVaultArn"]) for copy in rule["CopyActions"]]
        assert len(copies) == 2
        assert json.dumps(COPY_VAULT) in copies


def test_calls_against_keys_the_trail_or_vaults_are_reported_from_both_regions(prod: Templates) -> None:
    rules = {row.stack: row.properties for row in prod.all("AWS::Events::Rule") if row.id.startswith("Tampering")}
    assert rules.keys() == {"monitoring", "backup-copies"}
    for rule in rules.values():
        assert set(rule["EventPattern"]["source"]) == set(CALLS)
        assert rule["EventPattern"]["detail-type"] == ["AWS API Call via CloudTrail"]
        calls = set(rule["EventPattern"]["detail"]["eventName"])
        assert {"ScheduleKeyDeletion", "PutKeyPolicy", "StopLogging", "DeleteTrail"} <= calls
        assert {"DisableRule", "DeleteRule", "RemoveTargets", "Unsubscribe", "DeleteTopic", "DeleteAlarms"} <= calls
        assert {"PutBucketPolicy", "PutBucketObjectLockConfiguration", "DeleteDBSnapshot", "ModifyDBInstance"} <= calls
    (reported,), (forwarded,) = (rules[stack]["Targets"] for stack in ("monitoring", "backup-copies"))
    assert prod.at("monitoring", reported["Arn"]).type == "AWS::SNS::Topic"
    assert json.dumps(forwarded["Arn"]).startswith('{"Fn::Join": ["", ["arn:aws:events:us-east-1:')
    role = prod.at("backup-copies", forwarded["RoleArn"])
    ((statement,),) = (policy["PolicyDocument"]["Statement"] for policy in role.properties["Policies"])
    assert (statement["Action"], statement["Resource"]) == ("events:PutEvents", forwarded["Arn"])
