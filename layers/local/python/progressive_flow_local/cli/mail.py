"""`progressive-flow mail`: the mails of the platform on this machine, and who is mailed no more."""

from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from progressive_flow_local.cli import administration, answers
from progressive_flow_local.cli.learner import JsonOption, Reason

app = typer.Typer(
    help="Read the mails that the platform on this machine sent; show and lift suppressions, as an administrator.",
    no_args_is_help=True,
)
SUPPRESSIONS = "/v1/admin/email-suppressions"

Address = Annotated[str, typer.Argument(help="An address.")]


@app.command("list")
def list_mails(
    to: Annotated[str | None, typer.Option(help="Only mails to this address.")] = None, *, as_json: JsonOption = False
) -> None:
    """List the mails that were sent since the platform on this machine began, newest first."""
    from progressive_flow_local.aws.application import MAILS

    answers.show({"items": _kept(MAILS, to)}, ("to", "subject", "text"), as_json=as_json)


@app.command()
def codes(
    to: Annotated[str | None, typer.Option(help="Only codes to this address.")] = None, *, as_json: JsonOption = False
) -> None:
    """List the codes and first passwords that the user pool on this machine would have mailed, newest first."""
    from progressive_flow_local.aws.application import MESSAGES

    answers.show({"items": _kept(MESSAGES, to)}, ("to", "purpose", "code"), as_json=as_json)


@app.command()
def suppressions(email: Address, *, as_json: JsonOption = False) -> None:
    """Show what an address is mailed nothing of."""
    page = administration.ask("GET", SUPPRESSIONS, {"email": email})
    answers.show(page, ("category", "reason", "created_at", "lifted_at"), as_json=as_json)


@app.command()
def lift(email: Address, reason: Reason) -> None:
    """Let an address be mailed again."""
    from progressive_flow_local.cli import console

    administration.ask("DELETE", SUPPRESSIONS, {"email": email, "reason": reason})
    console.report(f"{email} is mailed again.")


def _kept(path: str, to: str | None) -> list[dict[str, Any]]:
    """Return what the local AWS keeps at a path: all, or what went to an address."""
    from progressive_flow_local import loopback, state

    endpoint = state.description(state.folder())["aws_endpoint_url"]
    query = f"?{urlencode({'to': to})}" if to else ""
    kept: list[dict[str, Any]] = loopback.get_json(f"{endpoint}{path}{query}")
    return kept
