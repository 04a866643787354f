"""An asset's hash changes only with its content: a change of one handler updates one function."""

import json
import shutil
from pathlib import Path

import pytest

from infra.delivery import bundle
from infra.delivery.assets import RDS_CERTIFICATES, Assets, fingerprint
from infra.names import version
from infra.paths import ROOT
from progressive_flow.kernel.declarations import registry
from tests.infra.conftest import Synthesized
from tests.infra.templates import Templates

TREES = ("functions", "layers/dependencies", "layers/shared", "sql")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the bundled folders that a test changes."""
    for tree in TREES:
        shutil.copytree(ROOT / tree, tmp_path / tree, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(bundle, "ROOT", tmp_path)
    monkeypatch.setattr(bundle, "LOCK", tmp_path / "layers" / "dependencies" / "requirements.txt")
    return tmp_path


def digests(folder: Path) -> dict[str, str]:
    """Bundle all assets and return their hashes."""
    assets = Assets(folder, wheels=False)
    for module in registry.functions().values():
        assets.function(module)
    for layer in (assets.dependencies, assets.shared, assets.content):
        layer()
    return dict(assets._digests)


def changed(checkout: Path, file: str, text: str) -> set[str]:
    """Append to a file of the copy; return the assets whose hashes change."""
    before = digests(checkout / "before")
    path = checkout / file
    path.write_text(path.read_text() + text)
    after = digests(checkout / "after")
    return {name for name in before if before[name] != after[name]}


def test_a_handlers_change_changes_its_own_asset_alone(checkout: Path) -> None:
    found = changed(checkout, "functions/progress/submit_attempt.py", "\n# changed\n")
    assert found == {"functions.progress.submit_attempt"}


def test_a_migration_changes_the_content_alone(checkout: Path) -> None:
    assert changed(checkout, "sql/schemas/gamification/ledger/functions/award_xp.sql", "\n-- changed\n") == {"content"}


def test_a_shared_rule_changes_the_shared_layer_alone(checkout: Path) -> None:
    path = "layers/shared/python/progressive_flow/progress/attempts/service.py"
    assert changed(checkout, path, "\n# changed\n") == {"shared"}


def test_a_new_lock_file_changes_the_dependencies_alone(checkout: Path) -> None:
    assert changed(checkout, "layers/dependencies/requirements.txt", "\n# changed\n") == {"dependencies"}


def test_nothing_changes_by_bundling_again(checkout: Path) -> None:
    assert changed(checkout, "functions/progress/submit_attempt.py", "") == set()


def test_time_stamps_and_caches_change_nothing(checkout: Path) -> None:
    before = digests(checkout / "before")
    for path in checkout.glob("functions/**/*.py"):
        path.touch()
    (checkout / "functions" / "progress" / "__pycache__").mkdir()
    (checkout / "functions" / "progress" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert digests(checkout / "after") == before


def test_all_stages_upload_the_same_assets(synthesized: Synthesized) -> None:
    def keys(templates: Templates) -> dict[str, str]:
        named = (
            resource for resource in templates.all("AWS::Lambda::Function") if "FunctionName" in resource.properties
        )
        return {resource.properties["FunctionName"]: resource.properties["Code"]["S3Key"] for resource in named}

    small, large = keys(synthesized("dev")), keys(synthesized("prod"))
    assert small == {name: key for name, key in large.items() if name in small}
    assert large.keys() - small.keys() == {
        "progressive-flow-operations-check-restored",
        "progressive-flow-operations-rotate-origin-key",
        "progressive-flow-scheduled-run-restore-drill",
    }


def test_the_shared_layer_has_the_rds_certificates(tmp_path: Path) -> None:
    Assets(tmp_path, wheels=False).shared()
    text = (tmp_path / "shared" / RDS_CERTIFICATES).read_text()
    assert text.startswith("-----BEGIN CERTIFICATE-----")


def test_the_shared_layer_has_every_icon(tmp_path: Path) -> None:
    packaged = Path(bundle.shared(tmp_path / "shared")) / bundle.ICONS
    written = ROOT / "sql" / "seeds" / "content" / "icons"
    found = [[path.relative_to(root) for path in sorted(root.rglob("*.svg"))] for root in (packaged, written)]
    assert found[0] == found[1]
    assert len(found[0]) >= 55 + 36


def test_a_fingerprint_covers_names_and_contents_except_exclusions(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a").write_text("1")
    (tmp_path / "b").write_text("2")
    whole, part = fingerprint(tmp_path), fingerprint(tmp_path, exclude="seeds/")
    (tmp_path / "seeds" / "a").write_text("3")
    assert (fingerprint(tmp_path) == whole, fingerprint(tmp_path, exclude="seeds/") == part) == (False, True)
    (tmp_path / "b").rename(tmp_path / "c")
    assert fingerprint(tmp_path, exclude="seeds/") != part


def test_the_version_is_the_releases(prod: Templates) -> None:
    variables = prod.function("progressive-flow-platform-show-health").properties["Environment"]["Variables"]
    assert variables["PROGRESSIVE_FLOW_VERSION"] == version() != ""


@pytest.mark.parametrize(("machine", "platform"), [("x86_64", "aarch64-manylinux_2_28"), ("arm64", "x86_64-linux")])
def test_images_of_another_processor_are_refused(tmp_path: Path, machine: str, platform: str) -> None:
    (tmp_path / "built.json").write_text(json.dumps({"inputs": "", "machine": machine}))
    with pytest.raises(ValueError, match="make judge"):
        bundle.judge(tmp_path / "layer", platform=platform, image=tmp_path)


def test_without_images_the_way_to_them_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make judge"):
        bundle.judge(tmp_path / "layer", image=tmp_path)
