"""`progressive-flow serve`: the whole platform until Ctrl-C."""

from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print where it is as JSON, when it is ready.")]


def serve(*, as_json: JsonOption = False) -> None:
    """Run the whole platform: database, AWS, API, scheduler. PORT (8000) and WORKERS (2) are read."""
    from progressive_flow_local import platform
    from progressive_flow_local.cli import console

    wanted = platform.plan()
    with platform.until_signalled(), platform.running(wanted, console.report) as (description, children):
        if as_json:
            console.put_json(description)
        else:
            _welcome(description)
        platform.watch(children)
    console.report("Stopped")


def _welcome(description: dict[str, Any]) -> None:
    from rich.table import Table

    from progressive_flow_local.cli import console

    table = Table(title="Progressive Flow is running", title_justify="left", show_header=False, box=None)
    rows = {
        "API": description["api_url"],
        "Documentation": description["docs_url"],
        "Learner": f"{description['demo_username']}  {description['demo_password']}",
        "Administrator": f"{description['admin_username']}  {description['admin_password']}",
        "Token": "progressive-flow token",
        "Database": "progressive-flow database shell",
    }
    for name, value in rows.items():
        table.add_row(f"[bold]{name}[/bold]", value)
    console.people.print(table, soft_wrap=True)
    console.people.print("Ctrl-C stops it.")
