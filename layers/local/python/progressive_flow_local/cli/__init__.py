"""The command line: `progressive-flow --help`."""

import importlib
import sys
from importlib.util import find_spec
from typing import NoReturn

import typer

from progressive_flow_local.cli import (
    archive,
    database,
    demo,
    events,
    item_together,
    job,
    learner,
    mail,
    member,
    moderation,
    openapi,
    organization,
    progress,
    serve,
    submitting,
    task,
    token,
    upload,
)

app = typer.Typer(
    name="progressive-flow",
    help="A headless learning platform, on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("serve")(serve.serve)
app.command("demo")(demo.demo)
app.command("token")(token.token)
app.command("openapi")(openapi.openapi)
app.command("sdk")(openapi.sdk)
app.command("audit-log")(learner.audit_log)
app.add_typer(learner.app, name="learner")
app.add_typer(mail.app, name="mail")
app.add_typer(organization.app, name="organization")
app.add_typer(member.app, name="member")
app.add_typer(item_together.app, name="item")
app.add_typer(upload.app, name="upload")
app.add_typer(moderation.app, name="moderation")
app.add_typer(task.app, name="task")
app.add_typer(database.app, name="database")
app.add_typer(job.app, name="job")
app.add_typer(events.app, name="events")
app.add_typer(archive.app, name="archive")
app.add_typer(progress.app, name="progress")
app.add_typer(submitting.app, name="attempts")
for module, name in (
    ("migrations", "migrate"),
    ("content", "reference-data"),
    ("content_authoring", "content"),
):
    if find_spec(f"progressive_flow_local.cli.{module}"):
        app.add_typer(importlib.import_module(f"progressive_flow_local.cli.{module}").app, name=name)


def main() -> None:
    """Run a command; an error of this machine is reported in a sentence, without a traceback."""
    from progressive_flow.kernel.errors import UserError

    try:
        app()
    except UserError as error:
        _fail(str(error))
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package.startswith("progressive_flow"):
            raise
        _fail(f"This command needs the package {package}, which is not installed: run `make setup`, and then it again.")


def _fail(message: str) -> NoReturn:
    from progressive_flow_local.cli import console

    console.fail(message)
    sys.exit(1)
