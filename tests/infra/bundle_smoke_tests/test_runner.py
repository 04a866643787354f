"""Deployed functions respond as in process; a missing or changed file is reported by name."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, unpack
from tests.infra.bundle_smoke_tests.environment import first_invocation
from tests.infra.bundle_smoke_tests.runner import Harness, Result, run_all
from tests.support import clients

Make = Callable[[str], DeployedFunction]
ATTEMPT = "functions.progress.submit_attempt"
JOB = "functions.scheduled.refresh_leaderboards"
TRIGGER = "functions.triggers.post_confirmation"
HEALTH = "functions.platform.show_health"


def test_one_of_each_kind_responds_as_in_process(harness: Harness, functions: dict[str, DeployedFunction]) -> None:
    wanted = [functions[module] for module in (ATTEMPT, JOB, TRIGGER)]
    done = {result.function.module: result for result in run_all(harness, wanted)}
    assert {module: result.differences for module, result in done.items()} == {ATTEMPT: [], JOB: [], TRIGGER: []}
    assert done[ATTEMPT].status == "201"
    assert json.loads(done[ATTEMPT].measured.outcome.body["body"])["passed"]
    assert done[JOB].measured.outcome.body["leaderboards"] > 0
    assert all(result.measured.cpu > 0 < result.measured.wall for result in done.values())


def test_an_operation_finds_the_schema_in_its_own_layer(
    harness: Harness, functions: dict[str, DeployedFunction]
) -> None:
    done = harness.run(functions["functions.operations.migrate"])
    assert done.differences == []
    assert len(done.measured.outcome.body["applied"]) > 10


def test_every_function_has_the_database_role_of_its_capabilities(functions: dict[str, DeployedFunction]) -> None:
    assert functions[ATTEMPT].role == "application"
    assert functions[JOB].role == "scheduler"
    assert functions["functions.scheduled.run_migrations"].role == "migrator"
    assert functions["functions.platform.show_openapi"].role is None
    assert [function.kind for function in (functions[ATTEMPT], functions[JOB], functions[TRIGGER])] == [
        "endpoint",
        "job",
        "trigger",
    ]


def health() -> clients.Event:
    """Return the event of a request for the platform's health."""
    return clients.event(clients.endpoint("show_health"), clients.Request(), uuid4())


def failed(done: Result, error: str) -> None:
    """Check that a run failed as Lambda reports it."""
    assert not done.measured.outcome.ok
    assert done.measured.outcome.kind == "init/error"
    assert done.differences[0].startswith(error), done.differences
    assert done.function.module in done.differences[0]


@pytest.mark.parametrize(("removed", "module"), [(0, "psycopg"), (1, "progressive_flow")])
def test_a_missing_layer_fails_by_name(
    harness: Harness, functions: dict[str, DeployedFunction], removed: int, module: str
) -> None:
    layers = list(functions[HEALTH].layers)
    del layers[removed]
    done = harness.run(replace(functions[HEALTH], layers=tuple(layers)))
    failed(done, "Runtime.ImportModuleError: ")
    assert (
        f"No module named '{module}" in done.differences[0]
        or "No module named 'aws_lambda_powertools" in done.differences[0]
    )


def test_a_missing_file_of_the_shared_layer_fails_by_name(
    harness: Harness, functions: dict[str, DeployedFunction]
) -> None:
    unpacked = harness.unpack(functions[HEALTH])
    package = unpacked.opt / "python" / "progressive_flow" / "kernel" / "http"
    for left in (package / "rate_limit.py", *package.glob("__pycache__/rate_limit.*")):
        left.unlink()
    done = harness.run(functions[HEALTH], unpacked)
    failed(done, "Runtime.ImportModuleError: ")
    assert "rate_limit" in done.differences[0]
    assert (functions[HEALTH].layers[1] / "python/progressive_flow/kernel/http/rate_limit.py").exists()


def test_a_missing_asset_fails_by_name(harness: Harness, functions: dict[str, DeployedFunction]) -> None:
    unpacked = harness.unpack(functions[HEALTH])
    shutil.rmtree(unpacked.task / "functions")
    failed(harness.run(functions[HEALTH], unpacked), "Runtime.ImportModuleError: ")


