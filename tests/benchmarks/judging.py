"""CPU of verdicts on code, each beside the opening of as many fresh pages or programs; the gate; a cold start."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from statistics import median
from unittest.mock import patch

from progressive_flow.grading.code.gate.gate import SEEDS, gate
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.page.page import Page
from progressive_flow.grading.code.sealed import programs
from progressive_flow.grading.code.sealed.images import Images, is_built
from progressive_flow.grading.code.sealed.programs import run_python, run_sql
from progressive_flow_judge.paths import IMAGE
from tests.benchmarks import judge_starts
from tests.benchmarks.bench import Bench
from tests.benchmarks.figures import Figure, Listing, Report
from tests.unit.grading.code.challenges import FOLDER, Level, levels

SEED = 7
VERDICT_AIM = 130.0  # ms, at the median of the web challenges
RUNTIMES = {"Python": ("python",), "SQL": ("sql",), "JavaScript and TypeScript": ("javascript", "typescript")}
OPENED = "measured here: opening as many fresh pages or programs with the same files, without acting"
GATED = "measured here: the verdicts on the solution that a gate needs, without a mutant"
FIRST = ("visitor-counter", "parking-fees", "best-sellers")  # whose gates a small run measures


@dataclass(frozen=True, slots=True)
class Verdicts:
    """CPU milliseconds of a level's verdicts: its solution, its starter, and what each has opened, no more."""

    slug: str
    level: Level
    solution: float
    opened: float
    starter: float
    starter_opened: float


def measure(bench: Bench) -> Report:
    """Judge the solution and the starter of each challenge's first level."""
    if not is_built(IMAGE):
        return Report([], [], ["The judge is not built: run `make judge`, which needs npm."])
    images, rounds = Images.load(IMAGE), bench.count(9, 3)
    found = [
        _verdicts(images, slug, rounds) for slug in bench.track(slugs(), len(slugs()), "judging solutions and starters")
    ]
    report = Report(_of_pages(found) + _of_others(found) + _stopped(found))
    report.figures += _differences(images, found)
    report.figures += judge_starts.measure(bench)
    report.figures += _gates(bench, images)
    report.listings.append(_listing(found))
    report.remarks = [
        f"Medians of {rounds} verdicts each on level 1, with one seed. The starter is a wrong answer that stops early.",
        "A check has a fresh page or program; `like: solution` and `effort` take more.",
    ]
    return report


def slugs() -> list[str]:
    """Return the published code challenges."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_dir())


def _verdicts(images: Images, slug: str, rounds: int) -> Verdicts:
    level = next(levels(slug))
    task = level.task
    taken = [
        (
            _ms(partial(judge, files, task, images, SEED), rounds),
            _ms(partial(_open, images, level, files, _count_opened(images, level, files)), rounds),
        )
        for files in (task.files(task.solution), task.files(task.starter))
    ]
    return Verdicts(slug, level, *taken[0], *taken[1])


def _count_opened(images: Images, level: Level, files: dict[str, str]) -> int:
    """Return how many pages or programs a verdict opens."""
    opened = 0

    def counting(function: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            nonlocal opened
            opened += 1
            return function(*given, **named)

        return counted

    with ExitStack() as stack:
        stack.enter_context(patch.object(Page, "__init__", counting(Page.__init__)))
        stack.enter_context(patch.object(programs, "_ask", counting(programs._ask)))
        judge(files, level.task, images, SEED)
    return opened


def _open(images: Images, level: Level, files: dict[str, str], many: int) -> None:
    for _ in range(many):
        match level.task.runtime:
            case "python":
                run_python(images, files["main.py"])
            case "sql":
                run_sql(images, level.task.database["tables"], {}, "")
            case _:
                Page(images, files).close()


def _of_pages(found: list[Verdicts]) -> list[Figure]:
    pages = [each for each in found if each.level.task.runtime == "web"]
    middle, opened = median(each.solution for each in pages), median(each.opened for each in pages)
    name = f"verdict on the solution of a page, median of {len(pages)}"
    return [
        Figure(name, middle, "ms CPU", opened, OPENED, VERDICT_AIM),
        *(Figure(f"verdict on {each.slug}", each.solution, "ms CPU", each.opened, OPENED) for each in pages),
    ]


def _of_others(found: list[Verdicts]) -> list[Figure]:
    figures: list[Figure] = []
    for name, runtimes in RUNTIMES.items():
        some = [each for each in found if each.level.task.runtime in runtimes]
        value, opened = median(each.solution for each in some), median(each.opened for each in some)
        title = f"verdict on the solution in {name}, median of {len(some)}"
        figures.append(Figure(title, value, "ms CPU", opened, OPENED))
    return figures


def _stopped(found: list[Verdicts]) -> list[Figure]:
    value, opened = median(each.starter for each in found), median(each.starter_opened for each in found)
    return [Figure(f"verdict on a starter, median of all {len(found)}", value, "ms CPU", opened, OPENED)]


def _differences(images: Images, found: list[Verdicts]) -> list[Figure]:
    """Judge each solution twice more here, and once in a process of its own: fuel must be equal to the unit."""
    once, again = (
        {each.slug: judge(each.level.task.solution, each.level.task, images, SEED).fuel for each in found}
        for _ in range(2)
    )
    elsewhere = judge_starts.fuel_elsewhere(list(once), SEED)
    return [
        Figure("verdicts whose fuel differs when judged twice", _differing(once, again), f"of {len(once)}", aim=0),
        Figure("verdicts whose fuel differs in another process", _differing(once, elsewhere), f"of {len(once)}", aim=0),
    ]


def _differing(one: dict[str, int], other: dict[str, int]) -> int:
    return sum(fuel != other[slug] for slug, fuel in one.items())


def _gates(bench: Bench, images: Images) -> Iterator[Figure]:
    """Run gates whole: of all challenges at the stated size, of one in each language otherwise."""
    some = slugs() if bench.size(len(slugs())) == len(slugs()) else list(FIRST)
    every = [(slug, level) for slug in some for level in levels(slug)]
    for slug, level in bench.track(every, len(every), "gates"):
        task, written = level.task, level.written
        equivalent = [each["mutant"] for each in written.get("equivalent", [])]
        before = time.process_time()
        report = gate(task, images, others=written.get("other_solutions", []), equivalent=equivalent)
        taken = time.process_time() - before
        least = _ms(partial(judge, task.solution, task, images, SEED), 1) / 1000 * (len(SEEDS) + 2)
        name = f"gate of {slug}" + (f", level {level.number}" if level.number > 1 else "")
        note = f"{report.killed} of {report.mutants} mutants found"
        yield Figure(name, taken, "s CPU", least, GATED, note=note)


def _listing(found: list[Verdicts]) -> Listing:
    rows = [(each.slug, each.level.task.runtime, each.solution, each.opened, each.starter) for each in found]
    return Listing("Verdicts (ms CPU)", ["challenge", "runtime", "solution", "opened alone", "starter"], rows)


def _ms(work: Callable[[], object], rounds: int) -> float:
    taken: list[float] = []
    for _ in range(rounds):
        before = time.process_time()
        work()
        taken.append((time.process_time() - before) * 1000)
    return median(taken)
