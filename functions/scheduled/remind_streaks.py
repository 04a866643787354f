"""Remind learners in their evening of a streak that this day would end.

Metrics: `reminded`. When it fails, run it again in the same hour: a reminder is sent once.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.learning.jobs import service


@scheduled("cron(5 * * * ? *)", timeout=120)
def handler(db: Transaction) -> dict[str, Any]:
    return service.remind_streaks(db)
