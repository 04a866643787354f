"""A deploy that changes `sql/` runs the operations in order before functions are updated."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from infra.config import STAGES
from infra.stacks import migrations
from tests.infra.conftest import Synthesized
from tests.infra.templates import Resource, Templates, synthesize


def operations(templates: Templates) -> dict[str, Resource]:
    return {resource.id: resource for resource in templates.all("Custom::Operation") if resource.stack == "migrations"}


def test_the_three_operations_run_in_order(prod: Templates) -> None:
    found = operations(prod)
    names = {
        key: prod.at("migrations", resource.properties["Operation"]).properties["FunctionName"]
        for key, resource in found.items()
    }
    assert names == {
        "Prepared": "progressive-flow-operations-prepare-cluster",
        "Migrated": "progressive-flow-operations-migrate",
        "Loaded": "progressive-flow-operations-load-reference-data",
    }
    assert "DependsOn" not in found["Prepared"].whole
    assert found["Migrated"].whole["DependsOn"] == ["Prepared"]
    assert found["Loaded"].whole["DependsOn"] == ["Migrated"]


def test_the_runner_outlives_the_operation(prod: Templates) -> None:
    for operation in operations(prod).values():
        runner = prod.at("migrations", operation.properties["ServiceToken"])
        function = prod.at("migrations", operation.properties["Operation"])
        limits = (
            function.properties["Timeout"],
            runner.properties["Timeout"],
            int(operation.properties["ServiceTimeout"]),
        )
        assert limits[0] < limits[1] < limits[2]
        assert limits[1] <= 900, "Lambda's longest"


def test_the_runner_is_outside_the_vpc(prod: Templates) -> None:
    runner = prod.at("migrations", operations(prod)["Migrated"].properties["ServiceToken"])
    assert "VpcConfig" not in runner.properties


@pytest.fixture
def sql(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of `sql/`, from which the hashes are computed."""
    shutil.copytree(migrations.SQL, tmp_path / "sql")
    monkeypatch.setattr(migrations, "SQL", tmp_path / "sql")
    return tmp_path / "sql"


def reasons(templates: Templates) -> dict[str, dict[str, Any]]:
    left_out = {"Operation", "ServiceToken", "ServiceTimeout"}
    return {
        key: {name: value for name, value in resource.properties.items() if name not in left_out}
        for key, resource in operations(templates).items()
    }


def rerun(before: Templates, after: Templates) -> set[str]:
    """Return the operations that a deploy of the second version runs."""
    was, will = reasons(before), reasons(after)
    return {name for name in was if was[name] != will[name]}


def test_a_new_migration_runs_what_depends_on_it(prod: Templates, folder: Path, sql: Path) -> None:
    (sql / "migrations" / "V999__more.sql").write_text("select 1;")
    assert rerun(prod, synthesize("prod", folder, log_days=30)) == {"Migrated", "Loaded"}


def test_new_content_is_loaded_and_nothing_migrated(prod: Templates, folder: Path, sql: Path) -> None:
    tracks = sql / "seeds" / "content" / "tracks.yaml"
    tracks.write_text(tracks.read_text() + "\n# more\n")
    assert rerun(prod, synthesize("prod", folder, log_days=7)) == {"Loaded"}


def test_a_deploy_without_changes_runs_nothing(prod: Templates, synthesized: Synthesized) -> None:
    assert rerun(prod, synthesized("staging")) == set()


def test_functions_are_updated_after_the_migrations(prod: Templates) -> None:
    manifest = json.loads((prod.out / "manifest.json").read_text())["artifacts"]
    stacks = {name: artifact for name, artifact in manifest.items() if artifact["type"] == "aws:cloudformation:stack"}
    assert sum("-endpoints-" in name for name in stacks) > 1
    for name in stacks:
        kind = name.removeprefix("progressive-flow-prod-")
        if kind.startswith(("endpoints-", "jobs-")) or kind == "identity":
            assert "progressive-flow-prod-migrations" in stacks[name]["dependencies"]


@pytest.mark.parametrize("stage", STAGES)
def test_the_scheduled_migration_has_the_same_content_layer(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    scheduled = templates.function("progressive-flow-scheduled-run-migrations")
    deployed = templates.function("progressive-flow-operations-migrate")

    def content(function: Resource) -> set[str]:
        layers = [templates.at(function.stack, layer).properties for layer in function.properties["Layers"]]
        return {layer["Content"]["S3Key"] for layer in layers}

    assert content(scheduled) == content(deployed)
