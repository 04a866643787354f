"""Runs functions one after the other, each with the same event in this process and as deployed."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.infra.bundle_smoke_tests import comparison
from tests.infra.bundle_smoke_tests.backends import Backend
from tests.infra.bundle_smoke_tests.deployed import DeployedFunction, UnpackedFunction, unpack
from tests.infra.bundle_smoke_tests.environment import Measured, first_invocation
from tests.support import cases


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one function; it passed if `differences` is empty."""

    function: DeployedFunction
    measured: Measured
    differences: list[str] = field(default_factory=list[str])

    @property
    def status(self) -> str:
        """Return the HTTP status, or how the invocation ended."""
        body = self.measured.outcome.body
        if isinstance(body, dict) and "statusCode" in body:
            return str(body["statusCode"])
        return "started" if self.function.calls_aws_first and self.measured.outcome.ok else self.measured.outcome.kind


@dataclass(frozen=True, slots=True)
class Harness:
    """Runs functions: with a folder for their files, the runtime client's folder, and the two backends."""

    folder: Path
    runtime: Path
    in_process: Backend
    deployed: Backend

    def unpack(self, function: DeployedFunction, name: str = "") -> UnpackedFunction:
        """Unpack a function into a folder of its own, with the settings of the deployed backend."""
        settings = self.deployed.settings(function.module, function.role)
        self.folder.mkdir(exist_ok=True)
        # stacks that run operations have a helper of the same name each
        folder = tempfile.mkdtemp(prefix=f"{name or function.name}-", dir=self.folder)
        return unpack(function, Path(folder), settings)

    def run(self, function: DeployedFunction, unpacked: UnpackedFunction | None = None) -> Result:
        """Invoke a function as deployed and in this process, and compare the responses."""
        event = None if function.calls_aws_first else self.deployed.events[function.module]
        measured = first_invocation(unpacked or self.unpack(function), self.runtime, event)
        if not measured.outcome.ok:
            return Result(function, measured, [str(measured.outcome), *_last_lines(measured.log)])
        if event is None:
            return Result(function, measured)
        expected = self.in_process.invoke(function.module, function.role, event)
        return Result(function, measured, _differences(function.module, _as_json(expected), measured.outcome.body))


def run_all(harness: Harness, functions: Iterable[DeployedFunction]) -> Iterator[Result]:
    """Run functions; those that set up the database come first, in the order of a deploy."""
    yield from (harness.run(function) for function in sorted(functions, key=_order))


def _order(function: DeployedFunction) -> tuple[int, str]:
    """Return a fixed order, so that both backends are in the same state before each function."""
    first = ("functions.operations.prepare_cluster", "functions.operations.migrate")
    position = first.index(function.module) if function.module in first else len(first)
    return (position, function.module)


def _differences(module: str, expected: Any, actual: Any) -> list[str]:
    """Compare two responses. An endpoint's case is a request that succeeds, and says what varies in the answer."""
    handler = registry.load(module)
    if not isinstance(handler, Endpoint):
        return comparison.differences(expected, actual, {"proof"})  # which expires an hour after it was made
    refusal = [] if expected["statusCode"] < 400 else [f"refused in process: {expected['body']}"]
    return refusal + comparison.differences(expected, actual, cases.of_endpoint(handler).varies)


def _as_json(value: Any) -> Any:
    """Return a value as the runtime client serializes it."""
    return json.loads(json.dumps(value, default=str))


def _last_lines(log: str) -> list[str]:
    """Return the last log lines of a failed function, without the runtime client's warnings."""
    lines = log.replace("\r", "\n").splitlines()
    return [line for line in lines if line.strip() and "LAMBDA_WARNING" not in line][-12:]
