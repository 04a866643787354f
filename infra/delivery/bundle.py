"""Bundles five layers and an asset for each function, without Docker.

Each function here fills and returns a folder that becomes `/opt` (a layer) or `/var/task` (a function). Equal input gives
equal bytes: sorted, one time stamp, no caches; `digest` is the hash of the content.
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

from infra.delivery import bytecode
from infra.paths import ROOT

LOCK = ROOT / "layers" / "dependencies" / "requirements.txt"
INSPECTION_LOCK = ROOT / "layers" / "inspection" / "requirements.txt"
JUDGE_LOCK = ROOT / "layers" / "judge" / "requirements.txt"
JUDGE_IMAGE = ROOT / "layers" / "judge" / "image"
CACHE = ROOT / "build" / "bundles"
PYTHON = "3.14"  # the newest runtime that every wheel of the lock and SnapStart support
PLATFORM = "aarch64-manylinux_2_28"  # manylinux2014 would silently take an older psycopg
EPOCH = 315532800  # 1980, the earliest time stamp in a zip file
TASK_CONSUMER = "functions.consumers.run_task"
OPENAPI = "python/progressive_flow/kernel/openapi/openapi.json"
ICONS = "python/progressive_flow/gamification/icons/files"

_EXCLUDED_FOLDERS = {"__pycache__", "tests", "bin"}
_EXCLUDED_SUFFIXES = {".pyi", ".pyx", ".pxd", ".c", ".h", ".pyc", ".typed"}
_DIST_INFO = {"METADATA", "entry_points.txt", "licenses"}  # versions, plug-ins, and the licences' texts
_CONTENT = ("migrations", "schemas", "seeds")


def dependencies(target: Path, *, python: str = PYTHON, platform: str = PLATFORM) -> Path:
    """Fill `target` with the third-party layer: the lock file's wheels for a Python and a platform."""
    return _wheels(LOCK, target, python, platform)


def inspection(target: Path, *, python: str = PYTHON, platform: str = PLATFORM) -> Path:
    """Fill `target` with the layer of what opens uploads, which one function alone carries."""
    return _wheels(INSPECTION_LOCK, target, python, platform)


def judge(target: Path, *, python: str = PYTHON, platform: str = PLATFORM, image: Path = JUDGE_IMAGE) -> Path:
    """Fill `target` with the layer of what runs learners' code: the engine's wheels and the images, in `judge/`.

    Images are machine code of the processor that built them, so the platform is that one's. Raises FileNotFoundError where they
    are not built, and ValueError where they were built on another.
    """
    if not (image / "built.json").is_file():
        raise FileNotFoundError(f"The judge's images are not in {image}: run `make judge`, which needs npm.")
    built = json.loads((image / "built.json").read_text())["machine"].replace("arm64", "aarch64")
    if not platform.startswith(f"{built}-"):
        wanted = platform.partition("-")[0]
        raise ValueError(
            f"The images of the judge are of {built}, and its functions of {wanted}: run `make judge` and deploy on a machine of"
            f" that processor, or set `judge_architecture` in infra/config.py."
        )
    _wheels(JUDGE_LOCK, target, python, platform)
    shutil.copytree(image, target / "judge")
    return _normalize(target)


def _wheels(lock: Path, target: Path, python: str, platform: str) -> Path:
    """Fill `target` with a lock's wheels. It is downloaded and unpacked once; `build/` caches it by a hash of all inputs."""
    compiled = bytecode.interpreter(python) is not None
    inputs = (lock.read_text(), Path(__file__).read_text(), python, platform, str(compiled))
    cached = CACHE / hashlib.sha256("\0".join(inputs).encode()).hexdigest()[:32]
    if not cached.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE, prefix="draft-") as name:
            draft = _install(lock, Path(name) / "layer", python, platform)
            _publish(draft, cached)
    return _copy_all(cached, target)


def shared(target: Path, *, python: str = PYTHON) -> Path:
    """Fill `target` with the shared code, the OpenAPI document and the icons, without the packages of the local platform."""
    package = ROOT / "layers" / "shared" / "python" / "progressive_flow"
    shutil.copytree(package, _fresh(target) / "python" / package.name, ignore=_ignored)
    (target / OPENAPI).write_text(json.dumps(_document(), separators=(",", ":"), sort_keys=False))
    shutil.copytree(ROOT / "sql" / "seeds" / "content" / "icons", target / ICONS)
    return _finish(target, python, "/opt")


