"""Runs a check on a page: web, JavaScript and TypeScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from progressive_flow.grading.code.judging.page import acting, control, facts, functions, seeing
from progressive_flow.grading.code.judging.page.run import Handler, PageRun
from progressive_flow.grading.code.judging.runs import Report, Subject
from progressive_flow.grading.code.judging.verdicts import FailedError
from progressive_flow.grading.code.sealed.exhausted import ExhaustedError
from progressive_flow.grading.code.task import Check

MAX_URL = 100  # characters in a sentence
HANDLERS: dict[str, Handler] = {
    **acting.HANDLERS,
    **seeing.HANDLERS,
    **facts.HANDLERS,
    **functions.HANDLERS,
    **control.HANDLERS,
}


def run_page_check(check: Check, subject: Subject, report: Report) -> None:
    """Run the steps of a check on a fresh page; raise FailedError or ExhaustedError, and fill the report."""
    run = PageRun(check, subject, HANDLERS, report.max_fuel)
    try:
        run.run(check.steps)
    except FailedError as failed:
        _report(run, report)
        if report.errors:
            first = report.errors[0]
            failed.message += f" Your code threw {first.get('name', 'Error')}: {first.get('message', '')}"
        failed.message += report.refused
        raise
    finally:
        _report(run, report)
        run.close()


def _report(run: PageRun, report: Report) -> None:
    """Note once what the page printed and threw; one that used up a limit does not answer any more."""
    if report.fuel:
        return
    report.fuel = run.fuel
    try:
        state = run.page.state()
    except ExhaustedError:
        return
    report.errors = state["errors"]
    report.console = [line["text"] for line in state["log"]]
    report.refused = _refused(state["requests"])


def _refused(requests: Sequence[Mapping[str, Any]]) -> str:
    """Return a sentence on the first request that nothing answers, with a blank before it; none if there is no such."""
    for request in requests:
        if not request["isAnswered"]:
            return f" There is no network here: {request['method']} {request['url'][:MAX_URL]} was refused."
    return ""
