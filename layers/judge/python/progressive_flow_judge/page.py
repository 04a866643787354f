"""The image of pages: npm's packages and the guest's scripts, bundled, booted, sealed and compiled."""

import json
import shutil
import subprocess
from pathlib import Path

from wasmtime import Module

from progressive_flow.grading.code.sealed.engine import create_engine
from progressive_flow_judge.boot import boot
from progressive_flow_judge.paths import LAYER, NODE_MODULES
from progressive_flow_judge.seal import seal

QUICKJS = NODE_MODULES / "quickjs-wasi" / "quickjs.wasm"


def install() -> None:
    """Install the pinned npm packages, unless they are there."""
    run("npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")


def bundle(folder: Path) -> None:
    """Bundle the scripts into a folder, with the list of the packages in them."""
    run("node", "bundle.mjs", str(folder))


def build(bundles: Path, folder: Path) -> None:
    """Write the compiled page, the addresses in its memory, and the script that makes mutants."""
    wasm = QUICKJS.read_bytes()
    booted = boot(wasm, bundles / "realm_a.js", bundles / "realm_b.js")
    sealed = seal(wasm, booted.memory, booted.addresses, booted.stack_pointer)
    (folder / "page.cwasm").write_bytes(Module(create_engine(), sealed).serialize())
    (folder / "page.json").write_text(json.dumps(booted.addresses, indent=1) + "\n")
    shutil.copy(bundles / "mutants.js", folder / "mutants.js")


def run(*command: str) -> None:
    """Run a command of Node in the layer's folder."""
    subprocess.run(command, cwd=LAYER, check=True)
