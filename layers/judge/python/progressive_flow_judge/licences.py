"""The licences of everything that the images contain."""

import json
from pathlib import Path

from progressive_flow_judge.paths import NODE_MODULES


def write(file: Path, packages: list[str]) -> None:
    """Write name, version and licence of each npm package, with the text of its licence."""
    file.write_text("\n\n".join(entry(NODE_MODULES / package) for package in [*packages, "quickjs-wasi"]))


def entry(package: Path) -> str:
    """Return what is to be said of one npm package."""
    about = json.loads((package / "package.json").read_text())
    texts = [found.read_text() for found in sorted(package.iterdir()) if found.name.upper().startswith("LICEN")]
    return "\n".join([f"{about['name']} {about['version']} ({about['license']})", *texts])
