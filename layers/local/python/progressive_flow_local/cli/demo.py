"""`progressive-flow demo`: a learner's first hour and an author's first publication, over HTTP, on a platform of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

READY_SECONDS = 120.0
STOP_SECONDS = 30.0


def demo() -> None:
    """Walk a learner's and an author's path on a platform started for it, and check every step."""
    from progressive_flow_local import client

    client.importable()
    from progressive_flow_local.cli import (
        console,
        demo_path,
    )

    console.report("Starting a platform in a temporary folder")
    with own_platform(workers=1) as description:
        differences = demo_path.walk(description)
    if differences:
        console.fail(f"{differences} steps differ from what they should be")
        raise typer.Exit(1)
    console.people.print("[bold green]Every step was as it should be.[/bold green]")


@contextlib.contextmanager
def own_platform(workers: int) -> Iterator[dict[str, Any]]:
    """Start a platform that nobody else knows, with so many workers of the gateway; yield where it is, and stop it."""
    from progressive_flow_local.processes import free_port

    with tempfile.TemporaryDirectory(prefix="progressive-flow-demo-") as folder:
        state = Path(folder)
        ours = {"PROGRESSIVE_FLOW_STATE": folder, "PORT": str(free_port()), "WORKERS": str(workers)}
        # A database that the environment names is not to be played with.
        kept = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
        kept = {name: value for name, value in kept.items() if not name.startswith("POSTGRES_")}
        log = state / "serve.log"
        process = _start({**kept, **ours}, log)
        try:
            yield _ready(process, state, log)
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(STOP_SECONDS)


def _start(environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    from progressive_flow_local.processes import dying_with_parent

    command = [
        *dying_with_parent(signal.SIGTERM),
        sys.executable,
        "-m",
        "progressive_flow_local.cli",
        "serve",
        "--json",
    ]
    with log.open("wb") as output:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )


def _ready(process: subprocess.Popen[bytes], state: Path, log: Path) -> dict[str, Any]:
    from progressive_flow_local.errors import LocalError
    from progressive_flow_local.processes import (
        read_json,
        wait_until,
    )

    described = state / "platform.json"
    wait_until(lambda: described.exists() or process.poll() is not None, READY_SECONDS, pause=0.05)
    if not described.exists():
        raise LocalError(f"The demo's platform does not start:\n{log.read_text(errors='replace')[-2000:]}")
    return read_json(described)
