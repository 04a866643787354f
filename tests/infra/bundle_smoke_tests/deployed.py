"""The functions to run: each with its asset, its layers and its settings, unpacked as Lambda does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from infra.delivery import bundle, bytecode
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Capability, database_role

KINDS = {
    "scheduled": "job",
    "consumers": "consumer",
    "tasks": "task",
    "triggers": "trigger",
    "operations": "operation",
}
# What needs AWS before anything else: only its start is tested.
_CALLS_AWS_FIRST = {
    Capability.MASTER_SECRET,
    Capability.ORIGIN_KEYS,
    Capability.PROOF_KEY_ROTATION,
    Capability.RESTORED_COPY,
    Capability.RESTORES,
}
_WITH_CONTENT = {"operation", "migrator"}


@dataclass(frozen=True, slots=True)
class DeployedFunction:
    """A function as a template declares it; assets and layers are folders instead of zip files."""

    name: str
    handler: str
    asset: Path
    layers: tuple[Path, ...]
    role: str | None
    variables: Mapping[str, str] = field(default_factory=dict[str, str])
    memory: int = 512
    timeout: float = 30.0
    snap_start: bool = False
    runtime: str = bundle.PYTHON
    calls_aws_first: bool = False  # only its start is tested

    @property
    def module(self) -> str:
        """Return `functions.<folder>.<file>`."""
        return self.handler.rpartition(".")[0]

    @property
    def kind(self) -> str:
        """Return `endpoint`, `job`, `consumer`, `task`, `trigger`, `operation`; `helper` for what is not in `functions/`."""
        top, _, rest = self.module.partition(".")
        return KINDS.get(rest.partition(".")[0], "endpoint") if top == "functions" else "helper"


@dataclass(frozen=True, slots=True)
class UnpackedFunction:
    """A function unpacked into a folder: `task` is its `/var/task`, `opt` its `/opt`."""

    name: str
    handler: str
    folder: Path
    variables: Mapping[str, str]
    memory: int = 512
    timeout: float = 30.0
    snap_start: bool = False
    runtime: str = bundle.PYTHON

    @property
    def task(self) -> Path:
        """Return the folder that is `/var/task` in Lambda."""
        return self.folder / "var" / "task"

    @property
    def opt(self) -> Path:
        """Return the folder that is `/opt` in Lambda."""
        return self.folder / "opt"


def declared(folder: Path) -> list[DeployedFunction]:
    """Return every function of `functions/`, bundled for this machine's Python version and processor."""
    layers = layers_for_host(folder / "layers")
    return [_declared(name, module, layers, folder / "assets") for name, module in registry.functions().items()]


def layers_for_host(folder: Path) -> dict[str, Path]:
    """Bundle the five layers from the same lock file and code as for Lambda, for this machine."""
    return {
        "dependencies": bundle.dependencies(folder / "dependencies", python=bytecode.HOST, platform=host_platform()),
        "shared": bundle.shared(folder / "shared", python=bytecode.HOST),
        "content": bundle.content(folder / "content"),
        "inspection": bundle.inspection(folder / "inspection", python=bytecode.HOST, platform=host_platform()),
        "judge": bundle.judge(folder / "judge", python=bytecode.HOST, platform=host_platform()),
    }


@cache
def host_platform() -> str:
    """Return this machine's wheel platform, with Lambda's C library version on Linux."""
    machine = os.uname().machine
    if os.uname().sysname == "Darwin":
        return f"{'aarch64' if machine == 'arm64' else machine}-apple-darwin"
    return f"{machine}-manylinux_2_28"


def unpack(function: DeployedFunction, folder: Path, settings: Mapping[str, str]) -> UnpackedFunction:
    """Unpack a function into a new folder; `settings` replace the settings of the deployed database."""
    variables = {name: value.replace("/opt", str(folder / "opt")) for name, value in function.variables.items()}
    limits = (function.memory, function.timeout, function.snap_start, function.runtime)
    unpacked = UnpackedFunction(function.name, function.handler, folder, {**variables, **settings}, *limits)
    _copy(function.asset, unpacked.task)
    unpacked.opt.mkdir(parents=True)
    for layer in function.layers:
        _copy(layer, unpacked.opt)
    return unpacked


def _copy(source: Path, target: Path) -> None:
    """Copy a folder, by hard links if the file system supports them: functions share 30 MB of layers."""
    try:
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=os.link)
    except shutil.Error:
        shutil.copytree(source, target, dirs_exist_ok=True)


def _declared(name: str, module: str, layers: Mapping[str, Path], folder: Path) -> DeployedFunction:
    kind = KINDS.get(module.split(".")[1], "endpoint")
    declared = registry.load(module).declaration
    role = database_role(declared.capabilities)
    included = ["dependencies", "shared"]
    included += ["content"] if {kind, role} & _WITH_CONTENT else []
    included += ["judge"] if Capability.CODE_JUDGE in declared.capabilities else []
    included += ["inspection"] if Capability.UPLOAD_INSPECTION in declared.capabilities else []
    return DeployedFunction(
        name,
        f"{module}.handler",
        bundle.function(module, folder / name, python=bytecode.HOST),
        tuple(layers[name] for name in included),
        role,
        {"PROGRESSIVE_FLOW_ROOT": "/opt"} if {kind, role} & _WITH_CONTENT else {},
        declared.memory,
        float(declared.timeout),
        calls_aws_first=calls_aws_first(module),
    )


def calls_aws_first(module: str) -> bool:
    """Return whether a function of `functions/` declares that it needs what only AWS has."""
    return not _CALLS_AWS_FIRST.isdisjoint(registry.load(module).declaration.capabilities)
