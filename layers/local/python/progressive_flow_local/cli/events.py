"""`progressive-flow events`: what happens on the platform, described for consumers."""

from typing import Annotated

import typer

app = typer.Typer(help="Describe the events that the platform publishes.", no_args_is_help=True)


@app.command()
def schemas() -> None:
    """Print the JSON Schema of each topic's payload."""
    from progressive_flow_local.cli import console
    from progressive_flow_local.cli.event_reference import page, topics

    console.put_json({topic.name: page.schema(topic) for topic in topics.topics()})


@app.command()
def describe(
    *, check: Annotated[bool, typer.Option("--check", help="Write nothing; exit with 1 if the page differs.")] = False
) -> None:
    """Write docs/reference/events.md from the models of events."""
    from progressive_flow.kernel import paths
    from progressive_flow_local.cli import console
    from progressive_flow_local.cli.event_reference import page, topics

    file = paths.root() / "docs" / "reference" / "events.md"
    wanted = page.render(topics.topics())
    if file.exists() and file.read_text() == wanted:
        return
    if check:
        console.fail(
            "docs/reference/events.md does not describe the events: run .venv/bin/progressive-flow events describe"
        )
        raise typer.Exit(1)
    file.write_text(wanted)
    console.report("docs/reference/events.md written")
