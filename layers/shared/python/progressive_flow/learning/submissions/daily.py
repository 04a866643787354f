"""Rules on submitting a design for the daily challenge; reading the challenge needs no grader, so it is elsewhere."""

from progressive_flow.gamification.daily import service as daily
from progressive_flow.grading.kinds import Submission
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.submissions import service as submissions
from progressive_flow.learning.submissions.service import Answer


def submit(db: Transaction, principal: Principal, submission: Submission) -> Answer:
    """Grade a design by the day's requirements, as an attempt at the level; 404 while no day is fixed."""
    day = daily.day_to_grade(db)
    return submissions.submit_to_day(db, principal, day.id, day, submission)
