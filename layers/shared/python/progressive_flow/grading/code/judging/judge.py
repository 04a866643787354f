"""judge(files, task, images, seed): every check on a fresh page or program, in the order of the task."""

from collections.abc import Mapping

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.draws.values import draw_all
from progressive_flow.grading.code.judging.page_checks import run_page_check
from progressive_flow.grading.code.judging.program_checks import run_python_check
from progressive_flow.grading.code.judging.query_checks import run_sql_check
from progressive_flow.grading.code.judging.runs import Report, Runner, Subject
from progressive_flow.grading.code.judging.verdicts import MAX_ERRORS, CheckResult, CodeVerdict, FailedError
from progressive_flow.grading.code.limits import FUEL_ATTEMPT, MAX_FILES_BYTES, Runtime
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.task import Check, CodeTask

RUNNERS: Mapping[Runtime, Runner] = {
    "web": run_page_check,
    "javascript": run_page_check,
    "typescript": run_page_check,
    "python": run_python_check,
    "sql": run_sql_check,
}
MAX_CONSOLE_LINES = 20
HIDDEN = "a hidden check"  # what others call it: its title would say what it looks at


def judge(
    submitted: Mapping[str, str],
    task: CodeTask,
    images: Images,
    seed: int | str = 0,
    *,
    until_failure: bool = False,
    max_fuel: int = FUEL_ATTEMPT,
) -> CodeVerdict:
    """Return the verdict on a submission: equal, fuel included, for equal files, task, image and seed.

    `until_failure` ends at the first check that does not pass, which is all that a wrong solution of the gate needs.
    """
    subject = Subject(task.files(submitted), task, images, draw_all(task.given, seed))
    results = [CheckResult.of(check, str(fill(check.title, subject.names))) for check in task.checks]
    verdict = CodeVerdict(0, passed=False, results=results)
    if refusal := _refusal(subject.files):
        _block_all(results, refusal)
        return verdict
    _run_all(subject, verdict, until_failure=until_failure, max_fuel=max_fuel)
    _add_up(task, verdict)
    return verdict


def _refusal(files: Mapping[str, str]) -> str | None:
    """Return why files are not run at all; None if they are."""
    if sum(len(text.encode("utf-8", "surrogatepass")) for text in files.values()) > MAX_FILES_BYTES:
        return f"Your files are longer than {MAX_FILES_BYTES // 1000} kB together."
    if not any(text.strip() for text in files.values()):
        return "There is nothing to judge yet."
    return None


def _block_all(results: list[CheckResult], message: str) -> None:
    for result in results:
        result.status = "blocked"
        result.message = message


def _run_all(subject: Subject, verdict: CodeVerdict, *, until_failure: bool, max_fuel: int) -> None:
    """Run the checks in turn; after one that used up a limit, none runs."""
    titles: dict[str, str] = {}
    passed: set[str] = set()
    for check, result in zip(subject.task.checks, verdict.results, strict=True):
        titles[check.id] = HIDDEN if check.visibility == "hidden" else f'"{result.title}"'
        missing = [titles[need] for need in check.needs if need not in passed]
        if missing:
            result.status = "blocked"
            result.message = f"Not tried: it needs {_listed(missing)} first."
            continue
        _run(check, result, subject, verdict, max_fuel - verdict.fuel)
        if result.status == "passed":
            passed.add(check.id)
        if result.status == "exhausted" or (until_failure and result.status != "passed"):
            return


def _run(check: Check, result: CheckResult, subject: Subject, verdict: CodeVerdict, max_fuel: int) -> None:
    """Run a check with what is left of an attempt's fuel.

    What the code prints and throws in a check that learners do not see stays unseen: it could print what it was called with.
    """
    report = Report(max_fuel=max_fuel)
    try:
        RUNNERS[subject.task.runtime](check, subject, report)
        result.status = "passed"
    except FailedError as failed:
        result.status, result.message = "failed", failed.message
        result.expected, result.actual = failed.expected, failed.actual
    except ExhaustedError as error:
        result.status, result.message = "exhausted", str(error)
        result.limit = error.limit
    result.fuel = report.fuel
    verdict.fuel += report.fuel
    if check.visibility == "visible":
        verdict.errors = verdict.errors or report.errors[:MAX_ERRORS]
        verdict.console = verdict.console or report.console[:MAX_CONSOLE_LINES]


def _add_up(task: CodeTask, verdict: CodeVerdict) -> None:
    total = sum(result.weight for result in verdict.results)
    earned = sum(result.score for result in verdict.results)
    verdict.score = round(100 * earned / total, 2) if total else 0
    passed = {result.id for result in verdict.results if result.status == "passed"}
    is_exhausted = any(result.status == "exhausted" for result in verdict.results)
    verdict.passed = verdict.score >= task.min_score and task.must_pass <= passed and not is_exhausted


def _listed(titles: list[str]) -> str:
    return ", ".join(titles)
