"""Puts together what a deploy uploads, with no Docker: three layers, and an asset a function.

Each function here fills a folder that becomes `/opt` (a layer) or `/var/task` (a function) and returns it. Equal input
gives equal bytes: sorted, one time stamp, no caches; `digest` names the content.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from infra import bytecode

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "layers" / "dependencies" / "requirements.txt"
CACHE = ROOT / "build" / "bundles"
PYTHON = "3.14"  # the newest runtime that every wheel of the lock and SnapStart support
PLATFORM = "aarch64-manylinux_2_28"  # manylinux2014 would silently take an older psycopg
EPOCH = 315532800  # 1980: the first instant that a zip file can tell
OPENAPI = "python/progressive_flow/openapi.json"

_FOLDERS_LEFT_OUT = {"__pycache__", "tests", "bin"}
_SUFFIXES_LEFT_OUT = {".pyi", ".pyx", ".pxd", ".c", ".h", ".pyc", ".typed"}
_KEPT_OF_DIST_INFO = {"METADATA", "entry_points.txt", "licenses"}  # versions, plug-ins, and what a licence asks for
_LOCAL_ONLY = {"local", "cli"}
_CONTENT = ("migrations", "schemas", "seeds")


def dependencies(target: Path, *, python: str = PYTHON, platform: str = PLATFORM) -> Path:
    """Fill `target` with the third-party layer: the lock file's wheels for a Python and a platform.

    Downloading and unpacking happens once a lock file: what was made lies in `build/`, by the hash of all that matters.
    """
    compiled = bytecode.interpreter(python) is not None
    facts = (LOCK.read_text(), Path(__file__).read_text(), python, platform, str(compiled))
    held = CACHE / hashlib.sha256("\0".join(facts).encode()).hexdigest()[:32]
    if not held.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="draft-") as name:
            draft = _install(Path(name) / "layer", python, platform)
            _appear(draft, held)
    return _copy_all(held, target)


def shared(target: Path, *, python: str = PYTHON) -> Path:
    """Fill `target` with the shared code, the OpenAPI document beside it; what runs without AWS stays at home."""
    package = ROOT / "layers" / "shared" / "python" / "progressive_flow"
    shutil.copytree(package, _fresh(target) / "python" / package.name, ignore=_shared_ignored)
    (target / OPENAPI).write_text(json.dumps(_document(), separators=(",", ":"), sort_keys=False))
    return _finish(target, python, "/opt")


def content(target: Path) -> Path:
    """Fill `target` with migrations, repeatable objects and seeds."""
    _fresh(target)
    for folder in _CONTENT:
        if (ROOT / "sql" / folder).is_dir():
            shutil.copytree(ROOT / "sql" / folder, target / "sql" / folder, ignore=_ignored, dirs_exist_ok=True)
    return _settle(target)


def function(module: str, target: Path, *, python: str = PYTHON) -> Path:
    """Fill `target` with one function's file, where `module` (`functions.<domain>.<file>`) will be imported from."""
    file = Path(*module.split(".")).with_suffix(".py")
    (_fresh(target) / file).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / file, target / file)
    return _finish(target, python, "/var/task")


def digest(folder: Path) -> str:
    """Return a hash of names and contents, for an asset's hash. Of bytecode only which Python's it is counts.

    Compilers do not promise equal bytes for equal source, and a new hash redeploys a function.
    """
    found = hashlib.sha256()
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        read = b"" if path.suffix == ".pyc" else path.read_bytes()
        found.update(f"{name}\0{len(read)}\0".encode() + read)
    return found.hexdigest()


def _install(target: Path, python: str, platform: str) -> Path:
    command = [
        _uv(),
        "pip",
        "install",
        "--quiet",
        "--no-config",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-deps",
    ]
    options = ["--python-version", python, "--python-platform", platform, "--target", str(target / "python")]
    subprocess.run(  # noqa: S603 - the locked tool of this environment
        [*command, *options, "--requirement", str(LOCK)], check=True, timeout=600
    )
    _prune(target / "python")
    return _finish(target, python, "/opt")


def _uv() -> str:
    beside = Path(sys.executable).with_name("uv")
    return str(beside) if beside.exists() else shutil.which("uv") or "uv"


def _prune(folder: Path) -> None:
    """Take away what no function imports; of a distribution's papers keep what `importlib.metadata` and licences need."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.parent.suffix == ".dist-info":
            unwanted = path.name not in _KEPT_OF_DIST_INFO
        elif path.is_dir():
            unwanted = path.name in _FOLDERS_LEFT_OUT
        else:
            unwanted = path.suffix in _SUFFIXES_LEFT_OUT or path.name == ".lock"
        if unwanted:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _ignored(_folder: str, names: Iterable[str]) -> set[str]:
    return {name for name in names if name in _FOLDERS_LEFT_OUT or name.startswith(".") or name.endswith(".pyc")}


def _shared_ignored(folder: str, names: list[str]) -> set[str]:
    here = _LOCAL_ONLY if Path(folder).name == "progressive_flow" else set[str]()
    return _ignored(folder, names) | (here & set(names))


@cache
def _document() -> dict[str, Any]:
    """Write the OpenAPI document here, where all endpoints are: a deployed function has no siblings to ask."""

    from progressive_flow import openapi_writer  # noqa: PLC0415 - only the shared layer needs every endpoint

    return openapi_writer.write()


def _finish(target: Path, python: str, prefix: str) -> Path:
    bytecode.compile_folder(target, python, prefix)
    return _settle(target)


def _settle(target: Path) -> Path:
    """Give everything one time stamp and plain permissions, so that equal content makes an equal zip file."""
    for path in [*_files(target), *(path for path in target.rglob("*") if path.is_dir()), target]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (EPOCH, EPOCH))
    return target


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _fresh(target: Path) -> Path:
    """Empty the folder: what was there before would be uploaded too."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    return target


def _copy_all(source: Path, target: Path) -> Path:
    shutil.copytree(source, _fresh(target), dirs_exist_ok=True)
    return target


def _appear(draft: Path, held: Path) -> None:
    """Move what is finished into place; whoever came second has made the same."""
    try:
        draft.rename(held)
    except OSError:
        if not held.exists():
            raise
