"""Deletes what is past its retention: keys, limits, published events, finished tasks, unused names, invitations, cases, mails."""

from typing import Any

from progressive_flow.identity.accounts import service as accounts
from progressive_flow.identity.invitations import service as invitations
from progressive_flow.identity.mails import service as mails
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.events import outbox
from progressive_flow.kernel.http import idempotency, rate_limit
from progressive_flow.kernel.tasks import service as tasks
from progressive_flow.social.moderation import service as moderation


def purge(db: Transaction) -> dict[str, Any]:
    """Delete what is past its retention; return how many rows of each kind."""
    return {
        "idempotency_keys": idempotency.purge(db),
        "rate_limits": rate_limit.purge(db),
        "events": outbox.purge(db),
        "tasks": tasks.purge(db),
        "requested_names": accounts.purge(db),
        "invitations": invitations.purge(db),
        "moderation_cases": moderation.close_cases(db),
        "mails": mails.purge(db),
    }
