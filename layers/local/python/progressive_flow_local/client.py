"""The client for Python, `sdk/python`: generated from the API's document wherever that has changed since."""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from progressive_flow.kernel import paths
from progressive_flow.kernel.openapi.document import document
from progressive_flow_local.errors import LocalError

PACKAGE = "progressive_flow_client"
SETTINGS = "generator.yaml"
MADE_OF = "made_of.txt"


def folder() -> Path:
    """Return where the client is, whether or not it was generated."""
    return paths.root() / "sdk" / "python"


def importable() -> None:
    """Let the client be imported, as it is by the document now."""
    where = str(generated(folder()))
    if where not in sys.path:
        sys.path.insert(0, where)


def generated(target: Path) -> Path:
    """Return the folder after the client in it was made of the document there is now; it takes seconds if that changed."""
    text = json.dumps(document())
    settings = (folder() / SETTINGS).read_text()
    made_of = hashlib.sha256("\n".join((text, settings, version("openapi-python-client"))).encode()).hexdigest()
    with _alone(target):
        noted = target / PACKAGE / MADE_OF
        if not noted.is_file() or noted.read_text() != made_of:
            _generate(text, target, made_of)
    return target


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Wait for whoever else generates it here."""
    with (target / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _generate(text: str, target: Path, made_of: str) -> None:
    with tempfile.TemporaryDirectory(dir=target, prefix=".new-") as name:
        new = Path(name)
        (new / "openapi.json").write_text(text)
        _run("--path", new / "openapi.json", "--config", folder() / SETTINGS, "--output-path", new / PACKAGE)
        (new / PACKAGE / "py.typed").touch()
        (new / PACKAGE / MADE_OF).write_text(made_of)
        shutil.rmtree(target / PACKAGE, ignore_errors=True)
        (new / PACKAGE).rename(target / PACKAGE)


def _run(*options: Any) -> None:
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning"]
    done = subprocess.run([*command, *map(str, options)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError(f"The client cannot be generated:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
