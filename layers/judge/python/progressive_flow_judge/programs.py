"""The image of programs: a CPython with SQLite that has loaded all it will ever load, compiled."""

import subprocess
import sys
import tempfile
from pathlib import Path

from wasmtime.component import Component

from progressive_flow.grading.code.sealed.engine import create_engine

LANGUAGES = Path(__file__).parents[2] / "languages"
WORLD = "programs"
ENTRY = "program"  # the module with the functions that the world exports


def build(folder: Path) -> None:
    """Write `programs.cwasm` into a folder. It takes about half a minute of one core."""
    with tempfile.TemporaryDirectory() as work:
        component = Path(work) / "programs.wasm"
        componentize(component)
        (folder / "programs.cwasm").write_bytes(Component.from_file(create_engine(), component).serialize())


def componentize(component: Path) -> None:
    """Start CPython, let it load everything, and write its memory and code as one component."""
    command = [str(Path(sys.executable).with_name("componentize-py")), "--quiet"]
    world = ["--wit-path", str(LANGUAGES / "judge.wit"), "--world", WORLD]
    source = ["componentize", "--python-path", str(LANGUAGES), ENTRY, "--output", str(component)]
    subprocess.run([*command, *world, *source], check=True, cwd=component.parent)
