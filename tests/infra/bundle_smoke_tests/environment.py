"""One execution environment: a process of Lambda's Python runtime client that can import only its asset and its layers."""

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

from progressive_flow_local.processes import shifted_clock
from tests.infra.bundle_smoke_tests.deployed import UnpackedFunction
from tests.infra.bundle_smoke_tests.runtime_api import Outcome, RuntimeApi

_SDK = ("boto3", "botocore", "s3transfer", "jmespath", "python-dateutil", "six", "urllib3")
_RUNTIME = ("awslambdaric", "simplejson", "snapshot-restore-py", *_SDK)
# Isolated and without site-packages, so that `sys.path` has the standard library and the folders added here, in Lambda's
# order. It writes no bytecode, since `/var/task` and `/opt` are read-only in Lambda.
_START = """
import sys
task, opt, runtime, handler = sys.argv[1:]
sys.path[:0] = [task, opt + "/python"]
sys.path.append(runtime)
sys.argv = ["bootstrap", handler]
from awslambdaric.__main__ import main
main(sys.argv)
"""
_INIT_TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Measured:
    """The first invocation in an environment: its outcome, its log, and milliseconds until the response.

    `wall` counts from the start of the process, or from the restore of its snapshot.
    """

    outcome: Outcome
    wall: float
    cpu: float
    log: str


def runtime(folder: Path) -> Path:
    """Copy the runtime client's distributions to a folder, so that nothing else of this virtual environment is importable."""
    for name in _RUNTIME:
        distribution = metadata.distribution(name)
        for file in distribution.files or ():
            if ".." not in file.parts and (source := Path(str(distribution.locate_file(file)))).is_file():
                target = folder / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
    return folder


def first_invocation(unpacked: UnpackedFunction, runtime_folder: Path, event: Mapping[str, Any] | None) -> Measured:
    """Start an environment, invoke it once and end it; without an event only start it."""
    with _api(unpacked) as api:
        if event is None:
            api.init_only()
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


def variables(unpacked: UnpackedFunction, address: str) -> dict[str, str]:
    """Return a function's environment variables: its own and those that Lambda sets."""
    return {
        "AWS_ACCESS_KEY_ID": "AKIDSMOKETEST",
        "AWS_SECRET_ACCESS_KEY": "smoke-test",
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
def _api(unpacked: UnpackedFunction) -> Iterator[RuntimeApi]:
    api = RuntimeApi(unpacked.name, timeout=unpacked.timeout)
    try:
        yield api
    finally:
        api.close()


def _spawn(unpacked: UnpackedFunction, runtime_folder: Path, address: str, output: int) -> subprocess.Popen[bytes]:
    arguments = (str(unpacked.task), str(unpacked.opt), str(runtime_folder), unpacked.handler)
    return subprocess.Popen(
        [sys.executable, "-I", "-S", "-B", "-c", _START, *arguments],
        env={**variables(unpacked, address), **shifted_clock()},
        cwd=unpacked.task,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
    )


def _await(process: subprocess.Popen[bytes], api: RuntimeApi, timeout: float) -> Outcome:
    deadline = time.monotonic() + _INIT_TIMEOUT + timeout
    while time.monotonic() < deadline:
        if outcome := api.outcome(0.1):
            return outcome
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):  # exited, and not yet reaped
            return api.outcome(0.0) or Outcome("exit", "The process exited without a response.")
    return Outcome("timeout", f"There was no response in {_INIT_TIMEOUT + timeout:.0f} s.")


def _end(process: subprocess.Popen[bytes]) -> float:
    """Kill the process; return the CPU seconds that it used."""
    os.kill(process.pid, signal.SIGKILL)  # Popen.kill might reap the process, and its resource usage would be lost
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime
