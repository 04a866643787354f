"""A setting changes the engine, and nothing else has to change with it."""

import json

from infra.config import STAGES
from tests.infra.templates import Templates


def test_other_stacks_are_as_they_were(prod: Templates, aurora: Templates) -> None:
    def shape(templates: Templates, stack: str) -> set[tuple[str, str]]:
        kept = (each for each in templates.all() if each.stack == stack and each.type != "AWS::Lambda::Version")
        return {(each.id, each.type) for each in kept}  # a version is named by its settings, the host among them

    for stack in prod.by_stack.keys() - {"database", "monitoring", "backup"}:
        assert shape(prod, stack) == shape(aurora, stack), stack


def test_it_is_serverless_private_encrypted_and_without_passwords(aurora: Templates) -> None:
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


def test_functions_write_by_the_proxy_and_read_by_the_reader(aurora: Templates) -> None:
    def host(name: str) -> str:
        variables = aurora.function(name).properties["Environment"]["Variables"]
        return json.dumps(aurora.followed(variables["DATABASE_HOST"]))

    assert "Proxy" in host("progressive-flow-progress-submit-attempt")
    assert "ReadEndpoint.Address" in host("progressive-flow-gamification-show-board")
    assert "Endpoint.Address" in host("progressive-flow-operations-migrate")


def test_its_logs_are_made_before_it(aurora: Templates) -> None:
    names = {
        each.properties.get("LogGroupName") for each in aurora.all("AWS::Logs::LogGroup") if each.stack == "database"
    }
    assert names == {"/aws/rds/cluster/progressive-flow-prod/postgresql"}


def test_it_is_watched_and_backed_up(aurora: Templates) -> None:
    watched = json.dumps([each.properties for each in aurora.all("AWS::CloudWatch::Alarm")])
    assert "DBClusterIdentifier" in watched
    assert "DBInstanceIdentifier" not in watched
    (selection,) = aurora.all("AWS::Backup::BackupSelection")
    assert ":cluster:" in json.dumps(aurora.followed(selection.properties["BackupSelection"]["Resources"]))
