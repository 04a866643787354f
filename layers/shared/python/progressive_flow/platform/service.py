"""What serves every domain: health, housekeeping, migrations, unknown routes."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from progressive_flow import database, settings
from progressive_flow.database import Transaction
from progressive_flow.errors import Problem
from progressive_flow.idempotency import KEPT
from progressive_flow.platform import outbox_repository, repository
from progressive_flow.platform.models import Health

KEYS_PURGED = KEPT + timedelta(hours=1)  # a key is asked for by a clock that may be behind the one that deletes
EVENTS_KEPT = timedelta(days=30)  # after they were published: for whoever asks what a consumer should have heard


def check_health(db: Transaction) -> Health:
    """Return the versions of code and schema."""
    found = repository.health(db)
    return Health(status="ok", version=settings.service_version(), schema_version=found.schema_version)


def maintain_partitions(db: Transaction) -> dict[str, Any]:
    """Make the partitions due; return how many, and how many rows the default partitions had caught."""
    made = repository.ensure_partitions(db)
    return {"partitions": len(made), "moved_rows": sum(partition.moved_rows for partition in made)}


def purge(db: Transaction) -> dict[str, Any]:
    """Delete what nobody will ask for again; return how much."""
    return {
        "idempotency_keys": repository.purge_keys(db, db.at - KEYS_PURGED),
        "rate_limits": repository.purge_limits(db, db.at - timedelta(hours=1)),
        "events": outbox_repository.purge_published(db, db.at - EVENTS_KEPT),
    }


def run_migrations(on_step: Callable[[str, str], None] | None = None) -> dict[str, Any]:
    """Apply pending migrations and make the partitions due; return what was done and what had been changed by hand."""
    from progressive_flow.platform import migrations  # noqa: PLC0415 - no endpoint needs the runner at cold start

    report = migrations.run(settings.database_url("migrator"), on_step=on_step or migrations.quiet)
    with database.transaction(role="migrator") as db:
        made = maintain_partitions(db)
    drift = {"drift": report.drift, "drifted": len(report.drift)}
    return {"applied": report.applied, **drift, "version": report.version, **made}


def refuse_unknown_route(event: Mapping[str, Any]) -> dict[str, Any]:
    """Raise 405 with Allow if the path exists with other methods, else 404."""
    from progressive_flow import openapi  # noqa: PLC0415 - only this function needs every route

    asked = event["requestContext"]["http"]["method"]
    patterns = [
        (re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), methods)
        for path, methods in openapi.document()["paths"].items()
    ]
    allowed = sorted(
        {
            method.upper()
            for pattern, methods in patterns
            if re.fullmatch(pattern, event["rawPath"])
            for method in methods
        }
    )
    if allowed and asked not in allowed:  # an encoded slash reads like a path there is, yet is none
        detail = f"{asked} is not possible here; {', '.join(allowed)} is."
        raise Problem(405, "method-not-allowed", detail, headers={"allow": ", ".join(allowed)})
    raise Problem(404, "not-found", "There is no such path: /v1/openapi.json lists them all.")
