"""Runs a check on a query: a fresh database with drawn rows, then the learner's statements, then what they gave."""

from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.draws.references import fill
from progressive_flow.grading.code.draws.values import Draws, draw
from progressive_flow.grading.code.judging.page.facts import source
from progressive_flow.grading.code.judging.runs import Report, Subject
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.limits import FUEL_ATTEMPT
from progressive_flow.grading.code.matching.rows import first_difference
from progressive_flow.grading.code.sealed.programs import run_sql
from progressive_flow.grading.code.sealed.results import FoundRows, SqlRun
from progressive_flow.grading.code.task import Check, Step

QUERY = "query.sql"
Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def run_sql_check(check: Check, subject: Subject, report: Report) -> None:
    """Run a learner's statements on the rows of a check; raise FailedError or ExhaustedError, and fill the report."""
    tables = _tables(check, subject)
    probes = [fill(step["probe"], subject.names) for step in check.steps if "probe" in step]
    run = _run(subject, subject.files[QUERY], tables, probes, report.max_fuel)
    report.fuel = run.fuel
    if run.failure:
        message = f"Statement {run.failure.statement} failed: {run.failure.message}"
        raise FailedError(message, None, run.failure.text)
    model = _run(subject, subject.task.solution[QUERY], tables, probes, FUEL_ATTEMPT)
    number = -1
    for step in check.steps:
        number += "probe" in step
        try:
            _step(step, subject, run, model, number)
        except FailedError as failed:
            if "say" in step:
                failed.message = str(fill(step["say"], subject.names))
            raise


def _tables(check: Check, subject: Subject) -> Tables:
    """Draw the rows of all tables: the task's, but for those that the check has itself."""
    rows = {**subject.task.database.get("rows", {}), **check.rows}
    draws = Draws(f"rows {subject.names['seed']}")
    return {name: draw(fill(rows[name], subject.names), draws) for name in rows}


def _run(subject: Subject, text: str, tables: Tables, probes: Sequence[str], fuel: int) -> SqlRun:
    return run_sql(subject.images, subject.task.database["tables"], tables, text, probes, fuel)


def _step(step: Step, subject: Subject, run: SqlRun, model: SqlRun, number: int) -> None:
    if "source" in step:
        source(subject.files, step["source"])
    elif "rows" in step:
        wanted = step["rows"]
        options = {"ordered": wanted.get("ordered", False), "columns": wanted.get("columns", "name")}
        _same(run.found, model.found, "Your query", **options)
    elif "gives" in step:
        given = fill(step["gives"], subject.names)
        expected = FoundRows(run.probes[number].columns, tuple(tuple(row) for row in given))
        _same(run.probes[number], expected, "Afterwards the database")
    else:
        _same(run.probes[number], model.probes[number], "Afterwards the database")


def _same(
    actual: FoundRows, expected: FoundRows, subject: str, *, ordered: Any = False, columns: str = "position"
) -> None:
    """Fail with a sentence for the first difference between the rows that were found and those that were expected."""
    difference = first_difference(actual, expected, subject, ordered=ordered, columns=columns)
    if difference:
        raise FailedError(difference, expected.rows[:5], actual.rows[:5])
