"""Boards and statistics read a copy, which nobody writes to."""

import json

from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates


def test_only_declared_reads_ask_it(prod: Templates) -> None:
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


def test_it_says_nothing_that_its_source_decides(prod: Templates) -> None:
    (replica,) = (
        each.properties for each in prod.all("AWS::RDS::DBInstance") if "SourceDBInstanceIdentifier" in each.properties
    )
    assert not {"StorageEncrypted", "KmsKeyId", "MasterUsername", "DBName", "BackupRetentionPeriod"} & replica.keys()
    assert replica["EnableIAMDatabaseAuthentication"] is True
    assert replica["PubliclyAccessible"] is False


def test_a_way_past_it_takes_nothing_away(prod: Templates, synthesized: Synthesized) -> None:
    """So that it can be deployed in the usual order of stacks, and the replica taken away after it."""
    past = synthesized("prod", bypass_replica=True)
    for stack, template in prod.by_stack.items():
        assert template.get("Outputs", {}).keys() <= past.by_stack[stack].get("Outputs", {}).keys(), stack
    asked = {
        json.dumps(past.followed(each.properties["Environment"]["Variables"]["DATABASE_HOST"]))
        for each in past.all("AWS::Lambda::Function")
        if each.properties.get("Environment", {}).get("Variables", {}).get("DATABASE_USER") == "application"
    }
    assert len(asked) == 1
    assert "Replica" not in asked.pop()


def test_a_stage_without_one_reads_where_it_writes(synthesized: Synthesized) -> None:
    templates = synthesized("staging")
    hosts = {
        json.dumps(templates.followed(templates.function(name).properties["Environment"]["Variables"]["DATABASE_HOST"]))
        for name in ("progressive-flow-gamification-show-board", "progressive-flow-progress-submit-attempt")
    }
    assert len(hosts) == 1
