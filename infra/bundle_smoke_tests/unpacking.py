"""What there is to rehearse: each function with its asset, its layers and its settings, laid out as Lambda does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from infra.delivery import bundle, bytecode
from progressive_flow import declarations
from progressive_flow.routing import Need

KINDS = {"scheduled": "job", "triggers": "trigger", "operations": "operation"}
_ROLES = {
    Need.DATABASE: "application",
    Need.DATABASE_READS: "application",
    Need.DATABASE_AS_SCHEDULER: "scheduler",
    Need.DATABASE_AS_MIGRATOR: "migrator",
}
NEED_AWS = {
    "functions.operations.check_restored",
    "functions.operations.prepare_cluster",
    "functions.scheduled.rehearse_restore",
}
_WITH_CONTENT = {"operation", "migrator"}


@dataclass(frozen=True, slots=True)
class Deployed:
    """A function as a template declares it; assets and layers are folders that stand for the uploaded zip files."""

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
    needs_aws: bool = False  # its first call is to AWS, so that only its start can be rehearsed

    @property
    def module(self) -> str:
        """Return `functions.<folder>.<file>`."""
        return self.handler.rpartition(".")[0]

    @property
    def kind(self) -> str:
        """Return `endpoint`, `job`, `trigger`, `operation`; `helper` for what is not in `functions/`."""
        top, _, rest = self.module.partition(".")
        return KINDS.get(rest.partition(".")[0], "endpoint") if top == "functions" else "helper"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A function in a folder of its own: `task` is its `/var/task`, `opt` its `/opt`."""

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
        """Return what is `/var/task`."""
        return self.folder / "var" / "task"

    @property
    def opt(self) -> Path:
        """Return what is `/opt`."""
        return self.folder / "opt"


def declared(folder: Path) -> list[Deployed]:
    """Return every function of `functions/`, bundled for this machine's Python and processor."""
    layers = layers_for_host(folder / "layers")
    return [_declared(name, module, layers, folder / "assets") for name, module in declarations.functions().items()]


def layers_for_host(folder: Path) -> dict[str, Path]:
    """Bundle the three layers from the same locks and code as for Lambda, for what can run here."""
    return {
        "dependencies": bundle.dependencies(folder / "dependencies", python=bytecode.HOST, platform=host_platform()),
        "shared": bundle.shared(folder / "shared", python=bytecode.HOST),
        "content": bundle.content(folder / "content"),
    }


@cache
def host_platform() -> str:
    """Return this machine's wheel platform, with Lambda's C library where it can run that."""
    machine = os.uname().machine
    if os.uname().sysname == "Darwin":
        return f"{'aarch64' if machine == 'arm64' else machine}-apple-darwin"
    return f"{machine}-manylinux_2_28"


def unpack(function: Deployed, folder: Path, settings: Mapping[str, str]) -> Unpacked:
    """Lay a function out in a fresh folder; `settings` are what the deployed database's address is replaced by."""
    found = {name: value.replace("/opt", str(folder / "opt")) for name, value in function.variables.items()}
    known = (function.memory, function.timeout, function.snap_start, function.runtime)
    unpacked = Unpacked(function.name, function.handler, folder, {**found, **settings}, *known)
    _lay(function.asset, unpacked.task)
    unpacked.opt.mkdir(parents=True)
    for layer in function.layers:
        _lay(layer, unpacked.opt)
    return unpacked


def _lay(source: Path, target: Path) -> None:
    """Copy a folder, by links where the file system has them: thirty functions share 30 MB of layers."""
    try:
        shutil.copytree(source, target, dirs_exist_ok=True, copy_function=os.link)
    except shutil.Error:
        shutil.copytree(source, target, dirs_exist_ok=True)


def _declared(name: str, module: str, layers: Mapping[str, Path], folder: Path) -> Deployed:
    kind = KINDS.get(module.split(".")[1], "endpoint")
    facts = _facts(module) if kind in {"endpoint", "job"} else None
    role = _role(kind, facts.needs if facts else None)
    used = layers.values() if {kind, role} & _WITH_CONTENT else [layers["dependencies"], layers["shared"]]
    return Deployed(
        name,
        f"{module}.handler",
        bundle.function(module, folder / name, python=bytecode.HOST),
        tuple(used),
        role,
        {"PROGRESSIVE_FLOW_ROOT": "/opt"} if {kind, role} & _WITH_CONTENT else {},
        facts.memory if facts else 512,
        float(facts.timeout if facts else 30),
        needs_aws=module in NEED_AWS,
    )


def _facts(module: str) -> Any:
    """Return what an endpoint or a job declares of itself."""
    handler: Any = declarations.load(module)
    return handler.schedule if hasattr(handler, "schedule") else handler.route


def _role(kind: str, needs: tuple[Need, ...] | None) -> str | None:
    """Return the one role that the function may be: its declaration's, or what its kind works as."""
    if needs is None:
        return "migrator" if kind == "operation" else "application"
    return next((_ROLES[need] for need in needs if need in _ROLES), None)
