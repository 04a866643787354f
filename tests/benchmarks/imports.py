"""CPU of a cold start's imports, against what the two libraries cost that nobody can leave out.

Pydantic imports most of itself when the first model is made, so that the floor makes one.
"""

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

OURS = "import functions.progress.submit_attempt"
BARE = "import psycopg, pydantic"
MODEL = f"{BARE}; pydantic.create_model('Model', number=int)"
RESOLVER = f"{MODEL}; import aws_lambda_powertools.event_handler"
AIM = 1.4
SHOWN = 12
PROGRAM = """
import json, sys, time
before = time.process_time()
{statements}
spent = time.process_time() - before
print(json.dumps([spent, [name for name in ("boto3", "botocore") if name in sys.modules], len(sys.modules)]))
"""
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \| ( *)(\S+)")


def measure(bench: Bench) -> Report:
    """Import in fresh processes, turn by turn, byte code compiled before."""
    runs = bench.count(10, 4)
    spent: dict[str, list[float]] = {statements: [] for statements in (OURS, MODEL, BARE, RESOLVER)}
    aws: list[str] = []
    for statements in spent:
        _fresh(statements)  # writes the byte code
    turns = list(product(range(runs), spent))
    for _, statements in bench.track(turns, len(turns), "importing in fresh processes"):
        seconds, loaded, _ = _fresh(statements)
        spent[statements].append(seconds * 1000)
        aws = loaded if statements == OURS else aws
    ours, model, bare, resolver = (median(spent[statements]) for statements in (OURS, MODEL, BARE, RESOLVER))
    imported = f"imported: {', '.join(aws)}" if aws else "neither boto3 nor botocore is imported"
    source = "measured here: import psycopg, pydantic"
    figures = [
        Figure(OURS, ours, "ms CPU", model, f"{source}, make one model", AIM * model, note=imported),
        Figure("the same against the import alone", ours, "ms CPU", bare, source),
        Figure(
            "the same against one model and the resolver", ours, "ms CPU", resolver, f"{source}, Powertools' resolver"
        ),
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


def _fresh(statements: str) -> tuple[float, list[str], int]:
    spent, loaded, count = json.loads(_python("-c", PROGRAM.format(statements=statements)).stdout)
    return spent, loaded, count


def _listings() -> list[Listing]:
    rows = [
        (int(found[1]) / 1000, int(found[2]) / 1000, found[4])
        for line in _python("-X", "importtime", "-c", OURS).stderr.splitlines()
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
