"""CPU of a cold start's imports, against what the two libraries that nobody can leave out cost by themselves."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from itertools import product
from statistics import median

from progressive_flow.kernel import paths
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Listing, Report

OURS = "functions.progress.submit_attempt"
BARE = "psycopg, pydantic"
RESOLVER = "psycopg, pydantic, aws_lambda_powertools.event_handler"
AIM = 1.5
SHOWN = 12
PROGRAM = """
import json, sys, time
before = time.process_time()
import {modules}
spent = time.process_time() - before
print(json.dumps([spent, [name for name in ("boto3", "botocore") if name in sys.modules], len(sys.modules)]))
"""
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)")


def measure(bench: Bench) -> Report:
    """Import in fresh processes, turn by turn, byte code compiled before."""
    runs = bench.count(10, 4)
    found: dict[str, list[float]] = {modules: [] for modules in (OURS, BARE, RESOLVER)}
    aws: list[str] = []
    for modules in found:
        _fresh(modules)  # writes the byte code
    turns = list(product(range(runs), found))
    for _, modules in bench.track(turns, len(turns), "importing in fresh processes"):
        spent, loaded, _ = _fresh(modules)
        found[modules].append(spent * 1000)
        aws = loaded if modules == OURS else aws
    ours, bare, resolver = (median(found[modules]) for modules in (OURS, BARE, RESOLVER))
    imported = f"imported: {', '.join(aws)}" if aws else "neither boto3 nor botocore is imported"
    figures = [
        Figure(f"import {OURS}", ours, "ms CPU", bare, f"measured here: import {BARE}", AIM * bare, note=imported),
        Figure("the same against bare and resolver", ours, "ms CPU", resolver, f"measured here: import {RESOLVER}"),
    ]
    return Report(
        figures, _listings(), [f"Medians of {runs} fresh processes each, in turns; interpreter start not counted."]
    )


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=paths.root(),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )


def _fresh(modules: str) -> tuple[float, list[str], int]:
    spent, loaded, count = json.loads(_python("-c", PROGRAM.format(modules=modules)).stdout)
    return spent, loaded, count


def _listings() -> list[Listing]:
    rows = [
        (int(found[1]) / 1000, int(found[2]) / 1000, found[4])
        for line in _python("-X", "importtime", "-c", f"import {OURS}").stderr.splitlines()
        if (found := LINE.match(line))
    ]
    packages: dict[str, float] = defaultdict(float)
    for own, _, name in rows:
        packages[name.partition(".")[0]] += own
    dearest = sorted(rows, reverse=True)[:SHOWN]
    largest = sorted(packages.items(), key=lambda item: -item[1])[:SHOWN]
    return [
        Listing(
            "Dearest modules by self time (one run, traced: slower than the figures above)",
            ["module", "self ms", "cumulative ms"],
            [(name, own, whole) for own, whole, name in dearest],
            detail=True,
        ),
        Listing("The same by package", ["package", "self ms"], largest, detail=True),
    ]
