"""Rehearses functions one after the other, each with the same event here and as deployed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.bundle_smoke_tests import comparison, events
from infra.bundle_smoke_tests.environment import Measured, first_invocation
from infra.bundle_smoke_tests.scene import World
from infra.bundle_smoke_tests.unpacking import Deployed, Unpacked, unpack


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """How one function did: nothing in `wrong` is well."""

    function: Deployed
    measured: Measured
    wrong: list[str] = field(default_factory=list[str])

    @property
    def status(self) -> str:
        """Return the HTTP status, or how the invocation ended."""
        body = self.measured.outcome.body
        if isinstance(body, dict) and "statusCode" in body:
            return str(body["statusCode"])
        return "started" if self.function.needs_aws and self.measured.outcome.ok else self.measured.outcome.kind


@dataclass(frozen=True, slots=True)
class Stage:
    """Where functions are rehearsed: a folder for theirs, the runtime's own, and the two worlds."""

    folder: Path
    runtime: Path
    here: World
    deployed: World

    def unpack(self, function: Deployed, name: str = "") -> Unpacked:
        """Lay a function out in a folder of its own, knowing the deployed world's database."""
        settings = self.deployed.settings(function.module, function.role)
        return unpack(function, self.folder / (name or function.name), settings)

    def rehearse(self, function: Deployed, unpacked: Unpacked | None = None) -> Rehearsed:
        """Invoke a function as deployed, then here, and compare."""
        event = None if function.needs_aws else events.of(function.module, self.deployed.facts)
        measured = first_invocation(unpacked or self.unpack(function), self.runtime, event)
        if not measured.outcome.ok:
            return Rehearsed(function, measured, [str(measured.outcome), *_last_lines(measured.log)])
        if event is None:
            return Rehearsed(function, measured)
        here = self.here.answer(function.module, function.role, event)
        return Rehearsed(function, measured, comparison.differences(_as_json(here), measured.outcome.body))


def all_of(stage: Stage, functions: Iterable[Deployed]) -> Iterator[Rehearsed]:
    """Rehearse functions, those that build the database up in the order of a deploy."""
    yield from (stage.rehearse(function) for function in sorted(functions, key=_order))


def _order(function: Deployed) -> tuple[int, str]:
    """Reads before writes, so that what one function leaves behind is the same for the next in both worlds.

    Whoever is erased can do nothing more, so that comes last.
    """
    first = ("functions.operations.prepare_cluster", "functions.operations.migrate")
    place = first.index(function.module) if function.module in first else len(first)
    return (place + (function.module == "functions.identity.erase_me"), function.module)


def _as_json(value: Any) -> Any:
    """Return a value as the runtime sends it."""
    return json.loads(json.dumps(value, default=str))


def _last_lines(log: str) -> list[str]:
    """Return what the function said before it failed, without the runtime's general advice."""
    lines = log.replace("\r", "\n").splitlines()
    return [line for line in lines if line.strip() and "LAMBDA_WARNING" not in line][-12:]
