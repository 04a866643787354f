"""Checks that the third-party layer for Lambda differs from the one for this machine only in the processor."""

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
    installed = metadata.distributions(path=[str(layer / "python")])
    return {distribution.metadata["Name"].lower().replace("_", "-"): distribution.version for distribution in installed}


def machines(layer: Path) -> dict[str, str]:
    """Return the processor of every binary in a layer, by its path."""
    return {path.relative_to(layer).as_posix(): machine for path, machine in _binaries(layer)}


def problems(host: Path, uploaded: Path, machine: str) -> list[str]:
    """Return a line for each difference between the layer for Lambda's `machine` and the one that ran on this machine."""
    tested, deployed = distributions(host), distributions(uploaded)
    lines = [
        f"{name}: {tested.get(name, 'absent')} was tested, {deployed.get(name, 'absent')} is deployed"
        for name in sorted({*tested, *deployed})
        if tested.get(name) != deployed.get(name)
    ]
    foreign = {path: kind for path, kind in machines(uploaded).items() if kind != machine}
    lines += [f"{path} is for {kind}, not {machine}" for path, kind in sorted(foreign.items())]
    if len(machines(uploaded)) < len(_extension_modules(host)):
        lines.append(f"{len(machines(uploaded))} binaries are deployed, fewer than the extension modules")
    return lines


def _extension_modules(layer: Path) -> list[Path]:
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