def test_a_missing_packaged_document_is_a_different_response(
    harness: Harness, functions: dict[str, DeployedFunction]
) -> None:
    function = functions["functions.platform.answer_unknown_route"]
    unpacked = harness.unpack(function)
    (unpacked.opt / "python" / "progressive_flow" / "kernel" / "openapi" / "openapi.json").unlink()
    done = harness.run(function, unpacked)
    assert "/statusCode: 405 in process, 404 deployed" in done.differences


def test_changed_code_is_a_different_response(
    harness: Harness, functions: dict[str, DeployedFunction], tmp_path: Path
) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(functions[HEALTH].layers[1], changed)
    package = changed / "python" / "progressive_flow" / "operations" / "health"
    shutil.rmtree(package / "__pycache__")
    source = (package / "service.py").read_text()
    (package / "service.py").write_text(source.replace("schema_version=found.schema_version", 'schema_version="000"'))
    done = harness.run(replace(functions[HEALTH], layers=(functions[HEALTH].layers[0], changed)))
    assert len(done.differences) == 1
    assert done.differences[0].startswith("/body/schema_version: ")
    assert done.differences[0].endswith(" in process, 000 deployed")


DEPLOYED = {
    "PROGRESSIVE_FLOW_STAGE": "dev",
    "DATABASE_IAM": "1",
    "DATABASE_HOST": "127.0.0.1",
    "DATABASE_CA": "/nowhere/ca.pem",
}


def test_a_deployed_function_rejects_a_database_without_tls(
    functions: dict[str, DeployedFunction], admin_url: str, tmp_path: Path, runtime_folder: Path
) -> None:
    settings = {**DEPLOYED, "DATABASE_PORT": str(urlsplit(admin_url).port)}
    unpacked = unpack(functions[HEALTH], tmp_path / "unpacked", settings)
    answer = first_invocation(unpacked, runtime_folder, health()).outcome.body
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")


def test_a_guarded_stage_rejects_a_database_with_a_password(
    functions: dict[str, DeployedFunction], database: dict[str, str], tmp_path: Path, runtime_folder: Path
) -> None:
    settings = {"PROGRESSIVE_FLOW_STAGE": "prod", "APPLICATION_DATABASE_URL": database["application"]}
    unpacked = unpack(functions[HEALTH], tmp_path / "unpacked", settings)
    measured = first_invocation(unpacked, runtime_folder, health())
    assert measured.outcome.body["statusCode"] == 500
    assert "The stage prod refuses these settings" in measured.log
    assert database["application"] not in measured.log


def test_nothing_of_this_environment_is_importable(
    made_up: Make, layers: dict[str, Path], runtime_folder: Path, tmp_path: Path
) -> None:
    source = (
        "import importlib.util, os, sys\n"
        "def handler(event, context):\n"
        "    wanted = ('boto3', 'botocore', 'moto', 'httpx', 'pytest', 'progressive_flow_local')\n"
        "    found = {name: importlib.util.find_spec(name) is not None for name in (*wanted, 'psycopg', 'yaml')}\n"
        "    return {'found': found, 'path': sys.path, 'variables': sorted(os.environ), 'flags': sys.flags.isolated}\n"
    )
    function = replace(made_up(source), layers=(layers["dependencies"], layers["shared"]))
    unpacked = unpack(function, tmp_path / "unpacked", {})
    measured = first_invocation(unpacked, runtime_folder, {})
    assert measured.outcome.ok, measured.log
    done = measured.outcome.body
    # the SDK comes with Lambda's own runtime, the rest with the layers
    assert [name for name, there in done["found"].items() if there] == ["boto3", "botocore", "psycopg", "yaml"]
    assert not any("site-packages" in path for path in done["path"])
    assert done["path"][:2] == [str(unpacked.task), f"{unpacked.opt}/python"]
    assert not {"PATH", "HOME", "DATABASE_URL", "PYTHONPATH"} & set(done["variables"])
