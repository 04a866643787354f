"""The command: `python -m infra.bundle_smoke_tests [--quick] [--stage dev] [--out cdk.out]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from infra.bundle_smoke_tests import cold_starts, synthesized, wheels
from infra.bundle_smoke_tests.environment import runtime
from infra.bundle_smoke_tests.rehearsing import Rehearsed, Stage, all_of
from infra.bundle_smoke_tests.scene import own_server, worlds
from infra.bundle_smoke_tests.unpacking import Deployed, declared, layers_for_host
from infra.delivery import bundle
from infra.paths import ROOT

TIMES, QUICK_TIMES = 10, 3


def main(arguments: list[str] | None = None) -> int:
    """Rehearse every function; return 1 if one of them would not do as it does here."""
    wanted = _arguments().parse_args(arguments)
    wanted.out = _synthesized(wanted)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="progressive-flow-rehearsal-") as name, own_server(Path(name)) as server:
        functions = _functions(wanted, Path(name))
        with worlds(server) as (here, deployed):
            stage = Stage(Path(name) / "functions", runtime(Path(name) / "runtime"), here, deployed)
            rehearsed = [_told(done) for done in all_of(stage, functions)]
            well = [done.function for done in rehearsed if not done.wrong]
            _tell_cold_starts(stage, well, QUICK_TIMES if wanted.quick else TIMES)
        differing = _tell_wheels(wanted, Path(name))
    _say(f"\n{len(well)} of {len(functions)} functions do as they do here ({time.monotonic() - started:.0f} s)")
    return 1 if len(well) < len(functions) or differing else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.bundle_smoke_tests", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"measure cold starts {QUICK_TIMES} times, not {TIMES}")
    parser.add_argument("--stage", default="dev", help="which stage of the synthesized app")
    parser.add_argument(
        "--out", type=Path, help="the synthesized app (cdk.out/<stage>); if none, what functions/ declares"
    )
    return parser


def _synthesized(wanted: argparse.Namespace) -> Path | None:
    """Return where the stage's app is, if it has been synthesized."""
    places: list[Path] = [wanted.out] if wanted.out else [ROOT / "cdk.out" / wanted.stage, ROOT / "cdk.out"]
    found = [place for place in places if any(place.glob(f"progressive-flow-{wanted.stage}-*.template.json"))]
    given: Path | None = wanted.out
    return found[0] if found else given


def _functions(wanted: argparse.Namespace, folder: Path) -> list[Deployed]:
    if wanted.out is None:
        _say("Rehearsing what functions/ declares")
        return declared(folder)
    _say(f"Rehearsing the stage {wanted.stage} of {wanted.out}")
    if synthesized.is_stale(wanted.out):
        _say("  It is older than the code: synthesize again to rehearse what you have now.")
    return synthesized.functions(wanted.out, wanted.stage, layers_for_host(folder / "layers")["dependencies"])


def _told(done: Rehearsed) -> Rehearsed:
    mark = "FAILED" if done.wrong else "ok"
    _say(f"  {done.function.module:44} {done.function.kind:10} {done.status:9} {done.measured.wall:6.0f} ms  {mark}")
    for line in done.wrong:
        _say(f"      {line}")
    return done


def _tell_cold_starts(stage: Stage, functions: list[Deployed], times: int) -> None:
    _say(f"\nCold starts, median of {times}: processor ms, wall ms, beside a bare handler")
    bare = 0.0
    for row in cold_starts.table(stage, functions, times):
        bare = bare or row.cpu
        _say(f"  {row.name:16} {row.cpu:6.0f} {row.wall:6.0f}  x{row.cpu / bare:4.1f}  {row.module}")


def _tell_wheels(wanted: argparse.Namespace, folder: Path) -> list[str]:
    """Compare the third-party layer for Lambda with the one that ran here."""
    machine = bundle.PLATFORM.partition("-")[0]
    host = folder / "layers" / "dependencies"
    found = synthesized.dependencies(wanted.out, wanted.stage) if wanted.out else None
    lambdas = found or bundle.dependencies(folder / "lambda")
    differing = wheels.problems(host, lambdas, machine)
    held = wheels.machines(lambdas)
    _say(f"\nFor {machine}: {len(wheels.distributions(lambdas))} distributions, {len(held)} binaries, ", end="")
    _say("; ".join(differing) if differing else "the same versions as rehearsed, nothing of another processor")
    return differing


def _say(text: str, *, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
