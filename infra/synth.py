"""`python -m infra.synth [stage ...]`: synthesize as a deploy would, and tell how large each stack became."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from infra.config import STAGES
from infra.paths import ROOT

MOST = 400  # resources a stack; CloudFormation takes 500
QUIET = {"CDK_DISABLE_CLI_TELEMETRY": "true", "NO_COLOR": "1"}


def synthesize(stage: str, out: Path) -> float:
    """Run the pinned command line for a stage; return the seconds it took."""
    started = time.perf_counter()
    command = ["npx", "--no-install", "cdk", "synth", "--quiet", "--no-lookups", "--no-notices"]
    subprocess.run(  # noqa: S603 - our own stages
        [*command, "--context", f"stage={stage}", "--output", str(out)], check=True, cwd=ROOT, env=os.environ | QUIET
    )
    return time.perf_counter() - started


def sizes(stage: str, out: Path) -> dict[str, int]:
    """Return how many resources each stack of a stage has."""
    files = sorted(out.glob(f"progressive-flow-{stage}-*.template.json"))
    return {file.name.split(".")[0]: len(json.loads(file.read_text())["Resources"]) for file in files}


def main(stages: list[str]) -> int:
    """Print a table a stage; return 1 if a stack is too large."""
    found: dict[str, int] = {}
    for stage in stages:
        out = ROOT / "cdk.out" / stage
        seconds = synthesize(stage, out)
        here = sizes(stage, out)
        found |= here
        rows = [f"  {name:<44}{count:>4} resources" for name, count in here.items()]
        sys.stdout.write("\n".join([f"{stage}: {len(here)} stacks in {seconds:.1f} s", *rows, ""]))
    return int(any(count >= MOST for count in found.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or list(STAGES)))
