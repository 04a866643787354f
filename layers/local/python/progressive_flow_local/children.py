"""Child processes of the local platform: started in sessions of their own, watched, and ended with their supervisor."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from progressive_flow_local.processes import alive, how_it_ended, read_json, wait_until, write_privately

STOP_SECONDS = 10.0


@dataclass
class Child:
    """One process of ours: how it is started, as often as it must be, and where its output goes."""

    name: str
    log: Path
    module: str
    environment: Mapping[str, str]
    started: Callable[[], None]
    process: subprocess.Popen[bytes] = field(init=False)
    log_start: int = 0

    def start(self) -> None:
        """Start `python -m module`; it dies with us, however we end, since it asks the kernel for that."""
        with self.log.open("ab") as output:
            self.log_start = os.fstat(output.fileno()).st_size
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        self.started()

    def restart(self) -> None:
        """Start it again, without what it has left: an old worker would keep the port."""
        _signal_group(self.process.pid, signal.SIGKILL)
        self.start()

    def ended(self) -> str | None:
        """Return how it has ended by itself; nothing while it runs."""
        status = self.process.poll()
        return None if status is None else how_it_ended(status)


@dataclass
class Children:
    """All of them, in the order in which they were started."""

    state: Path
    running: list[Child] = field(default_factory=list[Child])

    def start(self, name: str, module: str, environment: Mapping[str, str]) -> Child:
        """Start a child whose log is empty; its name is used in sentences."""
        logs = self.state / "logs"
        logs.mkdir(exist_ok=True)
        log = logs / f"{name.removeprefix('the ').replace(' ', '_')}.log"
        log.write_bytes(b"")
        known = {"SUPERVISOR_PID": str(os.getpid()), "PROGRESSIVE_FLOW_STATE": str(self.state), "PYTHONUNBUFFERED": "1"}
        child = Child(name, log, module, {**environment, **known}, started=self._note)
        self.running.append(child)
        child.start()
        return child

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
