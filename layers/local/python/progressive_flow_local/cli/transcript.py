"""What the demo prints: each step, what came back, and whether it was as it should be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import httpx
from progressive_flow_client import AuthenticatedClient
from progressive_flow_client.types import Response

from progressive_flow_local.cli.console import people

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
TIMEOUT = httpx.Timeout(60)


class DifferentError(Exception):
    """An answer is of another kind than the rest of the demo goes on with."""


@dataclass
class Transcript:
    """Prints steps and counts failed checks."""

    differences: int = 0
    steps: int = 0
    last: httpx.Request | None = None

    def client(self, api_url: str, token: str) -> AuthenticatedClient:
        """Return a client of the API as whoever holds the token; what it asks for is printed."""
        return AuthenticatedClient(
            base_url=api_url,
            token=token,
            timeout=TIMEOUT,
            httpx_args={"trust_env": False, "event_hooks": {"request": [self._remember]}},
        )

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

    def ask(
        self,
        kind: type[Answer],
        status: int,
        operation: Callable[Given, Response[Any]],
        *args: Given.args,
        **options: Given.kwargs,
    ) -> Answer:
        """Call an operation of the client, check its status, and return the answer. Raises DifferentError if it is no `kind`."""
        answer = operation(*args, **options)
        holds = answer.status_code == status and isinstance(answer.parsed, kind)
        instead = "" if holds else f" instead of {status}: {answer.content.decode(errors='replace')[:300]}"
        asked = f"{self.last.method} {self.last.url.raw_path.decode()}" if self.last else "nothing"
        self.check(f"{asked} → {answer.status_code.value}{instead}", holds=holds)
        if not isinstance(answer.parsed, kind):
            raise DifferentError(asked)
        return answer.parsed

    def _remember(self, request: httpx.Request) -> None:
        self.last = request
