"""Build all images into one folder: at most once for the same inputs, and whole or not at all."""

import contextlib
import fcntl
import importlib.util
import json
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from progressive_flow.grading.code.sealed.images import BUILT
from progressive_flow_judge import licences, page
from progressive_flow_judge.inputs import hash_of_inputs

Say = Callable[[str], None]


def build_images(folder: Path, say: Say) -> bool:
    """Build the images unless the folder holds those of the same inputs. Return whether they were built.

    Another build of the same folder is waited for. Files appear in the folder only when all of them are written.
    """
    wanted = hash_of_inputs()
    if built_hash(folder) == wanted:
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if built_hash(folder) == wanted:
            return False
        fresh = emptied(folder.with_name(f"{folder.name}.new"))
        write_images(fresh, say)
        (fresh / BUILT).write_text(json.dumps({"inputs": wanted, "machine": platform.machine()}) + "\n")
        replace(folder, fresh)
    return True


def write_images(folder: Path, say: Say) -> None:
    """Write every file of the images but the last one, which says that they are complete."""
    with tempfile.TemporaryDirectory() as bundles:
        say("Installing the judge's npm packages (5 s, once)")
        page.install()
        say("Bundling the page")
        page.bundle(Path(bundles))
        say("Compiling the page (10 s)")
        page.build(Path(bundles), folder)
        packages = json.loads((Path(bundles) / "packages.json").read_text())
    has_programs = importlib.util.find_spec("progressive_flow_judge.programs") is not None
    licences.write(folder / "LICENCES.txt", packages, with_programs=has_programs)
    if has_programs:
        say("Compiling Python and SQL (30 s)")
        importlib.import_module("progressive_flow_judge.programs").build(folder)


def built_hash(folder: Path) -> str | None:
    """Return the hash of the inputs of the images in a folder, if there are any."""
    try:
        return str(json.loads((folder / BUILT).read_text())["inputs"])
    except (FileNotFoundError, ValueError, KeyError):
        return None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process at a time build into a folder. The lock ends with its process, whatever ends that."""
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def emptied(folder: Path) -> Path:
    """Return a new folder in the place of what a build that was ended left there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def replace(folder: Path, fresh: Path) -> None:
    """Put new images where the old ones are. A process that has loaded the old ones keeps them."""
    old = folder.with_name(f"{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
