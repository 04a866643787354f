"""Platforms as a learner's machine runs them: the command itself, in a process and a folder of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from progressive_flow_local import postgres
from progressive_flow_local.processes import free_port, read_json, wait_until


class Platform:
    """`progressive-flow` in a state folder of its own, on a free port if none is given.

    It runs in ``environment`` besides this process's, without the database that tests use.
    """

    def __init__(self, folder: Path, port: int | None = None, **environment: str) -> None:
        self.folder, self.port = folder, port or free_port()
        inherited = {
            name: value for name, value in os.environ.items() if "DATABASE_URL" not in name and "POSTGRES" not in name
        }
        ours = {"PROGRESSIVE_FLOW_STATE": str(folder), "PORT": str(self.port), "WORKERS": "1"}
        self.environment = {**inherited, **ours, **environment}

    def start(self) -> subprocess.Popen[str]:
        """Start `serve`, which writes what it says into the folder."""
        command = [sys.executable, "-m", "progressive_flow_local.cli", "serve"]
        with (self.folder / "serve.log").open("w") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, text=True, start_new_session=True
            )
        return self.process

    def ready(self) -> dict[str, Any]:
        """Wait until it serves; return where everything is. Raises what it said if it ended instead."""
        file = self.folder / "platform.json"
        wait_until(lambda: file.exists() or self.process.poll() is not None, 90)
        assert file.exists(), self.said()
        return read_json(file)

    def said(self) -> str:
        """Return what `serve` has printed."""
        return (self.folder / "serve.log").read_text()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command in the same state folder, to its end."""
        command = [sys.executable, "-m", "progressive_flow_local.cli", *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False, timeout=90)

    def parts(self) -> list[int]:
        """Return the ids of the processes that it started."""
        pids = list(read_json(self.folder / "children.json").get("pids", []))
        server = postgres.attach(self.folder / "postgres")
        return [*pids, server.pid] if server else pids

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the status with which it ends."""
        self.process.send_signal(number)
        return self.process.wait(60)
