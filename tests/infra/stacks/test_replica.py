"""Leaderboards and statistics read from the replica."""

import json

from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates


def test_only_declared_reads_use_the_replica(prod: Templates) -> None:
    asked = {
        resource.properties["FunctionName"]
        for resource in prod.all("AWS::Lambda::Function")
        if "Replica" in json.dumps(prod.followed(resource.properties.get("Environment", {})))
    }
    assert asked == {
        "progressive-flow-analytics-show-completion-statistics",
        "progressive-flow-gamification-list-snapshots",
        "progressive-flow-gamification-show-leaderboard",
        "progressive-flow-gamification-show-challenge-leaderboard",
        "progressive-flow-gamification-show-daily-leaderboard",
    }


def test_the_replica_sets_no_property_of_its_source(prod: Templates) -> None:
    (replica,) = (
        resource.properties
        for resource in prod.all("AWS::RDS::DBInstance")
        if "SourceDBInstanceIdentifier" in resource.properties
    )
    assert not {"StorageEncrypted", "KmsKeyId", "MasterUsername", "DBName", "BackupRetentionPeriod"} & replica.keys()
    assert replica["EnableIAMDatabaseAuthentication"] is True
    assert replica["PubliclyAccessible"] is False


def test_bypassing_the_replica_removes_no_export(prod: Templates, later: Templates) -> None:
    """CloudFormation keeps exports in use: the bypass is deployed first, then the replica is removed."""
    for stack, template in prod.by_stack.items():
        assert template.get("Outputs", {}).keys() <= later.by_stack[stack].get("Outputs", {}).keys(), stack
    asked = {
        json.dumps(later.followed(resource.properties["Environment"]["Variables"]["DATABASE_HOST"]))
        for resource in later.all("AWS::Lambda::Function")
        if resource.properties.get("Environment", {}).get("Variables", {}).get("DATABASE_USER") == "application"
    }
    assert len(asked) == 1
    assert "Replica" not in asked.pop()


def test_a_stage_without_a_replica_reads_from_the_writer(synthesized: Synthesized) -> None:
    templates = synthesized("staging")
    hosts = {
        json.dumps(templates.followed(templates.function(name).properties["Environment"]["Variables"]["DATABASE_HOST"]))
        for name in ("progressive-flow-gamification-show-leaderboard", "progressive-flow-progress-submit-attempt")
    }
    assert len(hosts) == 1
