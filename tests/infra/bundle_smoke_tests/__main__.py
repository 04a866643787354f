"""The command: `python -m tests.infra.bundle_smoke_tests [--quick] [--stage dev] [--out cdk.out]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from infra.delivery import bundle
from infra.paths import ROOT
from tests.infra.bundle_smoke_tests import cold_starts, synthesized, wheels
from tests.infra.bundle_smoke_tests.backends import backends, own_server
from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, declared, layers_for_host
from tests.infra.bundle_smoke_tests.environment import runtime
from tests.infra.bundle_smoke_tests.runner import Harness, Result, run_all

REPETITIONS, QUICK_REPETITIONS = 10, 3


def main(arguments: list[str] | None = None) -> int:
    """Run every function; return 1 if one of them responds differently as deployed."""
    options = _arguments().parse_args(arguments)
    options.out = _synthesized(options)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="progressive-flow-smoke-test-") as name, own_server(Path(name)) as server:
        functions = _functions(options, Path(name))
        with backends(server) as (in_process, deployed):
            harness = Harness(Path(name) / "functions", runtime(Path(name) / "runtime"), in_process, deployed)
            results = [_report(result) for result in run_all(harness, functions)]
            passed = [result.function for result in results if not result.differences]
            _report_cold_starts(harness, passed, QUICK_REPETITIONS if options.quick else REPETITIONS)
        wheel_problems = _report_wheels(options, Path(name))
    _say(f"\n{len(passed)} of {len(functions)} functions respond as in process ({time.monotonic() - started:.0f} s)")
    return 1 if len(passed) < len(functions) or wheel_problems else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.infra.bundle_smoke_tests", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help=f"measure cold starts {QUICK_REPETITIONS} times, not {REPETITIONS}"
    )
    parser.add_argument("--stage", default="dev", help="which stage of the synthesized app")
    parser.add_argument(
        "--out",
        type=Path,
        help="the cloud assembly (cdk.out/<stage>); without one, the functions that functions/ declares",
    )
    return parser


def _synthesized(options: argparse.Namespace) -> Path | None:
    """Return the folder of the stage's cloud assembly, if it exists."""
    candidates: list[Path] = [options.out] if options.out else [ROOT / "cdk.out" / options.stage, ROOT / "cdk.out"]
    existing = [
        folder for folder in candidates if any(folder.glob(f"progressive-flow-{options.stage}-*.template.json"))
    ]
    given: Path | None = options.out
    return existing[0] if existing else given


def _functions(options: argparse.Namespace, folder: Path) -> list[DeployedFunction]:
    if options.out is None:
        _say("Running the functions that functions/ declares")
        return declared(folder)
    _say(f"Running the stage {options.stage} of {options.out}")
    if synthesized.is_stale(options.out):
        _say("  It is older than the code: synthesize again to test the current code.")
    return synthesized.functions(options.out, options.stage, layers_for_host(folder / "layers")["dependencies"])


def _report(result: Result) -> Result:
    mark = "FAILED" if result.differences else "ok"
    _say(
        f"  {result.function.module:44} {result.function.kind:10} {result.status:9} {result.measured.wall:6.0f} ms  {mark}"
    )
    for line in result.differences:
        _say(f"      {line}")
    return result


def _report_cold_starts(harness: Harness, functions: list[DeployedFunction], times: int) -> None:
    _say(f"\nCold starts, median of {times}: CPU ms, wall ms, compared with a bare handler")
    bare = 0.0
    for row in cold_starts.table(harness, functions, times):
        bare = bare or row.cpu
        _say(f"  {row.name:16} {row.cpu:6.0f} {row.wall:6.0f}  x{row.cpu / bare:4.1f}  {row.module}")


def _report_wheels(options: argparse.Namespace, folder: Path) -> list[str]:
    """Compare the third-party layer for Lambda with the one that ran on this machine."""
    machine = bundle.PLATFORM.partition("-")[0]
    host = folder / "layers" / "dependencies"
    synthesized_layer = synthesized.dependencies(options.out, options.stage) if options.out else None
    uploaded = synthesized_layer or bundle.dependencies(folder / "lambda")
    differences = wheels.problems(host, uploaded, machine)
    binaries = wheels.machines(uploaded)
    _say(f"\nFor {machine}: {len(wheels.distributions(uploaded))} distributions, {len(binaries)} binaries, ", end="")
    _say("; ".join(differences) if differences else "the same versions as tested, all of this processor")
    return differences


def _say(text: str, *, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
