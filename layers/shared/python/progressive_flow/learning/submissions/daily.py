"""Rules on submitting a design for the day's challenge; apart from the day itself, which is read without an evaluator."""

from progressive_flow.gamification.daily import service as daily
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.learning.submissions import service as submissions
from progressive_flow.learning.submissions.models import GradedAttempt, Submission


def submit(db: Transaction, submission: Submission) -> GradedAttempt:
    """Grade a design by the day's requirements, as an attempt at the level; 404 while no day is fixed."""
    day = daily.day_to_grade(db)
    return submissions.submit_to_day(db, day.id, day, submission)
