"""The bundles: complete, without unused files, and with equal bytes for equal content."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from infra.delivery import bundle, bytecode
from infra.paths import ROOT
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.openapi import document, writer

UNCHECKED = 0b01  # PEP 552: hash-based, never compared with the source
ATTEMPT, LEADERBOARD = "functions.progress.submit_attempt", "functions.gamification.show_leaderboard"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def sources(folder: Path) -> set[str]:
    return {name for name in names(folder) if not name.endswith(".pyc")}


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled folders that a test changes."""
    root = tmp_path / "checkout"
    unwanted = shutil.ignore_patterns("__pycache__")
    for folder in ("functions", "sql", "layers"):
        shutil.copytree(ROOT / folder, root / folder, ignore=unwanted)
    monkeypatch.setattr(bundle, "ROOT", root)
    return root


def digests(folder: Path, *, python: str = bytecode.HOST) -> dict[str, str]:
    """Bundle two functions and two layers; return the digests."""
    made = {module: bundle.function(module, folder / module, python=python) for module in (ATTEMPT, LEADERBOARD)}
    made |= {"shared": bundle.shared(folder / "shared", python=python), "content": bundle.content(folder / "content")}
    return {name: bundle.digest(made[name]) for name in made}


def test_a_functions_asset_is_its_one_file(tmp_path: Path) -> None:
    assert sources(bundle.function(ATTEMPT, tmp_path / "asset")) == {"functions/progress/submit_attempt.py"}


def test_the_consumer_of_tasks_carries_the_functions_of_their_kinds(tmp_path: Path) -> None:
    kinds = {f"functions/tasks/{file.name}" for file in (ROOT / "functions" / "tasks").glob("*.py")}
    assert kinds
    assert sources(bundle.function(bundle.TASK_CONSUMER, tmp_path / "asset")) == {
        "functions/consumers/run_task.py", *kinds,
    }  # fmt: skip


def test_previous_content_is_not_uploaded(tmp_path: Path) -> None:
    (tmp_path / "asset").mkdir()
    (tmp_path / "asset" / "secret.txt").touch()
    for made in (bundle.content, bundle.shared, bundle.dependencies):
        assert "secret.txt" not in names(made(tmp_path / "asset"))
        (tmp_path / "asset" / "secret.txt").touch()


def test_the_shared_layer_excludes_the_local_platform(tmp_path: Path) -> None:
    found = sources(bundle.shared(tmp_path / "shared"))
    package = "python/progressive_flow"
    assert {f"{package}/kernel/http/endpoint.py", f"{package}/progress/attempts/service.py", bundle.OPENAPI} <= found
    assert not [name for name in found if name.startswith("python/progressive_flow_local")]
    assert {Path(name).suffix for name in found} == {".py", ".json", ".svg", ".typed"}


def test_nothing_deployed_contains_the_local_provider(tmp_path: Path) -> None:
    """Who could reach its pages on a stage would sign in past Cognito."""
    for lock in (bundle.LOCK, bundle.INSPECTION_LOCK, bundle.JUDGE_LOCK):
        assert "oauthlib" not in lock.read_text()
    shared = bundle.shared(tmp_path / "shared")
    made = [shared, *(bundle.function(module, tmp_path / module) for module in registry.functions().values())]
    for folder in made:
        for name in sources(folder):
            assert "sign_in" not in Path(name).parts, name
            assert b"progressive_flow_local" not in (folder / name).read_bytes(), name


def test_the_packaged_document_equals_the_generated_one(tmp_path: Path) -> None:
    packaged = (bundle.shared(tmp_path / "shared") / bundle.OPENAPI).read_text()
    assert json.loads(packaged) == writer.write()


def test_a_packaged_document_has_the_running_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "openapi.json"
    file.write_text('{"info": {"version": "of the bundle"}, "paths": {}}')
    monkeypatch.setattr(document, "PACKAGED", file)
    monkeypatch.setenv("PROGRESSIVE_FLOW_VERSION", "of the deploy")
    document.document.cache_clear()
    try:
        assert document.document() == {"info": {"version": "of the deploy"}, "paths": {}}
    finally:
        document.document.cache_clear()


def test_the_content_layer_is_the_schema_and_its_seeds(tmp_path: Path) -> None:
    found = names(bundle.content(tmp_path / "content"))
    tops = {"/".join(name.split("/")[:2]) for name in found}
    assert {"sql/migrations", "sql/schemas", "sql/seeds"} <= tops
    assert "sql/undo" not in tops, "nothing deployed takes a version back"
    assert "sql/seeds/content/tracks.yaml" in found


def test_the_third_party_layer_has_what_the_lock_file_says(layers: dict[str, Path]) -> None:
    found = {
        distribution.metadata["Name"].lower(): distribution
        for distribution in metadata.distributions(path=[str(layers["dependencies"] / "python")])
    }
    assert found["psycopg"].version == metadata.version("psycopg")
    assert found["pydantic"].version == metadata.version("pydantic")
    assert "boto3" not in found


def test_the_third_party_layer_carries_nothing_unused(layers: dict[str, Path]) -> None:
    found = names(layers["dependencies"])
    assert {name.split("/")[0] for name in found} == {"python"}
    assert not [name for name in found if {"tests", "bin"} & set(name.split("/"))]
    assert not [name for name in found if name.endswith((".pyi", "/RECORD", "/INSTALLER", ".lock"))]
    size = sum((layers["dependencies"] / name).stat().st_size for name in found)
    assert size < 40_000_000, "Lambda unpacks at most 250 MB of layers, and every MB costs cold start"


