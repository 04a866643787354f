"""What follows a publication: its organization's members get what it opens, slice by slice, outside of any request."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.learning.jobs import repository

KIND = "reconcile_members"
# Small, since a slice holds its learners' rows until it commits and their attempts wait for it.
SLICE = 100
LAST_ID = 2**128


class Members(BaseModel):
    """Whom a task reconciles: an organization's members after an id, all of them without one."""

    organization_id: UUID
    after: UUID | None = None


def follow_publication(db: Transaction, organization_id: UUID) -> None:
    """Queue what follows a publication, unless nobody is there yet.

    The minute job dispatches it, since a deployment reaches no event bus.
    """
    repository.follow_publication(db, organization_id)


def reconcile(payload: dict[str, Any], report: Callable[[float], None], seconds: float) -> dict[str, Any]:
    """Reconcile members until the time is up; another task goes on from there. Return the sums of the slices' figures.

    A task that is retried goes over its members again, which changes nothing: each step of it is idempotent.
    """
    members = Members.model_validate(payload)
    totals: Counter[str] = Counter()
    until = time.monotonic() + seconds
    while True:
        with transactions.begin(role="scheduler") as db:
            done = repository.reconcile_members(db, members.organization_id, members.after, SLICE)
            members = Members(organization_id=members.organization_id, after=done.last)
            is_late = done.last is not None and time.monotonic() > until
            if is_late:
                _enqueue(db, members)
        totals.update(learners=done.learners, awarded=done.awarded, unlocked=done.unlocked)
        if is_late or members.after is None:
            return dict(totals)
        report(members.after.int / LAST_ID)  # ids are random, so their order gives the share


def _enqueue(db: Transaction, members: Members) -> None:
    tasks.enqueue(db, KIND, members.model_dump(mode="json"), delay=timedelta(seconds=1))
