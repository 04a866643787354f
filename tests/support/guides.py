"""The how-to guides as instructions: which files they show, and which commands. A copy of the checkout follows them."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from progressive_flow.kernel import paths
from tests.support import cluster

GUIDES = paths.root() / "docs" / "how-to"
COPIED = (
    "docs",
    "functions",
    "infra",
    "layers",
    "sql",
    "tests",
    "pyproject.toml",
    "Makefile",
    "README.md",
    ".sqlfluff",
)
BLOCK = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:docs|functions|layers|sql|tests)/[\w./-]+\.\w+)`")
IMPORTS = re.compile(r"((?:^(?:from|import) .*\n|^\n)+)", re.MULTILINE)
RELEASED = "012"  # the version that the guides write; the copy has it where it is the next


class Shown(NamedTuple):
    """A code block: the file that the text before it names last, and its lines."""

    path: str
    language: str
    code: str


def read(page: str) -> Iterator[Shown]:
    """Yield a guide's code blocks in order, with the next free version of the schema."""
    text = re.sub(rf"\b([VU]){RELEASED}(?=__)", rf"\g<1>{_next_version()}", (GUIDES / page).read_text())
    for found in BLOCK.finditer(text):
        named = FILE.findall(text[: found.start()])
        yield Shown(named[-1] if named else "", found[1], textwrap.dedent(found[2]))


def _next_version() -> str:
    return f"{max(int(file.name[1:4]) for file in (paths.root() / 'sql/migrations').glob('V*.sql')) + 1:03}"


def _expanded(word: str) -> list[str]:
    """Return a word for each of the alternatives in its braces."""
    found = re.fullmatch(r"(.*)\{(.*)\}(.*)", word)
    return [f"{found[1]}{part}{found[3]}" for part in found[2].split(",")] if found else [word]


class Copy:
    """A copy of the checkout, with a database server that its tests share."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "checkout"
        self.servers = folder / "servers"
        self.bytecode = folder / "bytecode"  # or each command would compile everything again
        ignored = shutil.ignore_patterns("__pycache__", "build")
        for name in COPIED:
            source = paths.root() / name
            if source.is_dir():
                shutil.copytree(source, self.root / name, ignore=ignored)
            else:
                shutil.copy2(source, self.root / name)

    def follow(self, page: str) -> set[str]:
        """Write a guide's files and run its generators; return which files it touched."""
        before = self._contents()
        for shown in read(page):
            if shown.language == "sh":
                for command in self._commands(shown.code, "progressive-flow"):
                    self.run("-m", "progressive_flow_local.cli", *command)
            else:
                self._write(shown)
        after = self._contents()
        return {path for path in after.keys() | before.keys() if after.get(path) != before.get(path)}

    def check(self, page: str) -> None:
        """Run the tests that a guide names."""
        for shown in read(page):
            for command in self._commands(shown.code, "pytest") if shown.language == "sh" else ():
                self.run("-m", "pytest", "-p", "no:cacheprovider", *command)

    def run(self, *arguments: str) -> None:
        """Run Python on the copy's own code; raise AssertionError with its output if it fails."""
        packages = os.pathsep.join(
            str(self.root / path) for path in ("layers/shared/python", "layers/local/python", "")
        )
        unwanted = ("PYTEST", "COV_")
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        environment = {
            **inherited,
            "PYTHONPATH": packages,
            "PYTHONPYCACHEPREFIX": str(self.bytecode),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # what no test of a guide uses takes seconds to import
            cluster.FOLDER: str(self.servers),
        }
        done = subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout[-6000:]}\n{done.stderr[-3000:]}"

    def _commands(self, code: str, program: str) -> Iterator[list[str]]:
        """Yield the arguments of a program's commands that need no running platform, as a shell expands them."""
        for line in code.replace("\\\n", " ").splitlines():
            if line.startswith(f".venv/bin/{program} ") and "#" not in line:
                yield [word for written in shlex.split(line)[1:] for word in _expanded(written)]

    def _write(self, shown: Shown) -> None:
        """Create a file; add to one that exists: imports below its own, the rest at its end."""
        file = self.root / shown.path
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(shown.code)
            return
        imports = IMPORTS.match(shown.code) if shown.language == "python" else None
        added = imports[0] if imports else ""
        text = file.read_text()
        place = re.search(r"^(?=from |import )", text, re.MULTILINE)
        at = place.start() if place else 0
        file.write_text(f"{text[:at]}{added}{text[at:]}\n\n{shown.code.removeprefix(added)}")
        if shown.language == "python":
            self.run("-m", "ruff", "check", "--quiet", "--no-cache", "--fix", "--select", "I", shown.path)

    def _contents(self) -> dict[str, str]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path.relative_to(self.root)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
