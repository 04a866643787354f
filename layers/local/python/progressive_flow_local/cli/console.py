"""What people read goes to standard error, so that standard output stays for what programs read."""

import json

from rich.console import Console

people = Console(stderr=True, highlight=False)


def report(message: str) -> None:
    """Say what happens now."""
    people.print(f"[dim]…[/dim] {message}", soft_wrap=True)


def fail(message: str) -> None:
    """Say what went wrong; the message is not markup."""
    people.print("[bold red]error[/bold red]", end=" ")
    people.print(message, markup=False, soft_wrap=True)


def put_json(document: object) -> None:
    """Print what a program reads."""
    print(json.dumps(document, indent=2, default=str))
