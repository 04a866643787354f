"""Runs pending migrations and makes the partitions due."""

from collections.abc import Callable
from typing import Any

from progressive_flow.kernel.database import transactions, url
from progressive_flow.operations.partitions.service import maintain_partitions


def run_migrations(on_step: Callable[[str, str], None] | None = None) -> dict[str, Any]:
    """Apply pending migrations and make the partitions due; return what was done and what had been changed by hand."""
    from progressive_flow.operations import migrations  # noqa: PLC0415 - no endpoint needs the runner at cold start

    report = migrations.run(url.database_url("migrator"), on_step=on_step or migrations.quiet)
    with transactions.begin(role="migrator") as db:
        made = maintain_partitions(db)
    drift = {"drift": report.drift, "drifted": len(report.drift)}
    return {"applied": report.applied, **drift, "version": report.version, **made}
