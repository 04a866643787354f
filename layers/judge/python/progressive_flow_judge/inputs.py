"""What the images are made of, as one hash: they are built again when it changes."""

import hashlib
import platform
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from progressive_flow.grading.code import limits
from progressive_flow.grading.code.sealed import engine, guest
from progressive_flow_judge.paths import LAYER

SOURCES = (
    "guest/**/*",
    "languages/**/*",
    "licences/*",
    "python/**/*.py",
    "*.mjs",
    "package-lock.json",
    "*requirements.txt",
)
MODULES = (limits, engine, guest)


def input_files() -> Iterator[Path]:
    """Yield every file whose change makes another image."""
    for pattern in SOURCES:
        yield from sorted(file for file in LAYER.glob(pattern) if file.is_file() and "__pycache__" not in file.parts)
    for module in MODULES:
        yield Path(str(module.__file__))


def hash_of_inputs() -> str:
    """Return the hash of all sources, the version of wasmtime and the kind of machine: compiled code is bound to both."""
    digest = hashlib.sha256(f"{version('wasmtime')} {platform.machine()} {platform.system()}".encode())
    for file in input_files():
        digest.update(b"\0" + file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
