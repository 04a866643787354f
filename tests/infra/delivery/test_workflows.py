"""The workflows run existing commands, sign in by OIDC, and smoke-test each release."""

import importlib.util
import json
import re
from typing import Any

import yaml

from infra.config import STAGES
from infra.paths import ROOT
from tests.infra.templates import Resource, Templates

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*.yml"))}
JOBS = {f"{name}/{job}": held for name, workflow in WORKFLOWS.items() for job, held in workflow["jobs"].items()}


def steps(job: str) -> list[dict[str, Any]]:
    return list(JOBS[job].get("steps", []))


def commands() -> str:
    return "\n".join(step["run"] for job in JOBS for step in steps(job) if "run" in step)


def test_workflows_run_existing_commands() -> None:
    text = commands()
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"make (\w+)", text))
    assert targets >= {"setup", "synth", "sbom"}
    assert all(f"\n{target}:" in makefile for target in targets)
    modules = set(re.findall(r"python -m ([\w.]+)", text))
    assert modules == {"infra.delivery.release", "infra.delivery.smoke"}
    assert all(importlib.util.find_spec(module) for module in modules)
    assert (ROOT / ".ci" / "run").exists()


def test_workflows_use_no_stored_secret() -> None:
    for path in FOLDER.glob("*.yml"):
        assert "secrets." not in path.read_text(), path.name
        assert "aws-access-key" not in path.read_text(), path.name


def test_a_workflow_job_has_minimal_permissions() -> None:
    for name, workflow in WORKFLOWS.items():
        assert workflow["permissions"] == {}, name
    for name, job in JOBS.items():
        signs_in = any("configure-aws-credentials" in step.get("uses", "") for step in job.get("steps", []))
        expected = {"contents": "read"} | ({"id-token": "write"} if signs_in or "uses" in job else {})
        assert job["permissions"] == expected, name


def test_stages_are_deployed_in_order_after_the_checks() -> None:
    release = WORKFLOWS["release"]["jobs"]
    assert release["dev"]["needs"] == "checks"
    assert release["staging"]["needs"] == "dev"
    assert release["prod"]["needs"] == "staging"
    assert {job["with"]["stage"] for job in release.values() if "with" in job} == set(STAGES)
    assert JOBS["deploy-stage/deploy"]["environment"] == "${{ inputs.stage }}", "where reviewers of prod are asked"


def test_a_release_is_smoke_tested_and_rolled_back_on_failure() -> None:
    names = [step["run"] for step in steps("deploy-stage/deploy") if "run" in step]
    order = [
        next(number for number, run in enumerate(names) if word in run)
        for word in ("release remember", "cdk deploy", "delivery.smoke", "release restore", "release tidy")
    ]
    assert order == sorted(order)
    (back,) = (step for step in steps("deploy-stage/deploy") if "release restore" in step.get("run", ""))
    assert back["if"].startswith("(failure() || cancelled())")
    (tidy,) = (step for step in steps("deploy-stage/deploy") if "release tidy" in step.get("run", ""))
    assert "if" not in tidy, "only after all went well"


def test_no_external_value_is_interpolated_into_a_command() -> None:
    for job in JOBS:
        for step in steps(job):
            assert "${{" not in step.get("run", ""), "by the environment, where a shell does not read it as its own"


def role_of(optional: Templates, name: str) -> Resource:
    (role,) = (resource for resource in optional.all("AWS::IAM::Role") if resource.properties.get("RoleName") == name)
    return role


def test_the_role_trusts_one_repository_and_one_environment(optional: Templates) -> None:
    role = role_of(optional, "progressive-flow-delivery")
    (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trust["Condition"] == {
        "StringEquals": {
            "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
            "token.actions.githubusercontent.com:sub": "repo:owner/name:environment:dev",
        }
    }


def test_the_role_itself_reads_no_secret_and_no_data(optional: Templates) -> None:
    """It deploys with the permissions of the CDK's bootstrap role for CloudFormation (docs/explanation/security.md)."""
    text = json.dumps(role_of(optional, "progressive-flow-delivery").properties["Policies"])
    assert "iam:" not in text.replace("arn:aws:iam:", "")
    assert not any(service in text for service in ("secretsmanager:", "kms:", "s3:", "rds"))
    assert "cfn-exec" not in text, "that one is CloudFormation's"


def test_a_pull_request_reads_templates_alone_and_only_after_a_review(optional: Templates) -> None:
    """Its workflow file is its own, and the bootstrap's lookup role reads every bucket, pool and log."""
    role = role_of(optional, "progressive-flow-diff")
    (trust,) = role.properties["AssumeRolePolicyDocument"]["Statement"]
    subject = trust["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert subject == "repo:owner/name:environment:dev-diff"
    assert JOBS["checks/diff"]["environment"] == "prod-diff"
    ((statement,),) = (policy["PolicyDocument"]["Statement"] for policy in role.properties["Policies"])
    assert statement["Action"] == ["cloudformation:DescribeStacks", "cloudformation:GetTemplate"]
    assert json.dumps(statement["Resource"]).endswith(':stack/progressive-flow-*"]]}')
    assert "ManagedPolicyArns" not in role.properties
    (compare,) = (step["run"] for step in steps("checks/diff") if "cdk diff" in step.get("run", ""))
    assert "--method template" in compare, "a change set is made by the role that deploys"


def test_the_release_deletes_versions_and_no_function(optional: Templates) -> None:
    statements = role_of(optional, "progressive-flow-delivery").properties["Policies"][0]["PolicyDocument"]["Statement"]
    (resource,) = (row["Resource"] for row in statements if row["Action"] == "lambda:DeleteFunction")
    assert json.dumps(resource).endswith(':function:progressive-flow-*:*"]]}')


def test_every_action_is_named_by_its_commit_with_the_release_beside_it() -> None:
    for path in FOLDER.glob("*.yml"):
        for line in path.read_text().splitlines():
            if "uses:" in line and "./" not in line:
                assert re.search(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+$", line), line


def test_a_job_that_runs_again_may_upload_again() -> None:
    """Without `overwrite` an upload of the same name fails, and so does the second try of a deployment."""
    uploads = [step for job in JOBS for step in steps(job) if "upload-artifact" in step.get("uses", "")]
    assert len(uploads) == 2
    assert all(step["with"]["overwrite"] is True for step in uploads)


def test_without_a_repository_there_is_no_delivery_stack(prod: Templates) -> None:
    assert "delivery" not in prod.by_stack
