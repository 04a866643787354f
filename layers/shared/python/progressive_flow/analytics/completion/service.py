"""Rules on figures."""

from progressive_flow.analytics.completion import repository
from progressive_flow.analytics.completion.models import CompletionStatistics
from progressive_flow.kernel.database.transactions import Transaction


def show_completions(db: Transaction) -> CompletionStatistics:
    """Return how learners fare with each track and challenge; the catalogue bounds its length."""
    return CompletionStatistics(items=repository.list_completions(db))
