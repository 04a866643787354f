"""`python -m infra.limits`: synthesize every stage and write the table of limits into docs/explanation/scaling.md."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from aws_cdk import App

from infra.app import build, with_example_addresses
from infra.config import STAGES, Config
from infra.delivery.assets import Assets
from infra.limits.stage import Stage
from infra.limits.table import write
from infra.paths import ROOT


def main() -> None:
    """Write the table."""
    with tempfile.TemporaryDirectory() as folder:
        write([_synthesized(with_example_addresses(config), Path(folder)) for config in STAGES.values()])


def _synthesized(config: Config, folder: Path) -> Stage:
    """Synthesize a stage without the third-party wheels and with an empty page, which templates do not depend on."""
    out = folder / config.stage
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    app = App(context={**context, "stage": config.stage}, outdir=str(out), builtin_cloud_formation_validation=False)
    (folder / "console").mkdir(exist_ok=True)
    (folder / "console" / "index.html").touch()
    build(app, config, Assets(folder / "assets", wheels=False, console=folder / "console"))
    app.synth()
    return Stage(config, out)


if __name__ == "__main__":
    main()
