"""cdk-nag, cfn-lint and CloudFormation's schemas report no finding, and they do report a bad template."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_sqs as sqs

from infra import checks
from infra.config import STAGES
from infra.paths import ROOT
from tests.infra.conftest import Synthesized
from tests.infra.templates import CONTEXT, synthesize

OF_A_FAMILY = re.compile(r"-(endpoints|jobs)-[1-9]")


@pytest.mark.parametrize("stage", STAGES)
def test_cdk_nag_reports_no_unacknowledged_finding(synthesized: Synthesized, stage: str) -> None:
    """The synthesized stages of all tests here are checked by cdk-nag."""
    report = synthesized(stage).out / "validation-report.json"
    if report.exists():
        found = json.loads(report.read_text())["pluginReports"]
        assert [plugin["violations"] for plugin in found if plugin.get("violations")] == []


def test_cloudformations_schemas_accept_production(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    synthesize("prod", folder, validated=True)
    said = capfd.readouterr()
    assert "WARNING" not in said.out + said.err


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_cfn_lint_reports_no_finding(synthesized: Synthesized, stage: str) -> None:
    files = sorted(synthesized(stage).out.glob("*.template.json"))
    if stage == "dev":  # its other stacks of functions hold what these do, for functions that production's hold, too
        files = [file for file in files if not OF_A_FAMILY.search(file.name)]
    assert lint([str(file) for file in files]) == ""


def test_cfn_lint_reports_an_invalid_property(tmp_path: Path) -> None:
    bad = tmp_path / "bad.template.json"
    bad.write_text('{"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"Size": 1}}}}')
    assert "E3002" in lint([str(bad)])


def lint(files: list[str]) -> str:
    program = Path(sys.executable).with_name("cfn-lint")
    command = [str(program), "--config-file", str(ROOT / "infra" / "cfnlint.yaml"), "--", *files]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300).stdout


def test_cdk_nag_reports_an_insecure_queue(tmp_path: Path) -> None:
    app = App(context=CONTEXT, outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    sqs.Queue(Stack(app, "bad"), "Queue")
    checks.check(app)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()


def test_an_acknowledgement_applies_to_one_construct(tmp_path: Path) -> None:
    app = App(context=CONTEXT, outdir=str(tmp_path), builtin_cloud_formation_validation=False)
    stack = Stack(app, "bad")
    queues = [sqs.Queue(stack, name, enforce_ssl=True) for name in ("One", "Other")]
    findings = ("AwsSolutions-SQS3", "Serverless-SQSRedrivePolicy")
    checks.acknowledge(queues[0], "A test.", *findings)
    checks.check(app)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = (tmp_path / "validation-report.json").read_text()
    assert "bad/Other/Resource" in report
    assert "bad/One/Resource" not in report


def test_every_acknowledgement_has_a_reason() -> None:
    for file in sorted((ROOT / "infra").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "acknowledge":
                reason = call.args[1]
                if isinstance(reason, ast.Constant):
                    assert len(str(reason.value).split()) >= 5, (file.name, reason.value)