def test_licences_are_included(layers: dict[str, Path]) -> None:
    files = names(layers["dependencies"])
    distributions = {name.split("/METADATA")[0] for name in files if name.endswith(".dist-info/METADATA")}
    licensed = {name.split(".dist-info/")[0] + ".dist-info" for name in files if "/LICENSE" in name}
    assert distributions == licensed


def test_equal_content_makes_equal_digests(tmp_path: Path) -> None:
    assert digests(tmp_path / "once") == digests(tmp_path / "again")


def test_all_files_have_one_time_stamp(tmp_path: Path, layers: dict[str, Path]) -> None:
    made = (bundle.shared(tmp_path / "shared"), bundle.content(tmp_path / "content"), layers["dependencies"])
    assert {path.stat().st_mtime for folder in made for path in folder.rglob("*")} == {bundle.EPOCH}
    assert {path.stat().st_mode & 0o777 for folder in made for path in folder.rglob("*")} == {0o644, 0o755}


def test_a_changed_handler_changes_one_digest(checkout: Path, tmp_path: Path) -> None:
    before = digests(tmp_path / "before")
    file = checkout / "functions" / "progress" / "submit_attempt.py"
    file.write_text(file.read_text().replace("memory=1024", "memory=2048"))
    after = digests(tmp_path / "after")
    assert {name for name in before if before[name] != after[name]} == {ATTEMPT}


def test_a_changed_service_changes_the_shared_layer_and_a_changed_view_the_content(
    checkout: Path, tmp_path: Path
) -> None:
    before = digests(tmp_path / "before")
    with (checkout / "layers/shared/python/progressive_flow/progress/attempts/service.py").open("a") as service:
        service.write("\n")
    with (checkout / "sql/schemas/gamification/leaderboards/views/leaderboard_entries.sql").open("a") as view:
        view.write("\n")
    after = digests(tmp_path / "after")
    assert {name for name in before if before[name] != after[name]} == {"shared", "content"}


@pytest.mark.parametrize("path", ["platform.py", "cli/serve.py"])
def test_excluded_files_change_no_digest(checkout: Path, tmp_path: Path, path: str) -> None:
    before = digests(tmp_path / "before")
    with (checkout / "layers/local/python/progressive_flow_local" / path).open("a") as file:
        file.write("\n")
    assert digests(tmp_path / "after") == before


def test_bytecode_is_never_checked_against_its_source(layers: dict[str, Path]) -> None:
    compiled = [path for layer in ("shared", "dependencies") for path in layers[layer].rglob("*.pyc")]
    assert len(compiled) > 300
    assert {int.from_bytes(path.read_bytes()[4:8], "little") for path in compiled} == {UNCHECKED}


def test_a_digest_ignores_the_content_of_bytecode(tmp_path: Path) -> None:
    made = bundle.function(ATTEMPT, tmp_path / "asset", python=bytecode.HOST)
    before = bundle.digest(made)
    (compiled,) = made.rglob("*.pyc")
    compiled.write_bytes(compiled.read_bytes() + b"\0")
    assert bundle.digest(made) == before
    compiled.unlink()
    assert bundle.digest(made) != before, "a bundle with bytecode starts faster: that is another one"


def test_dependencies_are_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "CACHE", tmp_path / "cache")
    bundle.dependencies(tmp_path / "once")
    monkeypatch.setattr(bundle, "_install", None)
    assert bundle.digest(bundle.dependencies(tmp_path / "again")) == bundle.digest(tmp_path / "once")
    assert [path.name[:6] for path in (tmp_path / "cache").iterdir()] != ["draft-"]


def test_a_lock_file_with_a_wrong_hash_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"typing-extensions==4.16.0 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(bundle, "LOCK", lock)
    monkeypatch.setattr(bundle, "CACHE", tmp_path / "cache")
    with pytest.raises(subprocess.CalledProcessError):
        bundle.dependencies(tmp_path / "layer")
    assert not any((tmp_path / "cache").iterdir()), "what failed leaves nothing that a later run could take for a layer"


@pytest.fixture
def no_interpreter(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine without other Python versions."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    monkeypatch.delenv(bytecode.INTERPRETER_VARIABLE, raising=False)
    bytecode.interpreter.cache_clear()
    yield
    bytecode.interpreter.cache_clear()


@pytest.mark.usefixtures("no_interpreter")
def test_without_lambdas_python_there_is_no_bytecode_and_one_warning(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        assert not list(bundle.function(ATTEMPT, tmp_path / str(number), python="3.99").rglob("*.pyc"))
    said = capfd.readouterr().err
    assert said.count("Python 3.99 is not installed") == 1
    assert bytecode.INTERPRETER_VARIABLE in said


@pytest.mark.usefixtures("no_interpreter")
def test_an_interpreter_can_be_configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "fake"
    fake.write_text(f'#!/bin/sh\ncase "$*" in *version_info*) echo 3.99;; *) exec {sys.executable} "$@";; esac\n')
    fake.chmod(0o755)
    monkeypatch.setenv(bytecode.INTERPRETER_VARIABLE, str(fake))
    assert list(bundle.function(ATTEMPT, tmp_path / "asset", python="3.99").rglob("*.pyc"))


@pytest.mark.usefixtures("no_interpreter")
def test_an_interpreter_of_another_version_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(bytecode.INTERPRETER_VARIABLE, sys.executable)
    (tmp_path / "python3.99").symlink_to("/nowhere")
    assert bytecode.interpreter("3.99") is None
    assert bytecode.interpreter(bytecode.HOST) == sys.executable
    assert os.environ["PATH"] == str(tmp_path)
