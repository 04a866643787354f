"""CPU of grading a level: a design of 30 components on all five, with and without advice, and designs made to be slow."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from progressive_flow.grading.system_design.design import Design
from progressive_flow.grading.system_design.engine import evaluate, suggest
from progressive_flow.grading.system_design.engine.caching import hit_ratios
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Report
from tests.support import designs

AIM = 10.0  # ms a level of an ordinary large design, as every attempt costs
BOUND = 100.0  # ms a level of any design that validates, advice included
SOURCE = "measured here: validating the same design (pydantic), which every submission does before it is graded"


def measure(bench: Bench) -> Report:
    """Time each level, then the slowest of some hundred random designs of up to 60 components."""
    rounds = bench.count(25, 9)
    design = Design.model_validate(designs.large()).as_graph()
    floor = median_ms(lambda: Design.model_validate(designs.large()), rounds)
    figures: list[Figure] = []
    for name, tests in bench.track(designs.LEVELS.items(), len(designs.LEVELS), "a design of 30 components"):
        plain = median_ms(partial(grade, design, tests), rounds)
        advised = median_ms(partial(advise, design, tests), rounds)
        figures.append(Figure(name, plain, "ms", floor, SOURCE, AIM, note=f"{len(tests)} tests"))
        figures.append(Figure(f"{name}, a suggested change", advised, "ms", floor, SOURCE))
    slowest = max(bench.track(map(_slowest_level, range(count := bench.count(400, 60))), count, "random designs"))
    figures.append(Figure(f"slowest level of {count} random designs", slowest, "ms", None, "", BOUND))
    return Report(figures, [], [
        "Medians; hit ratios are computed again each time. A suggestion is searched for when a learner asks.",
    ])  # fmt: skip


def grade(design: Mapping[str, Any], tests: list[designs.Test]) -> object:
    """Grade one level from scratch."""
    hit_ratios.cache_clear()
    return evaluate(design, designs.REQUIREMENTS, tests, designs.CRITERIA)


def advise(design: Mapping[str, Any], tests: list[designs.Test]) -> object:
    """Search for a change of one level from scratch, grading included."""
    hit_ratios.cache_clear()
    return suggest(design, designs.REQUIREMENTS, tests)


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median CPU of one call (ms), without the collector."""
    times: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            started = time.process_time()
            work()
            times.append(1e3 * (time.process_time() - started))
    finally:
        gc.enable()
    return statistics.median(times)


def _slowest_level(seed: int) -> float:
    design = Design.model_validate(designs.at_random(seed)).as_graph()
    return max(median_ms(partial(advise, design, tests), 3) for tests in designs.LEVELS.values())
