"""Delete idempotency keys past their day, full allowances, events published a month ago, tasks finished a week ago.

Names of accounts requested a month ago go too, invitations that expired a month ago, and what limits of a day count of mails.
Metrics: what it deleted. When it fails, tables grow.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations import purge


@scheduled("rate(1 hour)")
def handler(db: Transaction) -> dict[str, Any]:
    return purge.purge(db)
