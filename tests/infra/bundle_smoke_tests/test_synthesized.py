"""Reading a cloud assembly: its functions with their assets, layers, variables and sizes."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.infra.bundle_smoke_tests import synthesized
from tests.infra.bundle_smoke_tests.deployed import unpack

FUNCTION = {
    "FunctionName": "progressive-flow-progress-submit-attempt",
    "Handler": "functions.progress.submit_attempt.handler",
    "Runtime": "python3.14",
    "Code": {"S3Bucket": {"Fn::Sub": "bucket"}, "S3Key": "aaa.zip"},
    "Layers": [{"Ref": "Dependencies"}, {"Ref": "Shared"}],
    "MemorySize": 1024,
    "Timeout": 10,
    "LoggingConfig": {"LogFormat": "JSON", "LogGroup": {"Ref": "Logs"}},
    "SnapStart": {"ApplyOn": "PublishedVersions"},
    "Environment": {
        "Variables": {
            "PROGRESSIVE_FLOW_STAGE": "dev",
            "PROGRESSIVE_FLOW_ROOT": "/opt",
            "DATABASE_IAM": "1",
            "DATABASE_USER": "application",
            "DATABASE_HOST": {"Fn::ImportValue": "host"},
            "TOKEN": {"Ref": "Other"},
        }
    },
}


def layer(key: str) -> dict[str, Any]:
    return {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": {"S3Key": f"{key}.zip"}}}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A cloud assembly with a function, its layers, and a helper without any."""
    folder = tmp_path / "cdk.out"
    for name, file in {
        "aaa": "functions/progress/submit_attempt.py",
        "bbb": "python/psycopg/__init__.py",
        "ccc": "python/progressive_flow/kernel/http/endpoint.py",
        "ddd": "helper.py",
    }.items():
        path = folder / f"asset.{name}" / file
        path.parent.mkdir(parents=True)
        path.write_text(f"# {name}\n")
    helper = {"Handler": "helper.run", "Runtime": "python3.14", "Code": {"S3Key": "ddd.zip"}}
    resources = {
        "Attempt": {"Type": "AWS::Lambda::Function", "Properties": FUNCTION},
        "Helper": {"Type": "AWS::Lambda::Function", "Properties": helper},
        "Dependencies": layer("bbb"),
        "Shared": layer("ccc"),
        "Role": {"Type": "AWS::IAM::Role", "Properties": {}},
    }
    files = {key: {"source": {"path": f"asset.{key}", "packaging": "zip"}} for key in ("aaa", "bbb", "ccc", "ddd")}
    (folder / "progressive-flow-dev-api.template.json").write_text(json.dumps({"Resources": resources}))
    (folder / "progressive-flow-dev-api.assets.json").write_text(json.dumps({"files": files}))
    return folder


def test_a_function_is_read_from_its_template(out: Path, tmp_path: Path) -> None:
    host = tmp_path / "host"
    found, helper = synthesized.functions(out, "dev", host)
    assert (found.name, found.module) == (FUNCTION["FunctionName"], "functions.progress.submit_attempt")
    assert (found.memory, found.timeout, found.snap_start, found.runtime) == (1024, 10.0, True, "3.14")
    assert (found.asset / "functions/progress/submit_attempt.py").read_text() == "# aaa\n"
    assert list((found.asset / "functions/progress/__pycache__").glob("*.pyc")), "of this Python, which runs it here"
    assert not list((out / "asset.aaa").rglob("*.pyc")), "what is uploaded stays as it was"
    assert found.role == "application"
    assert found.kind == "endpoint"
    assert not found.calls_aws_first
    assert helper.calls_aws_first, "what has no layer of ours calls AWS first"


def test_only_the_third_party_layer_is_replaced(out: Path, tmp_path: Path) -> None:
    found = synthesized.functions(out, "dev", tmp_path / "host")[0]
    assert found.layers == (tmp_path / "host", tmp_path / "asset.ccc")
    assert synthesized.dependencies(out, "dev") == out / "asset.bbb"


def test_unresolved_variables_and_the_database_endpoint_are_left_out(out: Path, tmp_path: Path) -> None:
    (tmp_path / "host").mkdir()
    found = synthesized.functions(out, "dev", tmp_path / "host")[0]
    unpacked = unpack(found, tmp_path / "unpacked", {"APPLICATION_DATABASE_URL": "postgresql://here"})
    assert unpacked.variables == {
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "PROGRESSIVE_FLOW_STAGE": "dev",
        "PROGRESSIVE_FLOW_ROOT": str(unpacked.opt),
        "APPLICATION_DATABASE_URL": "postgresql://here",
    }
    assert (unpacked.task / "functions/progress/submit_attempt.py").read_text() == "# aaa\n"
    assert (unpacked.opt / "python/progressive_flow/kernel/http/endpoint.py").read_text() == "# ccc\n"


def test_a_stage_without_a_cloud_assembly_is_reported(out: Path) -> None:
    with pytest.raises(LookupError, match="npx cdk synth -c stage=prod"):
        synthesized.functions(out, "prod", out)


def test_a_cloud_assembly_older_than_the_code_is_stale(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(synthesized, "ROOT", tmp_path)
    (tmp_path / "sql").mkdir()
    (out / "manifest.json").touch()
    assert not synthesized.is_stale(out)
    (tmp_path / "sql" / "new.sql").touch()
    later = (out / "manifest.json").stat().st_mtime + 1
    os.utime(tmp_path / "sql" / "new.sql", (later, later))
    assert synthesized.is_stale(out)