def content(target: Path) -> Path:
    """Fill `target` with migrations, repeatable objects and seeds."""
    _fresh(target)
    for folder in _CONTENT:
        if (ROOT / "sql" / folder).is_dir():
            shutil.copytree(ROOT / "sql" / folder, target / "sql" / folder, ignore=_ignored, dirs_exist_ok=True)
    return _normalize(target)


def function(module: str, target: Path, *, python: str = PYTHON) -> Path:
    """Fill `target` with one function's file, at the path of `module` (`functions.<domain>.<file>`).

    The consumer that does tasks carries the functions of their kinds, too.
    """
    files = [Path(*module.split(".")).with_suffix(".py")]
    if module == TASK_CONSUMER:
        files += sorted(file.relative_to(ROOT) for file in (ROOT / "functions" / "tasks").glob("*.py"))
    _fresh(target)
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, target / file)
    return _finish(target, python, "/var/task")


def install(target: Path, *, python: str = PYTHON, platform: str = PLATFORM, lock: Path = LOCK) -> Path:
    """Unpack a lock's wheels for a Python and a platform into `target`, complete."""
    options = ["--quiet", "--no-config", "--require-hashes", "--only-binary=:all:", "--no-deps"]
    machine = ["--python-version", python, "--python-platform", platform]
    subprocess.run(  # noqa: S603 - the pinned tool of this environment
        [_uv(), "pip", "install", *options, *machine, "--target", str(target), "--requirement", str(lock)],
        check=True,
        timeout=600,
    )
    return target


def digest(folder: Path) -> str:
    """Return a hash of names and contents, for an asset's hash. Of bytecode only the file name counts.

    Compilers do not guarantee equal bytes for equal source, and a new hash redeploys a function.
    """
    digest = hashlib.sha256()
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        content = b"" if path.suffix == ".pyc" else path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _install(lock: Path, target: Path, python: str, platform: str) -> Path:
    _prune(install(target / "python", python=python, platform=platform, lock=lock))
    return _finish(target, python, "/opt")


def _uv() -> str:
    sibling = Path(sys.executable).with_name("uv")
    return str(sibling) if sibling.exists() else shutil.which("uv") or "uv"


def _prune(folder: Path) -> None:
    """Delete files that no function imports; of `.dist-info` keep what `importlib.metadata` and licences need."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.parent.suffix == ".dist-info":
            unwanted = path.name not in _DIST_INFO and not path.name.startswith("LICENSE")
        elif path.is_dir():
            unwanted = path.name in _EXCLUDED_FOLDERS
        else:
            unwanted = path.suffix in _EXCLUDED_SUFFIXES or path.name == ".lock"
        if unwanted:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _ignored(_folder: str, names: Iterable[str]) -> set[str]:
    return {name for name in names if name in _EXCLUDED_FOLDERS or name.startswith(".") or name.endswith(".pyc")}


@cache
def _document() -> dict[str, Any]:
    """Write the OpenAPI document while all endpoints can be imported: a deployed function has only its own file."""
    from progressive_flow.kernel.openapi import writer  # noqa: PLC0415 - only the shared layer needs every endpoint

    return writer.write()


def _finish(target: Path, python: str, prefix: str) -> Path:
    bytecode.compile_folder(target, python, prefix)
    return _normalize(target)


def _normalize(target: Path) -> Path:
    """Set one time stamp and fixed permissions on all files, so that equal content gives an equal zip file."""
    for path in [*_files(target), *(path for path in target.rglob("*") if path.is_dir()), target]:
        path.chmod(0o755 if path.is_dir() else 0o644)
        os.utime(path, (EPOCH, EPOCH))
    return target


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _fresh(target: Path) -> Path:
    """Empty the folder, since its previous content would be uploaded too."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    return target


def _copy_all(source: Path, target: Path) -> Path:
    shutil.copytree(source, _fresh(target), dirs_exist_ok=True)
    return target


def _publish(draft: Path, cached: Path) -> None:
    """Move the finished folder into the cache; a concurrent run may have published the same content first."""
    try:
        draft.rename(cached)
    except OSError:
        if not cached.exists():
            raise
