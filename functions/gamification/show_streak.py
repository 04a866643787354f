"""Show the learner's streak: days, freezes, calendar, and why it is what it is.

A day counts in the learner's own time zone where a level or the daily challenge was passed, or an assessment scored 60
or more. Freezes cover missed days.
"""

from progressive_flow.gamification.streaks import service
from progressive_flow.gamification.streaks.models import CalendarDays, Streak
from progressive_flow.kernel.http.endpoint import Db, Principal, get


@get("/v1/me/streak")
def handler(principal: Principal, db: Db, days: CalendarDays = 35) -> Streak:
    return service.show_streak(db, principal, days)
