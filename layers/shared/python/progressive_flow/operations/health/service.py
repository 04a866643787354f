"""The health check."""

from progressive_flow.kernel import settings
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.operations.health import repository
from progressive_flow.operations.health.models import Health


def check_health(db: Transaction) -> Health:
    """Return the versions of code and schema."""
    found = repository.health(db)
    return Health(
        status="ok",
        version=settings.service_version(),
        tasks="late" if found.tasks_are_late else "on_time",
        schema_version=found.schema_version,
    )
