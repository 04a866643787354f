"""CPU of reading and checking all content, as the loading operation does before it writes anything."""

from functools import partial

import yaml

from progressive_flow.operations.reference_data.service import check_files, content_root
from tests.benchmarks.bench import Bench
from tests.benchmarks.designs import median_ms
from tests.benchmarks.figures import Figure, Report

AIM = 1000.0  # ms
SOURCE = "measured here: libyaml reading the same files, without models and checks"


def measure(bench: Bench) -> Report:
    """Time the reading of everything, and of its YAML alone."""
    rounds, root = bench.count(7, 3), content_root()
    texts = [path.read_bytes() for path in sorted(root.rglob("*.yaml"))]
    floor = median_ms(lambda: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts], rounds)
    value = median_ms(partial(check_files, root), rounds)
    return Report([Figure("all content", value, "ms", floor, SOURCE, AIM, note=f"{len(texts)} files")])
