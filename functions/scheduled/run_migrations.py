"""Apply pending migrations and report what was changed by hand since."""

from typing import Any

from progressive_flow.platform import service
from progressive_flow.routing import Need
from progressive_flow.schedule import scheduled


@scheduled("cron(0 3 * * ? *)", needs=(Need.DATABASE_AS_MIGRATOR,), timeout=900)
def handler() -> dict[str, Any]:
    return service.run_migrations()
