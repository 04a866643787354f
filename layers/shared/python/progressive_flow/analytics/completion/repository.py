"""Statements on figures."""

from progressive_flow.analytics.completion.models import Completion
from progressive_flow.kernel.database.transactions import Transaction

COMPLETIONS = """
select
    s.kind, s.slug, s.title, s.started, s.completed, s.enrolled, s.average_percentage, s.average_attempts,
    s.average_best_score, s.average_minutes
from analytics.completion_statistics() as s
"""


def list_completions(db: Transaction) -> list[Completion]:
    """Return how learners fare with each track and challenge."""
    return db.fetch_all(Completion, COMPLETIONS)
