"""Make the monthly partitions of the ledgers three months ahead."""

from typing import Any

from progressive_flow import database
from progressive_flow.platform import service
from progressive_flow.schedule import scheduled


@scheduled("cron(10 1 * * ? *)", timeout=300)
def handler() -> dict[str, Any]:
    with database.transaction(role="scheduler") as db:
        return service.maintain_partitions(db)
