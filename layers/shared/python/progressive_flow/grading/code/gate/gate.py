"""Judges a task by solutions that are right and by others that are not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from progressive_flow.grading.code.draws.values import Draws
from progressive_flow.grading.code.gate.frozen import frozen_pages
from progressive_flow.grading.code.gate.mutant import Mutant
from progressive_flow.grading.code.gate.page_mutants import page_mutants
from progressive_flow.grading.code.gate.python_mutants import python_mutants
from progressive_flow.grading.code.gate.sql_mutants import sql_mutants
from progressive_flow.grading.code.judging.judge import judge
from progressive_flow.grading.code.limits import FUEL_ATTEMPT
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.task import CodeTask

SEEDS = range(5)
MUTANT_SEED = 3
FROZEN_SEED = 99
MAX_MUTANTS = 100
MIN_KILLED = 0.9
WHOLE = 100  # score of a right solution
MAX_FUEL_SHARE = 0.25  # of what an attempt may use: a learner's right way may take four times the solution's work
MUTANT_FUEL = 3  # times that of the solution: a mutant that takes longer is as good as killed
Progress = Callable[[float], None]


@dataclass(slots=True)
class GateReport:
    """What the gate found. `problems` keep a task from being published; the rest is what was measured on the way.

    `solution` has a score for each seed, `others` one for each other right way, `frozen` one for the page of each check, by its
    id. Of the `mutants` that were judged, `killed` lost points and `survivors` did not; `equivalent` were declared to be as
    right, and not judged. `fuel` is the most that the solution used.
    """

    problems: list[str] = field(default_factory=list)
    solution: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    empty: float = 0
    starter: float = 0
    frozen: dict[str, float] = field(default_factory=dict)
    mutants: int = 0
    killed: int = 0
    equivalent: int = 0
    survivors: list[str] = field(default_factory=list)
    fuel: int = 0

    @property
    def passed(self) -> bool:
        """Return whether the task may be published."""
        return not self.problems


def gate(
    task: CodeTask,
    images: Images,
    *,
    others: Sequence[Mapping[str, str]] = (),
    equivalent: Sequence[str] = (),
    progress: Progress = lambda _: None,
) -> GateReport:
    """Return what the gate finds. `others` are other right solutions, `equivalent` what mutants say that are as right."""
    report = GateReport()
    _right_ways(task, images, others, report)
    if report.problems:
        return report  # a task whose solution fails says nothing of its mutants
    _wrong_ways(task, images, report)
    mutants = chosen(_mutants(task, images))
    unknown = set(equivalent) - {mutant.what for mutant in mutants}
    report.problems += [f"equivalent: no mutant says '{what}': take it out" for what in sorted(unknown)]
    wrong = [mutant for mutant in mutants if mutant.what not in set(equivalent)]
    report.equivalent = len(mutants) - len(wrong)
    _kill(task, images, wrong, report, progress)
    return report


def chosen(mutants: Sequence[Mutant]) -> list[Mutant]:
    """Return the mutants, or as many as one gate judges, drawn by a seed that never changes."""
    return Draws("mutants").shuffled(mutants)[:MAX_MUTANTS] if len(mutants) > MAX_MUTANTS else list(mutants)


def _right_ways(task: CodeTask, images: Images, others: Sequence[Mapping[str, str]], report: GateReport) -> None:
    for seed in SEEDS:
        verdict = judge(task.solution, task, images, seed)
        report.fuel = max(report.fuel, verdict.fuel)
        report.solution.append(verdict.score)
        if verdict.score < WHOLE:
            failed = next(result for result in verdict.results if result.status != "passed")
            report.problems.append(f"solution: earns {verdict.score:g} with seed {seed}: {failed.id}: {failed.message}")
            return
    once, again = (judge(task.solution, task, images, SEEDS[-1]) for _ in range(2))
    if again != once:
        report.problems.append("solution: earns another verdict when it is judged again")
    if report.fuel > MAX_FUEL_SHARE * FUEL_ATTEMPT:
        report.problems.append(
            f"solution: uses {report.fuel / FUEL_ATTEMPT:.0%} of what an attempt may, {MAX_FUEL_SHARE:.0%} is the most"
        )
    for at, files in enumerate(others):
        score = judge(files, task, images, SEEDS[0]).score
        report.others.append(score)
        if score < WHOLE:
            report.problems.append(f"other_solutions.{at}: earns {score:g}: it must earn 100, or is no right way")


def _wrong_ways(task: CodeTask, images: Images, report: GateReport) -> None:
    report.empty = judge({}, task, images).score
    if report.empty > 0:
        report.problems.append("checks: files that are empty earn points")
    starter = judge(task.starter, task, images, SEEDS[0])
    report.starter = starter.score
    if starter.passed or starter.score >= task.min_score:
        report.problems.append(f"starter: passes with {starter.score:g}")
    if task.runtime != "web":
        return
    for check, files in zip(task.checks, frozen_pages(task, images), strict=True):
        verdict = judge(files, task, images, FROZEN_SEED)
        report.frozen[check.id] = verdict.score
        if verdict.passed:
            report.problems.append(
                f"checks.{check.id}: its page, frozen without scripts, passes with {verdict.score:g}"
            )


def _mutants(task: CodeTask, images: Images) -> list[Mutant]:
    """Return the mutants of a solution but for those of files that learners are given as they are."""
    files = task.files(task.solution)
    given = {name for name, text in files.items() if text.strip() == task.starter.get(name, "").strip()}
    if task.runtime == "python":
        made = python_mutants(files["main.py"])
    elif task.runtime == "sql":
        made = sql_mutants(files["query.sql"])
    else:
        made = page_mutants(files, images)
    return [mutant for mutant in made if all(mutant.files[name] == files[name] for name in given)]


def _kill(task: CodeTask, images: Images, mutants: Sequence[Mutant], report: GateReport, progress: Progress) -> None:
    for at, mutant in enumerate(mutants):
        verdict = judge(mutant.files, task, images, MUTANT_SEED, until_failure=True, max_fuel=report.fuel * MUTANT_FUEL)
        if verdict.score < WHOLE:
            report.killed += 1
        else:
            report.survivors.append(mutant.what)
        progress((at + 1) / len(mutants))
    report.mutants = len(mutants)
    if report.killed < MIN_KILLED * report.mutants:
        report.problems.append(
            f"checks: {report.killed} of {report.mutants} mutants are found, {MIN_KILLED:.0%} are needed:"
            " write a check for those that survive, or declare them equivalent with a reason"
        )
