"""A copy of the repository in which mutants are applied and tests run, so that the working tree is never changed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from progressive_flow.kernel import paths
from tests.mutants.listing import Mutant

# The installation is editable: it names the layers of the original. PYTHONPATH comes before it, in sub-processes too.
PACKAGES = (".", "layers/shared/python", "layers/local/python", "layers/judge/python")
NAMES = "functions, infra, progressive_flow, progressive_flow_judge, progressive_flow_local, tests"
IMPORTED = f"import {NAMES}"
PRINTED = f"print(*(list(m.__path__)[0] for m in ({NAMES})))"
PROOF = f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{IMPORTED}; {PRINTED}'], check=True, cwd='/')"
MAX_SECONDS = 600  # of one run of pytest


class Run:
    """What pytest did: its exit code, None after `MAX_SECONDS`, and the tests that failed, not those that had no set-up."""

    def __init__(self, code: int | None, output: str) -> None:
        self.code = code
        self.output = output
        self.failed = [
            line.split(" - ")[0].removeprefix("FAILED ") for line in output.splitlines() if line.startswith("FAILED ")
        ]


class Copy:
    """A copy of the tracked files, and of new ones that Git does not ignore."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=paths.root(), capture_output=True, text=True, check=True).stdout
        for name in filter(None, listed.split("\0")):
            if (paths.root() / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(paths.root() / name, folder / name)

    def environment(self) -> dict[str, str]:
        """Return the environment of a run: packages come from the copy, and pytest's temporary folders are its own."""
        temporary = self.folder.parent / f"{self.folder.name}-temporary"
        temporary.mkdir(exist_ok=True)
        packages = os.pathsep.join(str((self.folder / package).resolve()) for package in PACKAGES)
        return {**os.environ, "PYTHONPATH": packages, "PYTEST_DEBUG_TEMPROOT": str(temporary)}

    def check_imports(self) -> None:
        """Raise RuntimeError unless a process, and a process that it starts elsewhere, import all packages from the copy."""
        command = [sys.executable, "-c", PROOF]
        found = subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=True
        ).stdout.split()
        if not found or not all(Path(path).is_relative_to(self.folder.resolve()) for path in found):
            raise RuntimeError(f"Mutants would not be imported: packages come from {' '.join(found)}.")

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """Apply a mutant inside the block."""
        file = self.folder / mutant.file
        original = file.read_text()
        try:
            _write(file, mutant.applied(original))
            yield
        finally:
            _write(file, original)

    def pytest(self, *tests: str) -> Run:
        """Run tests up to the first failure, in the order of their files."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", *tests]
        with subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            try:
                output, _ = process.communicate(timeout=MAX_SECONDS)
            except subprocess.TimeoutExpired:
                process.terminate()  # pytest then stops its database
                output, _ = process.communicate()
                return Run(None, output)
        return Run(process.returncode, output)


def _write(file: Path, text: str) -> None:
    """Write a file. Its bytecode is deleted: Python recognizes a change by size and second alone, a mutant may keep both."""
    file.write_text(text)
    if file.suffix == ".py":
        Path(importlib.util.cache_from_source(str(file))).unlink(missing_ok=True)
