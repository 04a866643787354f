"""`progressive-flow job`: the scheduled work, by hand."""

from typing import Annotated

import typer

from progressive_flow_local.cli.serve import JsonOption

app = typer.Typer(help="List, run and describe the scheduled jobs.", no_args_is_help=True)


@app.command("list")
def list_jobs(*, as_json: JsonOption = False) -> None:
    """List the jobs and when they run."""
    from rich.table import Table

    from progressive_flow.kernel.declarations import registry
    from progressive_flow_local.cli import console

    jobs = [job.schedule for job in registry.jobs()]
    if as_json:
        console.put_json([{"name": job.name, "expression": job.expression, "summary": job.summary} for job in jobs])
        return
    table = Table("Job", "When (UTC)", "What", box=None)
    for job in jobs:
        table.add_row(job.name, job.expression, job.summary)
    console.people.print(table)


@app.command("run")
def run_job(name: Annotated[str, typer.Argument(help="As `job list` names it.")]) -> None:
    """Run a job now on the running platform's database; print the work it did as JSON."""
    from progressive_flow.kernel.declarations import registry
    from progressive_flow_local import state
    from progressive_flow_local.cli import console
    from progressive_flow_local.errors import LocalError

    jobs = {job.schedule.name: job for job in registry.jobs()}
    if name not in jobs:
        raise LocalError(f"There is no job {name!r}; there are: {', '.join(jobs)}.")
    state.use_platform(state.folder())
    console.put_json(jobs[name].run())


@app.command()
def describe(
    *, check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if the page differs.")] = False
) -> None:
    """Write the page of jobs and consumers from what they declare."""
    from progressive_flow_local.cli import background_work, console

    wanted, page = background_work.render(), background_work.page()
    if page.exists() and page.read_text() == wanted:
        return
    if check:
        console.fail(f"{page.name} does not show what is declared: {background_work.REMEDY}")
        raise typer.Exit(1)
    page.write_text(wanted)
    console.report(f"{page.name} written")
