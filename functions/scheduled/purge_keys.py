"""Delete idempotency keys past their day, full allowances, events published a month ago, tasks finished a week ago.

Names of accounts requested a month ago go too, invitations that expired a month ago, and what limits of a day count of mails.
Uploads whose deletion nobody can appeal against any more are deleted, and moderation cases of 90 days ago emptied. Metrics:
what it deleted, and of moderation cases how many it was done to. When it fails, tables grow, and what is held stays held.
"""

from typing import Any

from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.jobs import scheduled
from progressive_flow.operations import purge


@scheduled("rate(1 hour)")
def handler(db: Transaction) -> dict[str, Any]:
    return purge.purge(db)
