"""`python -m infra.synth [stage ...]`: synthesize as a deploy does, and print the number of resources of each stack."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from infra.config import STAGES
from infra.limits.limits import MAX_RESOURCES
from infra.paths import ROOT

CLI_ENVIRONMENT = {"CDK_DISABLE_CLI_TELEMETRY": "true", "NO_COLOR": "1"}


def synthesize(stage: str, out: Path) -> float:
    """Run the pinned CDK CLI for a stage; return the seconds it took."""
    started = time.perf_counter()
    shutil.rmtree(out, ignore_errors=True)  # or a stack that is gone would be counted
    command = ["npx", "--no-install", "cdk", "synth", "--quiet", "--no-lookups", "--no-notices"]
    # Without the addresses of a deployment, which its configuration requires.
    options = ["--context", f"stage={stage}", "--context", "example-addresses=yes", "--output", str(out)]
    subprocess.run(  # noqa: S603 - the stages are ours
        [*command, *options], check=True, cwd=ROOT, env=os.environ | CLI_ENVIRONMENT
    )
    return time.perf_counter() - started


def sizes(stage: str, out: Path) -> dict[str, int]:
    """Return the number of resources of each stack of a stage."""
    files = sorted(out.glob(f"progressive-flow-{stage}-*.template.json"))
    return {file.name.split(".")[0]: len(json.loads(file.read_text())["Resources"]) for file in files}


def main(stages: list[str]) -> int:
    """Print a table for each stage; return 1 if a stack is too large."""
    counts: dict[str, int] = {}
    for stage in stages:
        out = ROOT / "cdk.out" / stage
        seconds = synthesize(stage, out)
        stacks = sizes(stage, out)
        counts |= stacks
        rows = [f"  {name:<44}{count:>4} resources" for name, count in stacks.items()]
        sys.stdout.write("\n".join([f"{stage}: {len(stacks)} stacks in {seconds:.1f} s", *rows, ""]))
    return int(any(count >= MAX_RESOURCES for count in counts.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or list(STAGES)))
