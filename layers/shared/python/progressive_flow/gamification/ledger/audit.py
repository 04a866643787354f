"""The nightly audit of the ledger, in slices of learners, each read at one moment. It reports differences and repairs nothing."""

import time
from typing import Any
from uuid import UUID

from progressive_flow.gamification.ledger import repository
from progressive_flow.gamification.ledger.repository import Audit, Difference
from progressive_flow.kernel import observability
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction

SLICE = 1000
SECONDS = 800.0  # after which the next run goes on where this one stopped


def audit_ledger(slice_: int = SLICE, seconds: float = SECONDS) -> dict[str, Any]:
    """Go on with the open audit, or begin one; return how many learners were looked at and how many differences found."""
    deadline = time.monotonic() + seconds
    counts = {"users": 0, "differences": 0, "finished": 0}
    with transactions.begin(role="scheduler") as db:
        repository.begin_audit(db)
    while not counts["finished"] and time.monotonic() < deadline:
        with transactions.begin(role="scheduler") as db:
            audit = repository.lock_audit(db)
            if audit is None:  # another run is at it, or has just finished it
                break
            _audit_slice(db, audit, slice_, counts)
    return counts


def _audit_slice(db: Transaction, audit: Audit, slice_: int, counts: dict[str, int]) -> None:
    """Compare the next learners and note how far the audit has come."""
    users, last, differences = compare_slice(db, audit.after_id, slice_)
    for difference in differences:
        observability.error("ledger difference", **difference._asdict())
    repository.save_audit_progress(db, audit.id, last, users, len(differences))
    counts["users"] += users
    counts["differences"] += len(differences)
    counts["finished"] += last is None


def compare_slice(db: Transaction, after: UUID, slice_: int) -> tuple[int, UUID | None, list[Difference]]:
    """Compare the learners after one; return how many, the last of them unless there are no more, and what differs."""
    users = repository.list_audited_users(db, after, slice_)
    differences = repository.list_differences(db, after, slice_)
    return len(users), users[-1].id if len(users) == slice_ else None, differences
