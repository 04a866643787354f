"""Reads what `cdk synth` wrote: which functions there are, with which assets, layers, variables and sizes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.bundle_smoke_tests.unpacking import Deployed
from infra.delivery import bytecode
from infra.paths import ROOT

_OURS = "python/progressive_flow"
_SOURCES = {".py", ".sql", ".yaml", ".txt"}
_DATABASE = "DATABASE_"  # an address in a network that is not here


class _Host:
    """Makes what was bundled for Lambda's Python ready for this one, each folder once."""

    def __init__(self, third_party: Path) -> None:
        self._third_party = third_party
        self._made: dict[Path, Path] = {}

    def ready(self, folder: Path, prefix: str) -> Path:
        """Return a folder's like with bytecode of this Python."""
        if prefix == "/opt" and _is_third_party(folder):
            return self._third_party
        if folder not in self._made:
            target = self._third_party.parent / folder.name
            shutil.copytree(folder, target)
            bytecode.compile_folder(target, bytecode.HOST, prefix)
            self._made[folder] = target
        return self._made[folder]


@dataclass(frozen=True, slots=True)
class _Stack:
    """One template and the folders of its assets, by the key they are uploaded under."""

    resources: Mapping[str, Any]
    assets: Mapping[str, Path]

    def folder(self, code: Mapping[str, Any]) -> Path:
        """Return the folder that a function's or a layer's code was zipped from."""
        return self.assets[code["S3Key"].partition(".")[0]]

    def of_type(self, kind: str) -> Iterator[Any]:
        """Yield the properties of every resource of a type."""
        return (found["Properties"] for found in self.resources.values() if found["Type"] == kind)


def functions(out: Path, stage: str, third_party: Path) -> list[Deployed]:
    """Return every function of a stage, able to run here.

    `third_party` replaces the layer of wheels for Lambda's processor; what is ours is copied to beside it and compiled.
    """
    host = _Host(third_party)
    found = [
        _deployed(stack, properties, host)
        for stack in _stacks(out, stage)
        for properties in stack.of_type("AWS::Lambda::Function")
    ]
    if not found:
        raise LookupError(f"{out} holds no functions of the stage {stage}: run `npx cdk synth -c stage={stage}` first.")
    return sorted(found, key=lambda function: function.handler)


def dependencies(out: Path, stage: str) -> Path | None:
    """Return the folder of the third-party layer as it would be uploaded."""
    for stack in _stacks(out, stage):
        for properties in stack.of_type("AWS::Lambda::LayerVersion"):
            if _is_third_party(folder := stack.folder(properties["Content"])):
                return folder
    return None


def is_stale(out: Path) -> bool:
    """Tell whether something that is bundled has changed since the synthesis."""
    made = (out / "manifest.json").stat().st_mtime
    sources = (path for folder in ("functions", "layers", "sql") for path in (ROOT / folder).rglob("*.*"))
    return any(path.stat().st_mtime > made for path in sources if path.suffix in _SOURCES)


def _stacks(out: Path, stage: str) -> Iterator[_Stack]:
    for file in sorted(out.glob(f"progressive-flow-{stage}-*.template.json")):
        name = file.name.removesuffix(".template.json")
        manifest = json.loads((out / f"{name}.assets.json").read_text())
        assets = {key: out / value["source"]["path"] for key, value in manifest["files"].items()}
        yield _Stack(json.loads(file.read_text()).get("Resources", {}), assets)


def _deployed(stack: _Stack, properties: Mapping[str, Any], host: _Host) -> Deployed:
    variables = properties.get("Environment", {}).get("Variables", {})
    kept = {name: value for name, value in variables.items() if isinstance(value, str)}
    if "LogFormat" in properties.get("LoggingConfig", {}):
        kept["AWS_LAMBDA_LOG_FORMAT"] = properties["LoggingConfig"]["LogFormat"]
    return Deployed(
        str(properties.get("FunctionName") or properties["Handler"]),
        properties["Handler"],
        host.ready(stack.folder(properties["Code"]), "/var/task"),
        tuple(host.ready(folder, "/opt") for folder in _layers(stack, properties.get("Layers", ()))),
        variables.get("DATABASE_USER"),
        {name: value for name, value in kept.items() if not name.startswith(_DATABASE)},
        int(properties.get("MemorySize", 128)),
        float(properties.get("Timeout", 3)),
        "SnapStart" in properties,
        str(properties["Runtime"]).removeprefix("python"),
        needs_aws="DATABASE_SECRET" in variables or not properties.get("Layers"),
    )


def _layers(stack: _Stack, references: Any) -> Iterator[Path]:
    for reference in references:
        yield stack.folder(stack.resources[reference["Ref"]]["Properties"]["Content"])


def _is_third_party(folder: Path) -> bool:
    return not (folder / _OURS).exists() and not (folder / "sql").exists()
