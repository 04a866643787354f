"""Jobs that go through many learners or boards: in slices, each a transaction, so that a stopped run loses one at most."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from progressive_flow import database
from progressive_flow.database import Transaction
from progressive_flow.gamification.boards import service
from progressive_flow.gamification.jobs import repository

# Small, since a slice holds its learners' rows until it commits and their attempts wait for it.
SLICE = 100
DASHBOARDS = 200


def sweep_achievements(seconds: float) -> dict[str, int]:
    """Award what attempts did not notice and open what was published; goes on next time where it stopped."""
    return _in_slices(lambda db: repository.sweep_achievements(db, SLICE), seconds)


def refresh_dashboards(seconds: float) -> dict[str, int]:
    """Rebuild the stored dashboards; goes on next time where it stopped."""
    return _in_slices(lambda db: repository.refresh_dashboards(db, DASHBOARDS), seconds)


def close_periods(seconds: float) -> dict[str, int]:
    """Close every board whose period is over, each in a transaction of its own."""
    closed = corrected = left = 0
    until = time.monotonic() + seconds
    with database.transaction(role="scheduler") as db:
        boards = service.boards_to_close(db)
    for done, board in enumerate(boards):
        if time.monotonic() > until:
            left = len(boards) - done
            break
        with database.transaction(role="scheduler") as db:
            wrong = service.close_board(db, board)
        closed += wrong is not None
        corrected += wrong or 0
    return {"closed": closed, "corrected_scores": corrected, "left": left}


def remind_streaks() -> dict[str, int]:
    """Remind learners whose streak this day would end, in their evening."""
    with database.transaction(role="scheduler") as db:
        return {"reminded": repository.remind_streaks(db)}


def _in_slices(do: Callable[[Transaction], NamedTuple], seconds: float) -> dict[str, int]:
    """Repeat a slice until it says it was the last, or until the time is up; return the sums of its figures."""
    until = time.monotonic() + seconds
    totals: Counter[str] = Counter()
    while True:
        with database.transaction(role="scheduler") as db:
            figures: dict[str, Any] = do(db)._asdict()
        done = figures.pop("done")
        totals.update(figures)
        if done or time.monotonic() > until:
            return {**totals, "done": int(done)}
