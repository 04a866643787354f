"""One setting changes the engine; no other setting has to change with it."""

import json

from infra.config import STAGES
from tests.infra.templates import Templates


def test_other_stacks_keep_their_resources(prod: Templates, aurora: Templates) -> None:
    def shape(templates: Templates, stack: str) -> set[tuple[str, str]]:
        kept = (
            resource
            for resource in templates.all()
            if resource.stack == stack and resource.type != "AWS::Lambda::Version"
        )
        return {
            (resource.id, resource.type) for resource in kept
        }  # a version is named by its settings, the host among them

    for stack in prod.by_stack.keys() - {"database", "monitoring", "backup"}:
        assert shape(prod, stack) == shape(aurora, stack), stack


def test_it_is_serverless_private_encrypted_and_without_passwords(aurora: Templates) -> None:
    cluster = aurora.one("AWS::RDS::DBCluster").properties
    assert cluster["Engine"] == "aurora-postgresql"
    assert cluster["EngineVersion"].startswith("18")
    assert cluster["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 24}
    assert cluster["StorageEncrypted"] is cluster["EnableIAMDatabaseAuthentication"] is True
    assert cluster["DeletionProtection"] is True
    assert "resolve:secretsmanager" in json.dumps(cluster["MasterUserPassword"]), "generated, and in no template"
    assert cluster["BackupRetentionPeriod"] == STAGES["prod"].backup_days
    members = list(aurora.all("AWS::RDS::DBInstance"))
    assert {resource.properties["DBInstanceClass"] for resource in members} == {"db.serverless"}
    assert len(members) == 2
    assert not any(resource.properties.get("PubliclyAccessible") for resource in members)
    assert (
        aurora.at("database", {"Ref": aurora.one("AWS::RDS::DBCluster").id}).whole["DeletionPolicy"]
        == "RetainExceptOnCreate"
    )


def test_functions_write_through_the_proxy_and_read_from_the_reader(aurora: Templates) -> None:
    def host(name: str) -> str:
        variables = aurora.function(name).properties["Environment"]["Variables"]
        return json.dumps(aurora.followed(variables["DATABASE_HOST"]))

    assert "Proxy" in host("progressive-flow-progress-submit-attempt")
    assert "ReadEndpoint.Address" in host("progressive-flow-gamification-show-leaderboard")
    assert "Endpoint.Address" in host("progressive-flow-operations-migrate")


def test_its_log_groups_are_created_first(aurora: Templates) -> None:
    names = {
        resource.properties.get("LogGroupName")
        for resource in aurora.all("AWS::Logs::LogGroup")
        if resource.stack == "database"
    }
    assert names == {"/aws/rds/cluster/progressive-flow-prod/postgresql"}


def test_it_has_alarms_and_backups(aurora: Templates) -> None:
    watched = json.dumps([resource.properties for resource in aurora.all("AWS::CloudWatch::Alarm")])
    assert "DBClusterIdentifier" in watched
    assert "DBInstanceIdentifier" not in watched
    (selection,) = aurora.all("AWS::Backup::BackupSelection")
    assert ":cluster:" in json.dumps(aurora.followed(selection.properties["BackupSelection"]["Resources"]))
