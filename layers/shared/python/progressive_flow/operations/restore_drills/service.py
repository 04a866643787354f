"""Runs a restore drill, one step a run: restore the newest snapshot, wait, have it checked, delete it.

Each run reads the state of the drill, so that an interrupted drill continues. Two runs at once do the same step twice, which
is harmless: RDS accepts a name once, and a deletion is idempotent.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from typing import Any

from progressive_flow.kernel import aws, clock, observability, settings
from progressive_flow.kernel.errors import UserError, WorkFailedError
from progressive_flow.operations.restore_drills import clusters, marks, servers
from progressive_flow.operations.restore_drills.servers import Scratch, Servers, State

MAX_DURATION = timedelta(hours=6)  # after that something is wrong, and a server costs by the hour
BEGINS = 3  # o'clock on Sunday, UTC
LAST = (timedelta(hours=6, minutes=20), timedelta(hours=7))  # after that: the last two runs, which leave nothing behind

Done = dict[str, Any]


def run_step() -> Done:
    """Do the next step; return `restored`, `checked`, `failed`, `deleted`, the snapshot's age in hours, and the `state`.

    Raises `WorkFailedError`, after it deleted the scratch server, if the copy differs or was never restored.
    """
    ours = _servers()
    now = clock.now()
    scratch = ours.find()
    if scratch is None:
        return _begin(ours, now)
    marks.write(scratch.begun_at)  # if the run that began it did not come that far
    if scratch.state is State.GOING:
        return _done("deleting")
    if reason := _hopeless(scratch, now):
        ours.delete()
        raise WorkFailedError(reason, _done("given up", failed=1, deleted=1, **_age(scratch.taken_at, now)))
    if scratch.state is State.READY:
        return _check(ours, scratch, now)
    if scratch.state is State.BARE:
        ours.complete()
    return _done("restoring", **_age(scratch.taken_at, now))


def _servers() -> Servers:
    aurora = os.environ.get("RESTORE_ENGINE") == clusters.ENGINE
    return clusters.Clusters(servers.plan()) if aurora else servers.Instances(servers.plan())


def _begin(ours: Servers, now: datetime) -> Done:
    """Restore the newest snapshot, once a Sunday, while there is time to delete the server again."""
    begun = marks.read()
    if begun and begun >= _window(now):
        return _done("finished")
    if _closing(now):
        return _done("closed")
    snapshot = ours.newest()
    if snapshot is None:
        raise WorkFailedError("There is no snapshot to restore.", _done("no snapshot", failed=1))
    restored = ours.restore(snapshot, now)
    if restored:
        marks.write(now)
    return _done("restoring", restored=int(restored), **_age(snapshot.taken_at, now))


def _check(ours: Servers, scratch: Scratch, now: datetime) -> Done:
    """Have the copy checked and delete it, whatever the result."""
    try:
        report = _ask(scratch)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the server is deleted
        report = {"problems": [f"The copy could not be checked: {type(error).__name__}: {error}"]}
    ours.delete()
    problems = report.pop("problems")
    for problem in problems:
        observability.error("restored copy", problem=problem)
    figures = {name: value for name, value in report.items() if isinstance(value, int)}
    done = _done("checked", checked=1, failed=int(bool(problems)), deleted=1, **figures, **_age(scratch.taken_at, now))
    if problems:
        raise WorkFailedError(" ".join(problems), done)
    return done


def _ask(scratch: Scratch) -> Done:
    """Return the report of the checker, which runs inside the network."""
    question = {"host": scratch.address, "taken_at": scratch.taken_at.isoformat()}
    answer = aws.functions().invoke(
        FunctionName=settings.required("RESTORE_CHECKER"), Payload=json.dumps(question).encode()
    )
    report: Done = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        raise UserError(f"{report.get('errorType', answer['FunctionError'])}: {report.get('errorMessage', '')}")
    return report


def _hopeless(scratch: Scratch, now: datetime) -> str:
    """Return why the drill cannot succeed any more; empty while it can."""
    if scratch.state is State.BROKEN:
        return "The restore failed: the events of RDS say why."
    if now - scratch.begun_at >= MAX_DURATION:
        return "The restored server was not checked within six hours."
    if scratch.state is not State.READY and _closing(now):
        return "The restored server was not there when the window closed."
    return ""


def _window(now: datetime) -> datetime:
    """Return when the last window opened: Sunday, three o'clock."""
    sunday = now - timedelta(days=(now.weekday() + 1) % 7)
    opened = sunday.replace(hour=BEGINS, minute=0, second=0, microsecond=0)
    return opened if opened <= now else opened - timedelta(days=7)


def _closing(now: datetime) -> bool:
    """Return whether this is one of the window's last runs."""
    since = now - _window(now)
    return LAST[0] <= since < LAST[1]


def _age(taken_at: datetime, now: datetime) -> dict[str, int]:
    return {"snapshot_age_hours": int((now - taken_at) / timedelta(hours=1))}


def _done(state: str, **counts: int) -> Done:
    return {"restored": 0, "checked": 0, "failed": 0, "deleted": 0, **counts, "state": state}
