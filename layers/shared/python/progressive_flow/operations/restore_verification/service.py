"""Verifies a restored copy: it must hold all rows of the time of the snapshot, and its totals must match its ledger.

What a table held at that time can be computed from the live database: users are never deleted and the ledger is append-only,
so rows created before the snapshot are the same in both. Attempts are deleted with an erased learner, so the attempts of
learners erased since are subtracted. Archived months are older than the compared rows.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from progressive_flow.gamification.ledger import audit
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.restore_verification import repository
from progressive_flow.operations.restore_verification.repository import Facts

Begin = Callable[[], AbstractContextManager[Transaction]]
MARGIN = timedelta(hours=1)  # for transactions in progress at the snapshot, and for clock skew
COMPARED = timedelta(days=35)  # of the ledgers, row by row; the audit covers older rows
BUSY = timedelta(days=1)
ROLE = "scheduler"
SLICE = 500
SECONDS = 120.0  # for the audit: a restored server loads its blocks at first use
NIL = UUID(int=0)


def check_restored(
    host: str, taken_at: datetime | None = None, slice_: int = SLICE, seconds: float = SECONDS
) -> dict[str, Any]:
    """Compare the copy on `host` with the database; it is of the moment `taken_at`, or as it seems by what is in it.

    Returns `tables`, `users`, `transactions` and `attempts` compared, learners `audited`, `differences` found, and
    `problems`, a sentence each.
    """
    with transactions.connect_to(host, ROLE) as begin:
        if taken_at is None:
            with begin() as copy:
                taken_at = repository.last_moment(copy)
        until = taken_at - MARGIN
        with transactions.begin(role=ROLE) as live:  # over before the copy is asked, which may take its time
            period = repository.period(live, until - COMPARED, until)
            here, filled = repository.facts(live, period), repository.filled(live, until)
            left = repository.erased_since(live, until)
        with begin() as copy:
            there, refilled = repository.facts(copy, period), repository.filled(copy, None)
            gone = repository.attempts_of(copy, left, period)
        audited, differences = _audit(begin, there.users, slice_, time.monotonic() + seconds)
    lacking = [name for name, has in filled.items() if has and not refilled.get(name, True)]
    return {
        "tables": len(filled.keys() & refilled.keys()),
        "users": there.users,
        "transactions": there.transactions,
        "attempts": there.attempts,
        "audited": audited,
        "differences": len(differences),
        "problems": [
            *(f"{name} is empty in the copy." for name in lacking),  # a table that the copy lacks is of a later release
            *_unlike(here, there, gone),
            *_stale(here, there, taken_at),
            *_lines(differences),
        ],
    }


def _unlike(live: Facts, copy: Facts, gone: int) -> Iterator[str]:
    """Yield the differences that are errors; `gone` are the attempts of learners erased since."""
    if copy.schema_version > live.schema_version:
        yield f"The copy's schema is {copy.schema_version}, newer than {live.schema_version} here."
    if not live.users - live.newer_users <= copy.users <= live.users:
        yield f"The copy has {copy.users} learners, of {live.users - live.newer_users} to {live.users} that it should."
    if copy.transactions != live.transactions:
        yield f"The copy has {copy.transactions} XP transactions of five weeks, {live.transactions} are here."
    elif copy.xp != live.xp:
        yield f"The copy's XP of five weeks are {copy.xp}, {live.xp} here."
    if copy.attempts - gone != live.attempts:
        yield f"The copy has {copy.attempts - gone} attempts of five weeks, {live.attempts} are here."


def _stale(live: Facts, copy: Facts, taken_at: datetime) -> Iterator[str]:
    """Yield a sentence if the copy ends long before its snapshot, though somebody earned XP until then."""
    recent = taken_at - MARGIN - BUSY
    if live.newest and live.newest > recent and not (copy.newest and copy.newest > recent):
        yield f"The copy's last XP transaction is of {copy.newest}, the snapshot of {taken_at}."


def _audit(begin: Begin, users: int, slice_: int, deadline: float) -> tuple[int, set[tuple[UUID, str]]]:
    """Audit the copy's learners until time is up; return how many, and whom and what differs.

    A copy of many is begun anywhere and gone round, so that each week others are looked at if time is up before all were.
    """
    audited, differences = 0, set[tuple[UUID, str]]()
    start = uuid4() if users > slice_ else NIL
    for after, until in ((start, None), (NIL, start)):
        place: UUID | None = after
        while place is not None and (until is None or place < until) and time.monotonic() < deadline:
            with begin() as copy:
                number, place, found = audit.compare_slice(copy, place, slice_)
            audited += number
            differences |= {(row.user_id, row.what) for row in found}
    return audited, differences


def _lines(differences: set[tuple[UUID, str]]) -> list[str]:
    """Return a sentence on the audit's differences in the copy, without personal data."""
    counted = Counter(what for _, what in differences)
    kinds = ", ".join(f"{what} {number}" for what, number in sorted(counted.items()))
    return [f"The audit of the copy found differences: {kinds}."] if kinds else []
