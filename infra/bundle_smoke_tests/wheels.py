"""Proves that what is uploaded for Lambda's processor is what was rehearsed here, but for the processor."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

MACHINES = {0x3E: "x86_64", 0xB7: "aarch64"}
_ELF = b"\x7fELF"
_MACHINE_AT = 18  # bytes into the header, whatever the word size


def distributions(layer: Path) -> dict[str, str]:
    """Return the versions of a third-party layer's distributions, by name."""
    found = metadata.distributions(path=[str(layer / "python")])
    return {distribution.metadata["Name"].lower().replace("_", "-"): distribution.version for distribution in found}


def machines(layer: Path) -> dict[str, str]:
    """Return the processor of every binary in a layer, by its path."""
    return {path.relative_to(layer).as_posix(): machine for path, machine in _binaries(layer)}


def problems(host: Path, lambdas: Path, machine: str) -> list[str]:
    """Return a line for each way in which the layer for Lambda's `machine` differs from the one that ran here."""
    ours, theirs = distributions(host), distributions(lambdas)
    found = [
        f"{name}: {ours.get(name, 'absent')} was rehearsed, {theirs.get(name, 'absent')} would be deployed"
        for name in sorted({*ours, *theirs})
        if ours.get(name) != theirs.get(name)
    ]
    foreign = {path: kind for path, kind in machines(lambdas).items() if kind != machine}
    found += [f"{path} is for {kind}, not {machine}" for path, kind in sorted(foreign.items())]
    if len(machines(lambdas)) < len(_needing(host)):
        found.append(f"{len(machines(lambdas))} binaries would be deployed, fewer than the modules that need one")
    return found


def _needing(layer: Path) -> list[Path]:
    """Return the extension modules of a layer."""
    return sorted((layer / "python").rglob("*.cpython-*.so"))


def _binaries(layer: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(layer.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                head = file.read(_MACHINE_AT + 2)
            if head.startswith(_ELF):
                (number,) = struct.unpack_from("<H", head, _MACHINE_AT)
                yield path, MACHINES.get(number, f"machine {number:#x}")
