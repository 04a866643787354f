"""What the demo prints: each step, what came back, and whether it was as it should be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from progressive_flow_local.cli.console import people


@dataclass
class Transcript:
    """Prints steps and counts failed checks."""

    differences: int = 0
    steps: int = 0

    def step(self, title: str) -> None:
        """Begin a step."""
        self.steps += 1
        people.print(f"\n[bold]{self.steps:>2}. {title}[/bold]")

    def note(self, text: str) -> None:
        """Show something of what came back."""
        people.print(f"    {text}", markup=False, soft_wrap=True)

    def check(self, what: str, *, holds: bool) -> None:
        """Say whether something is as it should be."""
        people.print(f"    [green]✓[/green] {what}" if holds else f"    [red]✗ {what}[/red]", soft_wrap=True)
        self.differences += not holds

    def request(
        self,
        api: httpx.Client,
        method: str,
        path: str,
        status: int,
        **options: Any,
    ) -> httpx.Response:
        """Make a request, check its status."""
        answer = api.request(method, path, **options)
        instead = "" if answer.status_code == status else f" instead of {status}: {answer.text[:300]}"
        self.check(f"{method} {path} → {answer.status_code}{instead}", holds=answer.status_code == status)
        return answer


def document(answer: httpx.Response) -> dict[str, Any]:
    """Return the JSON object of a response, empty if it has none: the check of its status has reported that already."""
    try:
        held = answer.json()
    except ValueError:
        return {}
    return dict(held) if isinstance(held, Mapping) else {}
