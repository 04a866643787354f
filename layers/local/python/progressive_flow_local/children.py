"""Child processes of the local platform: started in sessions of their own, watched, and ended with their supervisor."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from progressive_flow_local.errors import LocalError
from progressive_flow_local.processes import alive, read_json, wait_until, write_privately

STOP_SECONDS = 10.0
MAX_LOG_LINES = 15


@dataclass
class Child:
    """One process of ours and where its output goes."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def explain(self) -> str:
        """Return why it ended, as far as its log shows."""
        lines = self.log.read_text(errors="replace").splitlines()[-MAX_LOG_LINES:]
        output = "\n".join(lines) or "(no output)"
        return f"The {self.name} ended with status {self.process.poll()}; the end of {self.log}:\n{output}"


@dataclass
class Children:
    """All of them, in the order in which they were started."""

    state: Path
    running: list[Child] = field(default_factory=list)

    def start(self, name: str, module: str, environment: Mapping[str, str]) -> Child:
        """Start `python -m module`; it dies with us, however we end, since it asks the kernel for that."""
        logs = self.state / "logs"
        logs.mkdir(exist_ok=True)
        log = logs / f"{name.replace(' ', '_')}.log"
        known = {"SUPERVISOR_PID": str(os.getpid()), "PROGRESSIVE_FLOW_STATE": str(self.state), "PYTHONUNBUFFERED": "1"}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", module],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **environment, **known},
                start_new_session=True,
            )
        child = Child(name, process, log)
        self.running.append(child)
        self._note()
        return child

    def dead(self) -> Child | None:
        """Return one that has ended by itself, if any has."""
        return next((child for child in self.running if child.process.poll() is not None), None)

    def require(self) -> None:
        """Raise, with the end of its log, if one has ended."""
        if dead := self.dead():
            raise LocalError(dead.explain())

    def stop(self) -> None:
        """End them all, politely first, and whatever they started."""
        for child in reversed(self.running):
            _signal_group(child.process.pid, signal.SIGTERM, only_leader=True)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            _signal_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
        self.running.clear()
        self._note()

    def _note(self) -> None:
        pids = [child.process.pid for child in self.running]
        write_privately(self.state / "children.json", json.dumps({"pids": pids}))


def _signal_group(pid: int, number: signal.Signals, *, only_leader: bool = False) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if only_leader:
            os.kill(pid, number)
        else:
            os.killpg(pid, number)


def end_orphans(state: Path) -> int:
    """End what a run that was killed has left behind (where the kernel does not do it); return how many."""
    pids = [pid for pid in read_json(state / "children.json").get("pids", []) if alive(pid) and _is_ours(pid)]
    for pid in pids:
        _signal_group(pid, signal.SIGTERM)
    if not wait_until(lambda: not any(map(alive, pids)), STOP_SECONDS):
        for pid in pids:
            _signal_group(pid, signal.SIGKILL)
    return len(pids)


def _is_ours(pid: int) -> bool:
    """Return whether a process is a child of ours; another process may have got its number since."""
    listed = subprocess.run(
        ["ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "progressive_flow_local." in listed.stdout
