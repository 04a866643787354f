"""Rules on exports: one bundle of everything that is held of a learner, for an address that soon expires."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from progressive_flow.identity.exports import repository
from progressive_flow.identity.exports.models import LearnerExport
from progressive_flow.kernel import aws, objects
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.principal import Principal

VALID = timedelta(minutes=15)  # the bundle itself is gone after a week, by the bucket's own rule
REPLAYS_FOR = 600  # seconds: a replayed link is valid for five minutes at least


def export_me(db: Transaction, principal: Principal) -> LearnerExport:
    """Write the caller's bundle and return where it is."""
    tables = repository.export(db)
    held = [table for table in tables if table.left_out is None]
    export = uuid4()
    bundle = {
        "user_id": str(principal.id),
        "exported_at": db.at.isoformat(),
        "left_out": {table.name: table.left_out for table in tables if table.left_out},
        "tables": {table.name: _shown(table.rows) for table in held},
    }
    body = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"), default=str).encode()
    key = f"{folder(principal.id)}{export}.json"
    objects.put(aws.export_bucket(), key, body)
    return LearnerExport(
        id=export,
        url=objects.link(aws.export_bucket(), key, int(VALID.total_seconds())),
        expires_at=db.at + VALID,
        bytes=len(body),
        tables={table.name: len(table.rows) for table in held},
    )


def folder(user_id: UUID) -> str:
    """Return where a learner's bundles lie."""
    return f"exports/{user_id}/"


def _shown(value: Any) -> Any:
    """Keep of a hidden test what the learner may know: that it exists and whether it passed."""
    match value:
        case {"hidden": True}:
            return {"hidden": True, "passed": value.get("passed")}
        case dict():
            return {name: _shown(inner) for name, inner in value.items()}
        case list():
            return [_shown(inner) for inner in value]
        case _:
            return value
