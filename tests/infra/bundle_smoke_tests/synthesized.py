"""Reads a cloud assembly: its functions, with their assets, layers, environment variables and sizes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.delivery import bytecode
from infra.paths import ROOT
from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, calls_aws_first

_SHARED_PACKAGE = "python/progressive_flow"
_SOURCES = {".py", ".sql", ".yaml", ".txt"}
_DATABASE = "DATABASE_"  # the endpoint is in a VPC


class _Host:
    """Compiles folders that were bundled for Lambda's Python version for this one, each once."""

    def __init__(self, third_party: Path) -> None:
        self._third_party = third_party
        self._compiled: dict[Path, Path] = {}

    def compiled(self, folder: Path, prefix: str) -> Path:
        """Return a copy of a folder with bytecode of this Python version."""
        if prefix == "/opt" and (carried := _carried_by_few(folder)):
            return self._third_party.parent / carried
        if prefix == "/opt" and _is_third_party(folder):
            return self._third_party
        if folder not in self._compiled:
            target = self._third_party.parent / folder.name
            shutil.copytree(folder, target)
            bytecode.compile_folder(target, bytecode.HOST, prefix)
            self._compiled[folder] = target
        return self._compiled[folder]


@dataclass(frozen=True, slots=True)
class _Stack:
    """One template and the folders of its assets, by their object keys."""

    resources: Mapping[str, Any]
    assets: Mapping[str, Path]

    def folder(self, code: Mapping[str, Any]) -> Path:
        """Return the folder of a function's or a layer's asset."""
        return self.assets[code["S3Key"].partition(".")[0]]

    def of_type(self, kind: str) -> Iterator[Any]:
        """Yield the properties of every resource of a type."""
        return (resource["Properties"] for resource in self.resources.values() if resource["Type"] == kind)


def functions(out: Path, stage: str, third_party: Path) -> list[DeployedFunction]:
    """Return every function of a stage, prepared to run on this machine.

    `third_party` replaces the layer with wheels for Lambda's processor, and `inspection` and `judge` beside it those that few
    functions carry; other folders are copied beside them and compiled.
    """
    host = _Host(third_party)
    deployed = [
        _deployed(stack, properties, host)
        for stack in _stacks(out, stage)
        for properties in stack.of_type("AWS::Lambda::Function")
    ]
    if not deployed:
        raise LookupError(f"{out} has no functions of the stage {stage}: run `npx cdk synth -c stage={stage}` first.")
    return sorted(deployed, key=lambda function: function.handler)


def dependencies(out: Path, stage: str) -> Path | None:
    """Return the folder of the third-party layer, with wheels for Lambda's processor."""
    for stack in _stacks(out, stage):
        for properties in stack.of_type("AWS::Lambda::LayerVersion"):
            of_most = properties.get("CompatibleArchitectures", ["arm64"]) == [
                "arm64"
            ]  # those of the judge may be others
            if of_most and _is_third_party(folder := stack.folder(properties["Content"])):
                return folder
    return None


def is_stale(out: Path) -> bool:
    """Return whether a bundled file has changed since the synthesis."""
    synthesized_at = (out / "manifest.json").stat().st_mtime
    sources = (path for folder in ("functions", "layers", "sql") for path in (ROOT / folder).rglob("*.*"))
    return any(path.stat().st_mtime > synthesized_at for path in sources if path.suffix in _SOURCES)


def _stacks(out: Path, stage: str) -> Iterator[_Stack]:
    for file in sorted(out.glob(f"progressive-flow-{stage}-*.template.json")):
        name = file.name.removesuffix(".template.json")
        manifest = json.loads((out / f"{name}.assets.json").read_text())
        assets = {key: out / value["source"]["path"] for key, value in manifest["files"].items()}
        yield _Stack(json.loads(file.read_text()).get("Resources", {}), assets)


def _deployed(stack: _Stack, properties: Mapping[str, Any], host: _Host) -> DeployedFunction:
    variables = properties.get("Environment", {}).get("Variables", {})
    literals = {name: value for name, value in variables.items() if isinstance(value, str)}
    if "LogFormat" in properties.get("LoggingConfig", {}):
        literals["AWS_LAMBDA_LOG_FORMAT"] = properties["LoggingConfig"]["LogFormat"]
    return DeployedFunction(
        str(properties.get("FunctionName") or properties["Handler"]),
        properties["Handler"],
        host.compiled(stack.folder(properties["Code"]), "/var/task"),
        tuple(host.compiled(folder, "/opt") for folder in _layers(stack, properties.get("Layers", ()))),
        variables.get("DATABASE_USER"),
        {name: value for name, value in literals.items() if not name.startswith(_DATABASE)},
        int(properties.get("MemorySize", 128)),
        float(properties.get("Timeout", 3)),
        "SnapStart" in properties,
        str(properties["Runtime"]).removeprefix("python"),
        calls_aws_first=not properties.get("Layers") or calls_aws_first(properties["Handler"].rpartition(".")[0]),
    )


def _layers(stack: _Stack, references: Any) -> Iterator[Path]:
    for reference in references:
        yield stack.folder(stack.resources[reference["Ref"]]["Properties"]["Content"])


def _is_third_party(folder: Path) -> bool:
    ours = (folder / _SHARED_PACKAGE).exists() or (folder / "sql").exists()
    return not ours and _carried_by_few(folder) is None


def _carried_by_few(folder: Path) -> str | None:
    """Return the name of a layer that few functions carry, by a package that it alone has."""
    packages = {"inspection": "PIL", "judge": "wasmtime"}
    return next((name for name, package in packages.items() if (folder / "python" / package).exists()), None)
