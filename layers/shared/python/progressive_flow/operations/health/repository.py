"""The statement of the health check."""

from typing import NamedTuple

from progressive_flow.kernel.database.transactions import Transaction


class Health(NamedTuple):
    """What the database says of itself."""

    schema_version: str
    server_version: str
    tasks_are_late: bool


def health(db: Transaction) -> Health:
    """Return the newest applied schema version, the server's version, and whether tasks are late."""
    return db.fetch_one(
        Health,
        "select max(h.version) as schema_version, current_setting('server_version') as server_version,"
        " platform.tasks_are_late(%s)"
        " from platform.schema_history as h where h.kind <> 'repeatable' and h.success",
        [db.at],
    )
