"""Runs long work in slices, each in a transaction of its own, so that a stopped run loses one slice at most."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction


def in_slices(do: Callable[[Transaction], NamedTuple], seconds: float) -> dict[str, int]:
    """Repeat a slice until it says it was the last, or until the time is up; return the sums of its figures."""
    until = time.monotonic() + seconds
    totals: Counter[str] = Counter()
    while True:
        with transactions.begin(role="scheduler") as db:
            figures: dict[str, Any] = do(db)._asdict()
        done = figures.pop("done")
        totals.update(figures)
        if done or time.monotonic() > until:
            return {**totals, "done": int(done)}
