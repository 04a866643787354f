"""Compare every learner's stored totals with the ledger and the attempts; report each difference.

Metrics: `users`, `differences`. When it fails, run it again; differences have a runbook of their own.
"""

from typing import Any

from progressive_flow.gamification.ledger import audit
from progressive_flow.kernel.declarations.jobs import scheduled


@scheduled("cron(40 2 * * ? *)", memory=1024, timeout=900)
def handler() -> dict[str, Any]:
    return audit.audit_ledger()
