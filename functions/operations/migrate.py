"""Bring the database to this bundle's schema; run by a deploy before functions switch."""

from typing import Any

from progressive_flow.operations.migrations import service


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    return service.run_migrations()
