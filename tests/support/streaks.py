"""An independent oracle of streaks: walks the calendar day by day, as a learner would count on their fingers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass
class Count:
    """A streak as it stands at the end of a day."""

    streak: int = 0
    freezes: int = 0
    longest: int = 0
    earned_at: int = 0


def count(active: Iterable[date], skipped: Iterable[date], today: date) -> Count:
    """Return the streak on `today`, of which nothing has been missed yet."""
    done, jumped = set(active), set(skipped)
    state = Count()
    if not done:
        return state
    day = min(done)
    while day <= max(today, *done):
        if day in done:
            state.streak += 1
            state.longest = max(state.longest, state.streak)
            if state.streak % 7 == 0:
                state.freezes = min(2, state.freezes + 1)
        elif day not in jumped and day < today:
            if state.freezes:
                state.freezes -= 1
            else:
                state.streak = 0
        day += DAY
    return state
