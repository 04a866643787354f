"""Loads the reference data again when an administrator requests it, and records who did in the audit log."""

from typing import Any

from progressive_flow.kernel.audit_log import service as audit_log
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.principal import Principal
from progressive_flow.operations.reference_data import service
from progressive_flow.operations.reference_data.models import ReferenceDataLoad


def reload(principal: Principal) -> ReferenceDataLoad:
    """Load as a deployment does; return how many rows of each kind it changed."""
    _record(principal, "reference_data.load_requested", {})
    done = service.load_reference_data()
    changed = {kind: count for kind, count in _counts(done).items() if count}
    _record(principal, "reference_data.loaded", changed)
    return ReferenceDataLoad(status="loaded" if changed else "unchanged", changed=changed)


def _record(principal: Principal, action: str, detail: dict[str, Any]) -> None:
    """Record the request before anything is done and the result afterwards, so that a load that fails has a row too."""
    with transactions.begin(role="migrator") as db:
        audit_log.record(db, principal.id, action, ("reference_data", "content"), detail)


def _counts(done: dict[str, Any]) -> dict[str, int]:
    return {kind: count for kind, count in done.items() if isinstance(count, int)}
