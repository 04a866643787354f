"""`progressive-flow serve`: the whole platform until Ctrl-C."""

from typing import Annotated, Any

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print where it is as JSON, when it is ready.")]


def serve(*, as_json: JsonOption = False) -> None:
    """Run the whole platform: database, AWS, API, scheduler. PORT (8000) and WORKERS (2) are read."""
    from progressive_flow_local import platform
    from progressive_flow_local.cli import console

    wanted = platform.plan()
    with platform.until_signalled(), platform.running(wanted, console.report) as (description, parts):
        if as_json:
            console.put_json(description)
        else:
            _welcome(description)
        platform.watch(parts, console.report)
    console.report("Stopped")


def _welcome(description: dict[str, Any]) -> None:
    from rich.markup import escape

    from progressive_flow_local.cli import console
    from progressive_flow_local.commands import command

    rows = {
        "API": description["api_url"],
        "Documentation": description["docs_url"],
        "Learner": f"{description['demo_username']}  {description['demo_password']}",
        "Administrator": f"{description['admin_username']}  {description['admin_password']}",
        "Author": f"{description['author_username']}  {description['author_password']}",
        "Reviewer": f"{description['reviewer_username']}  {description['reviewer_password']}",
        "Manager": f"{description['org_admin_username']}  {description['org_admin_password']}",
        "Token": command("token"),
        "Database": command("database shell"),
    }
    console.people.print("Progressive Flow is running")
    for name, value in rows.items():  # no table: it would break a command into lines
        console.people.print(f"[bold]{name:<15}[/bold]{escape(value)}", soft_wrap=True)
    console.people.print("Ctrl-C stops it.")
