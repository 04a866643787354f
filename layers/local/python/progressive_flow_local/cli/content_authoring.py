"""`progressive-flow content`: what authors check, and what loading their files would change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from progressive_flow_local.cli import console

if TYPE_CHECKING:
    from progressive_flow.curriculum.versions.changes import Changes

app = typer.Typer(help="Check challenges while writing them, plan and apply what changed.", no_args_is_help=True)


@app.command()
def check(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Challenges; all by default.")] = None,
    *,
    verbose: Annotated[bool, typer.Option("--verbose", help="What every design measures in every test.")] = False,
    allow_incomplete: Annotated[
        bool, typer.Option("--allow-incomplete", help="Let levels and statements be missing.")
    ] = False,
    judge_everything: Annotated[
        bool, typer.Option("--judge-everything", help="Judge all code, whatever the lock of gate results has.")
    ] = False,
    report: Annotated[Path | None, typer.Option("--report", help="Write an HTML report to this file.")] = None,
) -> None:
    """Check how challenges are written, what their designs earn, and what the challenges are to each other."""
    from progressive_flow.kernel.errors import UserError
    from progressive_flow.operations.reference_data.service import content_root
    from progressive_flow_local.cli.content_lint import tables
    from progressive_flow_local.cli.content_lint.check import check as run

    root = content_root()
    for slug in slugs or []:
        if not any(root.glob(f"*/{slug}/challenge.yaml")):
            raise UserError(f"No challenge is called '{slug}'")
    found = run(root, slugs or [], allow_incomplete=allow_incomplete, judge_everything=judge_everything)
    for line in [line for graded in found.graded for line in tables.details(graded)] if verbose else []:
        print(line)
    for line in tables.summary(found.graded):
        print(line)
    for line in tables.together(found.matrix, found.shapes) if found.matrix else ():
        print(line)
    for finding in found.findings:
        print(f"{'warning: ' if finding.warning else ''}{finding.line}")
    if report:
        from progressive_flow_local.cli.content_lint.report import write_report

        write_report(report, found)
        console.report(f"The report is in {report}")
    if found.problems:
        raise UserError(f"{len(found.problems)} problems")
    console.report("No problems")


@app.command()
def gates() -> None:
    """Judge all code challenges, and write what the gate finds into the lock; nothing is written while one does not pass."""
    from progressive_flow.kernel.errors import UserError
    from progressive_flow.operations.reference_data.service import content_root
    from progressive_flow_local.cli.content_lint import locking

    if problems := locking.lock(content_root(), print):
        for finding in problems:
            print(finding.line)
        raise UserError(f"{len(problems)} problems: the lock stays as it was")


@app.command()
def cheats(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Challenges; all by default.")] = None,
    *,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="Processes at once.")] = 1,
    steps: Annotated[int, typer.Option("--steps", min=1, help="Steps of the search for one design.")] = 400,
    verbose: Annotated[bool, typer.Option("--verbose", help="What each cheat passes.")] = False,
) -> None:
    """Play cheats against all levels, and report how many they pass and how many honest paths meet the budget of tries.

    It takes about three minutes of one processor.
    """
    from progressive_flow.curriculum.authoring.files.reading import read_files
    from progressive_flow.operations.reference_data.service import content_root
    from progressive_flow_local.cli.cheats import honest, run, tables
    from progressive_flow_local.cli.cheats.played import read

    challenges = read_files(content_root())[0].challenges
    chosen = [one for one in challenges if not slugs or one.slug in slugs]
    with console.people.status("Playing cheats"):
        found = run.run(read(chosen), read(challenges), jobs, steps)
        beyond = honest.line(chosen)
    for line in [*tables.table(found), *(tables.passed(found) if verbose else ()), beyond]:
        print(line)


@app.command()
def advice(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]...", help="Challenges; all by default.")] = None,
    *,
    page: Annotated[bool, typer.Option("--page", help="Write docs/reference/advice.md.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="What is wrong with which line.")] = False,
) -> None:
    """Count what advice and suggestions are worth to weaker designs, and whether they keep the bar."""
    from progressive_flow.curriculum.authoring.files.reading import read_files
    from progressive_flow.kernel.errors import UserError
    from progressive_flow.operations.reference_data.service import content_root
    from progressive_flow_local.cli.advice import measured, tables
    from progressive_flow_local.cli.advice import page as pages
    from progressive_flow_local.cli.content_lint.working import spread

    challenges = read_files(content_root())[0].challenges
    chosen = [one for one in challenges if not slugs or one.slug in slugs]
    found = [one for several in spread("Reading advice", measured.of_challenge, chosen) for one in several]
    for line in [*tables.table(found), *(tables.faults(found) if verbose else ())]:
        print(line)
    if page:
        pages.write(found, challenges)
        console.report(f"The page is {pages.place()}")
    if not tables.kept(found):
        raise UserError("The advice misses its bar: --verbose shows where")


@app.command()
def plan() -> None:
    """Report what `apply` would change, without changing it; in a transaction that is rolled back."""
    from progressive_flow.operations.reference_data import service

    _report(service.plan, "Planning")


@app.command()
def apply() -> None:
    """Check the content files and load what differs; MIGRATOR_DATABASE_URL or the running platform's database."""
    from progressive_flow.operations.reference_data import service

    _report(service.apply, "Loading the content files")


def _report(work: Callable[[], Changes], label: str) -> None:
    from progressive_flow.curriculum.versions.changes import describe
    from progressive_flow_local import state

    state.use_databases(state.folder())
    with console.people.status(label):
        changes = work()
    for line in describe(changes):
        print(line)
