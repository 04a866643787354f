"""The third-party layer for Lambda differs from the tested one only in the processor."""

import shutil
import struct
from pathlib import Path

import pytest

from infra.delivery import bundle
from tests.infra.bundle_smoke_tests import wheels

X86, ARM = 0x3E, 0xB7


def test_the_layer_for_lambda_equals_the_tested_one(layers: dict[str, Path], tmp_path: Path) -> None:
    lambdas = bundle.dependencies(tmp_path / "lambda")
    assert wheels.problems(layers["dependencies"], lambdas, "aarch64") == []
    assert {"psycopg", "psycopg-binary", "pydantic-core", "aws-lambda-powertools"} <= set(wheels.distributions(lambdas))
    assert set(wheels.machines(lambdas).values()) == {"aarch64"}
    assert any("psycopg_binary/_psycopg.cpython-314" in path for path in wheels.machines(lambdas))
    assert any("libpq" in path for path in wheels.machines(lambdas))


def test_the_layer_that_opens_uploads_equals_the_tested_one_and_is_small(
    layers: dict[str, Path], tmp_path: Path
) -> None:
    lambdas = bundle.inspection(tmp_path / "lambda")
    assert wheels.problems(layers["inspection"], lambdas, "aarch64") == []
    assert set(wheels.distributions(lambdas)) == {"pillow", "defusedxml"}
    size = sum(path.stat().st_size for path in lambdas.rglob("*") if path.is_file())
    assert size < 30_000_000, "each MB costs cold start"


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    """A layer with one distribution and one binary."""
    return make(tmp_path / "layer", "1.0", ARM)


def make(folder: Path, version: str, machine: int) -> Path:
    metadata = folder / "python" / "thing-1.0.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: Thing\nVersion: {version}\n")
    header = b"\x7fELF" + bytes(14) + struct.pack("<H", machine) + bytes(44)
    (folder / "python" / "thing.cpython-314-whatever.so").write_bytes(header)
    return folder


def test_another_version_is_reported(layer: Path, tmp_path: Path) -> None:
    older = make(tmp_path / "older", "0.9", ARM)
    assert wheels.problems(layer, older, "aarch64") == ["thing: 1.0 was tested, 0.9 is deployed"]


def test_a_missing_distribution_is_reported(layer: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(layer, bare)
    shutil.rmtree(bare / "python" / "thing-1.0.dist-info")
    assert wheels.problems(layer, bare, "aarch64") == ["thing: 1.0 was tested, absent is deployed"]


def test_a_binary_for_another_processor_is_reported(layer: Path, tmp_path: Path) -> None:
    foreign = make(tmp_path / "foreign", "1.0", X86)
    (foreign / "python" / "thing.data").write_bytes((layer / "python" / "thing.cpython-314-whatever.so").read_bytes())
    found = wheels.problems(layer, foreign, "aarch64")
    assert found == ["python/thing.cpython-314-whatever.so is for x86_64, not aarch64"]


def test_a_missing_binary_is_reported(layer: Path, tmp_path: Path) -> None:
    pure = tmp_path / "pure"
    shutil.copytree(layer, pure)
    (pure / "python" / "thing.cpython-314-whatever.so").unlink()
    assert "fewer than the extension modules" in wheels.problems(layer, pure, "aarch64")[0]
