"""The restore drill may create and delete only its own server, and its checker runs inside the VPC."""

import json
from typing import Any

import pytest

from progressive_flow.operations.restore_drills import servers
from tests.infra.constructs.role_policies import actions, listed, statements
from tests.infra.templates import Resource, Templates

JOB = "progressive-flow-scheduled-run-restore-drill"
CHECKER = "progressive-flow-operations-check-restored"
SCRATCH = "progressive-flow-prod-restore-drill"
CHANGES = ("Add", "Create", "Delete", "Modify", "Put", "Restore")


@pytest.fixture(params=["postgres", "aurora-postgresql"])
def stage(request: pytest.FixtureRequest) -> Templates:
    """Production on either engine."""
    found: Templates = request.getfixturevalue("prod" if request.param == "postgres" else "aurora")
    return found


def role(templates: Templates) -> Resource:
    return templates.role_of(templates.function(JOB))


def ends(resources: list[Any]) -> set[str]:
    """Return type and name of each resource without its account; unresolved names are left out."""
    texts = [json.dumps(arn["Fn::Join"][1][2]) if "Fn::Join" in arn else json.dumps(arn) for arn in resources]
    return {text.strip('"').lstrip(":") for text in texts}


def on_servers(templates: Templates, verb: str) -> set[str]:
    """Return the servers that an action of this kind is allowed on."""
    found: set[str] = set()
    for statement in statements(role(templates)):
        if any(action.startswith(f"rds:{verb}") for action in listed(statement["Action"])):
            found |= {arn for arn in ends(listed(statement["Resource"])) if arn.startswith(("db:", "cluster:"))}
    return found


@pytest.mark.parametrize("verb", CHANGES)
def test_no_server_but_the_scratch_is_changed(stage: Templates, verb: str) -> None:
    own = {f"db:{SCRATCH}", f"db:{SCRATCH}-1", f"cluster:{SCRATCH}"}
    assert on_servers(stage, verb) <= own


def test_it_may_delete_what_it_makes(prod: Templates, aurora: Templates) -> None:
    assert on_servers(prod, "Delete") == on_servers(prod, "Restore") == {f"db:{SCRATCH}"}
    assert on_servers(aurora, "Delete") == {f"cluster:{SCRATCH}", f"db:{SCRATCH}-1"}


def test_every_action_names_its_resources(stage: Templates) -> None:
    """Only snapshots have a wildcard, and only for reading: a restore does not change them."""
    for statement in statements(role(stage)):
        for resource in listed(statement["Resource"]):
            text = json.dumps(resource)
            assert "*" not in text or text.endswith('snapshot:*"]]}'), text
    assert not any(
        "Snapshot" in action and "Describe" not in action and "From" not in action for action in actions(role(stage))
    )


def test_the_key_is_granted_to_rds_alone(prod: Templates) -> None:
    (statement,) = (statement for statement in statements(role(prod)) if statement["Action"] == "kms:CreateGrant")
    assert statement["Condition"] == {
        "Bool": {"kms:GrantIsForAWSResource": "true"},
        "StringEquals": {"kms:ViaService": "rds.us-east-1.amazonaws.com"},
    }
    assert prod.followed(statement["Resource"]) == {"Fn::GetAtt": [key_of(prod), "Arn"]}


def key_of(templates: Templates) -> str:
    (found,) = (resource.id for resource in templates.all("AWS::KMS::Key") if resource.stack == "database")
    return found


def test_the_job_runs_outside_the_vpc_with_all_settings(stage: Templates, monkeypatch: pytest.MonkeyPatch) -> None:
    properties = stage.function(JOB).properties
    assert "VpcConfig" not in properties
    variables = stage.followed(properties["Environment"]["Variables"])
    for name, value in variables.items():
        monkeypatch.setenv(name, value if isinstance(value, str) else json.dumps(value))
    plan = servers.plan()
    assert (plan.source, plan.scratch) == ("progressive-flow-prod", SCRATCH)
    assert plan.size == ("db.serverless" if variables["RESTORE_ENGINE"] != "postgres" else "db.r7g.large")


def test_the_copy_has_the_databases_subnets_and_parameters(prod: Templates) -> None:
    variables = prod.followed(prod.function(JOB).properties["Environment"]["Variables"])
    instances = [
        resource
        for resource in prod.all("AWS::RDS::DBInstance")
        if "SourceDBInstanceIdentifier" not in resource.properties
    ]
    (properties,) = (resource.properties for resource in instances)
    assert variables["RESTORE_SUBNETS"] == properties["DBSubnetGroupName"]
    group = prod.at("database", properties["DBParameterGroupName"]).properties
    assert variables["RESTORE_PARAMETERS"] == group["DBParameterGroupName"]
    assert [variables["RESTORE_SECURITY_GROUP"]] == prod.followed(properties["VPCSecurityGroups"])
    assert (variables["RESTORE_OF"], variables["RESTORE_CLASS"]) == (
        properties["DBInstanceIdentifier"],
        properties["DBInstanceClass"],
    )


def test_the_job_invokes_the_live_checker_and_writes_one_parameter(prod: Templates) -> None:
    job = prod.function(JOB)
    allowed = actions(role(prod))
    (asked,) = prod.followed(allowed["lambda:InvokeFunction"])
    assert prod.called("restores", asked).id == prod.function(CHECKER).id
    assert prod.followed(job.properties["Environment"]["Variables"]["RESTORE_CHECKER"]) == asked
    mark = next(resource for resource in prod.all("AWS::SSM::Parameter") if resource.stack == "restores").properties
    assert mark["Name"] == job.properties["Environment"]["Variables"]["RESTORE_MARK"]
    assert allowed["ssm:PutParameter"][0]["Fn::Join"][1][2] == f":parameter{mark['Name']}"
    assert mark["Value"] == "never"


def test_the_checker_connects_directly_as_scheduler_over_verified_tls(prod: Templates) -> None:
    checker = prod.function(CHECKER)
    (user,) = actions(prod.role_of(checker))["rds-db:connect"]
    assert user["Fn::Join"][1][-1] == ":dbuser:*/scheduler"
    variables = prod.followed(checker.properties["Environment"]["Variables"])
    assert "Endpoint.Address" in json.dumps(variables["DATABASE_HOST"])
    assert variables["DATABASE_CA"].startswith("/opt/")
    groups = prod.followed(checker.properties["VpcConfig"]["SecurityGroupIds"])
    assert [prod.at("network", group).properties["GroupDescription"] for group in groups] == [
        "Functions that migrate the database"
    ]


def test_the_job_waits_longer_than_the_checkers_timeout(prod: Templates) -> None:
    assert prod.function(CHECKER).properties["Timeout"] < 250 < prod.function(JOB).properties["Timeout"]
