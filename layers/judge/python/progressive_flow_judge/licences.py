"""The licences of everything that the images contain."""

import json
from importlib.metadata import Distribution, distribution
from pathlib import Path

from progressive_flow_judge.paths import LAYER, NODE_MODULES

TEXTS = LAYER / "licences"
# What other packages contain, in versions that they choose: name, version, licence, and who brings it.
QUICKJS_VERSION = "0.18.0"
INSIDE_QUICKJS = [("QuickJS-ng", QUICKJS_VERSION, "MIT", "quickjs-ng")]
INSIDE_PROGRAMS = [("CPython", "3.14.0", "PSF-2.0", "cpython"), ("SQLite", "3", "public domain", "sqlite")]
RUNTIME_LICENCE = "Apache-2.0 WITH LLVM-exception"  # of componentize-py, whose metadata names none
RULE = "\n" + "=" * 100 + "\n"


def write(file: Path, packages: list[str], *, with_programs: bool) -> None:
    """Write name, version, licence and the text of the licence of everything inside."""
    if QUICKJS_VERSION.encode() not in (NODE_MODULES / "quickjs-wasi" / "quickjs.wasm").read_bytes():
        raise ValueError(f"quickjs-wasi contains another QuickJS-ng than {QUICKJS_VERSION}.")
    entries = [npm_entry(NODE_MODULES / name) for name in [*packages, "quickjs-wasi"]]
    entries += [own_entry(*inside) for inside in INSIDE_QUICKJS]
    if with_programs:
        entries += [own_entry(*inside) for inside in INSIDE_PROGRAMS]
        entries.append(wheel_entry(distribution("componentize-py")))
    file.write_text(RULE.join(entries))


def npm_entry(package: Path) -> str:
    """Return what is to be said of one npm package."""
    about = json.loads((package / "package.json").read_text())
    texts = [file.read_text() for file in sorted(package.iterdir()) if file.name.upper().startswith("LICEN")]
    if not texts:
        raise ValueError(f"The npm package {about['name']} has no text of its licence.")
    return "\n\n".join([f"{about['name']} {about['version']} ({about['license']})", *texts])


def own_entry(name: str, version: str, licence: str, text: str) -> str:
    """Return what is to be said of something whose licence is kept in the layer."""
    return f"{name} {version} ({licence})\n\n{(TEXTS / f'{text}.txt').read_text()}"


def wheel_entry(found: Distribution) -> str:
    """Return what is to be said of a Python package, whose runtime the image contains."""
    texts = [Path(str(file.locate())).read_text() for file in found.files or [] if "licenses" in file.parts]
    return "\n\n".join([f"{found.name} {found.version} ({RUNTIME_LICENCE})", *texts])
