"""The libpq URL of a database role."""

import os
from urllib.parse import quote

from progressive_flow.kernel.errors import MissingSettingError


def database_url(role: str = "application", host: str | None = None) -> str:
    """Return the libpq URL for a database role; on another `host` than the usual one only where IAM signs in.

    `<ROLE>_DATABASE_URL` wins, then `DATABASE_URL`, then one made of `POSTGRES_HOST`, `_PORT`, `_USER`, `_PASSWORD`, `_DB`.
    Where it is deployed, `DATABASE_IAM=1` makes one of its own with a password for the next minutes: see `connecting`.
    """
    if os.environ.get("PROGRESSIVE_FLOW_STAGE"):
        from progressive_flow.kernel import production_guard  # noqa: PLC0415 - a machine of one's own has no stage

        production_guard.check(os.environ)
    if os.environ.get("DATABASE_IAM") == "1":
        from progressive_flow.kernel.database import iam_connection  # noqa: PLC0415 - only where it is deployed

        return iam_connection.url(role, host)
    if host:
        raise MissingSettingError(f"Another server, {host}, is signed in to by IAM: set DATABASE_IAM=1.")
    if url := os.environ.get(f"{role.upper()}_DATABASE_URL") or os.environ.get("DATABASE_URL"):
        return url
    host = os.environ.get("POSTGRES_HOST")
    if not host:
        message = "No database is configured: set DATABASE_URL, or POSTGRES_HOST with POSTGRES_USER, _PASSWORD and _DB."
        raise MissingSettingError(message)
    user = quote(os.environ.get("POSTGRES_USER", role), safe="")
    password = quote(os.environ.get("POSTGRES_PASSWORD", ""), safe="")
    port = os.environ.get("POSTGRES_PORT", "5432")
    name = quote(os.environ.get("POSTGRES_DB", "progressive_flow"), safe="")
    return f"postgresql://{user}:{password}@{host}:{port}/{name}"
