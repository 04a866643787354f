"""Show the learner's streak: days, freezes, calendar, and why it is what it is."""

from progressive_flow.gamification.overview import service
from progressive_flow.gamification.overview.models import CalendarDays, Streak
from progressive_flow.http import Db, Learner, get


@get("/v1/me/streak")
def handler(learner: Learner, db: Db, days: CalendarDays = 35) -> Streak:
    return service.show_streak(db, learner, days)
