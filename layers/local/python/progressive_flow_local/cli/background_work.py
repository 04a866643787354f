"""Writes the page of jobs and consumers from what they declare and what their files say above the code."""

from importlib import import_module
from pathlib import Path
from textwrap import fill

from progressive_flow.kernel import paths
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.consumers import Subscription

WIDTH = 126
REMEDY = "run .venv/bin/progressive-flow job describe"
HEAD = """<!-- Written by `progressive-flow job describe` from functions/scheduled and functions/consumers. -->

# Jobs and consumers

Times are UTC. How jobs run, and what to do when one fails, is in the [runbooks](../how-to/runbooks.md#jobs)."""


def page() -> Path:
    """Return where the page is."""
    return paths.root() / "docs" / "reference" / "jobs-and-consumers.md"


def render() -> str:
    """Return the page."""
    jobs = [_entry("scheduled", job.schedule.name, f"Schedule: `{job.schedule.expression}`") for job in registry.jobs()]
    consumers = [
        _entry("consumers", each.declaration.name, _received(each.declaration)) for each in registry.consumers()
    ]
    return "\n\n".join([HEAD, "## Jobs", *jobs, "## Consumers", *consumers]) + "\n"


def _received(declared: Subscription) -> str:
    """Return what a consumer receives."""
    if service := declared.service:
        return f"Events of `{service.source}`: {', '.join(f'`{name}`' for name in service.names)}"
    return f"Topic: `{declared.topic}`"


def _entry(folder: str, name: str, start: str) -> str:
    """Return a heading, what starts the function, and what its file says of it."""
    said = " ".join((import_module(f"functions.{folder}.{name}").__doc__ or "").split())
    text = fill(f"{start}. {said}", WIDTH, break_long_words=False, break_on_hyphens=False)
    return f"### {name}\n\n{text}"
