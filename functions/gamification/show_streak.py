"""Show the learner's streak: days, freezes, calendar, and why it is what it is."""

from progressive_flow.gamification import overview_service
from progressive_flow.gamification.overview_models import CalendarDays, Streak
from progressive_flow.http import Db, Learner, get


@get("/v1/me/streak")
def handler(learner: Learner, db: Db, days: CalendarDays = 35) -> Streak:
    return overview_service.show_streak(db, learner, days)
