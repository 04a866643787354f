"""One execution environment: a process of Lambda's Python runtime that can import its own asset, its layers, nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from infra.bundle_smoke_tests.runtime_api import Outcome, RuntimeApi
from infra.bundle_smoke_tests.unpacking import Unpacked

_SDK = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
_RUNTIME = ("awslambdaric", "simplejson", "snapshot-restore-py", *_SDK)
# Isolated and without site-packages, so that `sys.path` is the standard library's and what we add, in Lambda's order;
# and writing no bytecode, as it cannot in `/var/task` and `/opt`.
_START = """
import sys
task, opt, runtime, handler = sys.argv[1:]
sys.path[:0] = [task, opt + "/python"]
sys.path.append(runtime)
sys.argv = ["bootstrap", handler]
from awslambdaric.__main__ import main
main(sys.argv)
"""
_STARTING_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Measured:
    """An environment's first invocation: its answer, its log, and milliseconds until the answer.

    `wall` counts from the start of the process, or from where a snapshot of it would wake.
    """

    outcome: Outcome
    wall: float
    cpu: float
    log: str


def runtime(folder: Path) -> Path:
    """Put the runtime's own distributions apart, as Lambda does, so that nothing else of this environment comes along."""
    for name in _RUNTIME:
        distribution = metadata.distribution(name)
        for file in distribution.files or ():
            if ".." not in file.parts and (source := Path(str(distribution.locate_file(file)))).is_file():
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
    return folder


def first_invocation(unpacked: Unpacked, runtime_folder: Path, event: Mapping[str, Any] | None) -> Measured:
    """Start an environment, invoke it once, end it; tell how it went and what it took. No event: only start it."""
    with _api(unpacked) as api:
        if event is None:
            api.only_start()
        else:
            api.send(event)
        log = unpacked.folder / "log"
        started = time.perf_counter()
        with log.open("wb") as output:
            process = _spawn(unpacked, runtime_folder, api.address, output.fileno())
            try:
                outcome = _await(process, api, unpacked.timeout)
                wall = time.perf_counter() - (api.restored_at or started)
            finally:
                cpu = _end(process)
        return Measured(outcome, wall * 1000, cpu * 1000, log.read_text(errors="replace"))


def variables(unpacked: Unpacked, address: str) -> dict[str, str]:
    """Return the environment that Lambda gives a function: its own variables, and where things are."""
    return {
        "AWS_ACCESS_KEY_ID": "AKIDREHEARSAL",
        "AWS_SECRET_ACCESS_KEY": "rehearsal",
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "LANG": "C.UTF-8",
        "TZ": ":UTC",
        **unpacked.variables,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_python{unpacked.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(unpacked.memory),
        "AWS_LAMBDA_FUNCTION_NAME": unpacked.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "1",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start" if unpacked.snap_start else "on-demand",
        "AWS_LAMBDA_RUNTIME_API": address,
        "LAMBDA_TASK_ROOT": str(unpacked.task),
        "_HANDLER": unpacked.handler,
    }


@contextmanager
def _api(unpacked: Unpacked) -> Iterator[RuntimeApi]:
    api = RuntimeApi(unpacked.name, timeout=unpacked.timeout)
    try:
        yield api
    finally:
        api.close()


def _spawn(unpacked: Unpacked, runtime_folder: Path, address: str, output: int) -> subprocess.Popen[bytes]:
    where = (str(unpacked.task), str(unpacked.opt), str(runtime_folder), unpacked.handler)
    return subprocess.Popen(  # noqa: S603 - our own interpreter on what we have just bundled
        [sys.executable, "-I", "-S", "-B", "-c", _START, *where],
        env=variables(unpacked, address),
        cwd=unpacked.task,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )


def _await(process: subprocess.Popen[bytes], api: RuntimeApi, timeout: float) -> Outcome:
    deadline = time.monotonic() + _STARTING_SECONDS + timeout
    while time.monotonic() < deadline:
        if told := api.outcome(0.1):
            return told
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):  # gone, and not yet reaped
            return api.outcome(0.0) or Outcome("exit", "The process ended without a word.")
    return Outcome("timeout", f"There was no answer in {_STARTING_SECONDS + timeout:.0f} s.")


def _end(process: subprocess.Popen[bytes]) -> float:
    """End the process, which has nothing to tidy up; return the processor seconds that it took."""
    os.kill(process.pid, signal.SIGKILL)  # Popen.kill might reap it, and with it what it has used
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime
