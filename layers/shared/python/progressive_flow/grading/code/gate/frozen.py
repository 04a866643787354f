"""Frozen pages: what a solution shows after each check, as a page without scripts. It is the answer that somebody wrote down."""

from collections.abc import Iterator, Mapping

from progressive_flow.grading.code.draws.values import draw_all
from progressive_flow.grading.code.judging.page.run import PageRun
from progressive_flow.grading.code.judging.page_checks import HANDLERS
from progressive_flow.grading.code.judging.runs import Subject
from progressive_flow.grading.code.sealed.images import Images
from progressive_flow.grading.code.task import CodeTask

SEED = 7  # other than the one by which frozen pages are judged


def frozen_pages(task: CodeTask, images: Images) -> Iterator[Mapping[str, str]]:
    """Yield the files of a frozen page for each check of a task of pages."""
    subject = Subject(task.files(task.solution), task, images, draw_all(task.given, SEED))
    for check in task.checks:
        run = PageRun(check, subject, HANDLERS)
        try:
            run.run(check.steps)
            yield {"index.html": run.page.html(), "style.css": task.solution.get("style.css", ""), "script.js": ""}
        finally:
            run.close()
