"""What the environment says, read when asked for, so that every module imports with an empty environment."""

import os
from urllib.parse import quote

from progressive_flow.errors import UserError
from progressive_flow.routing import Limit


class MissingSettingError(UserError):
    """A setting without which this cannot run; the message names it."""


def database_url(role: str = "application", host: str | None = None) -> str:
    """Return the libpq URL for a database role; on another `host` than the usual one only where IAM signs in.

    `<ROLE>_DATABASE_URL` wins, then `DATABASE_URL`, then one made of `POSTGRES_HOST`, `_PORT`, `_USER`, `_PASSWORD`, `_DB`.
    Where it is deployed, `DATABASE_IAM=1` makes one of its own with a password for the next minutes: see `connecting`.
    """
    if os.environ.get("PROGRESSIVE_FLOW_STAGE"):
        from progressive_flow import production  # noqa: PLC0415 - a machine of one's own has no stage

        production.check(os.environ)
    if os.environ.get("DATABASE_IAM") == "1":
        from progressive_flow import connecting  # noqa: PLC0415 - only where it is deployed

        return connecting.url(role, host)
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


def required(name: str) -> str:
    """Return a setting that has no default."""
    if value := os.environ.get(name):
        return value
    raise MissingSettingError(f"{name} is not set, and this function needs it.")


def service_version() -> str:
    """Return the version this code reports, `PROGRESSIVE_FLOW_VERSION` or `development`."""
    return os.environ.get("PROGRESSIVE_FLOW_VERSION", "development")


def limit(declared: Limit) -> Limit:
    """Return a rate limit as this stage sets it: `RATE_LIMIT_<BUCKET>=count/seconds`, or as declared."""
    text = os.environ.get(f"RATE_LIMIT_{declared.bucket.upper()}")
    if not text:
        return declared
    count, _, seconds = text.partition("/")
    return Limit(declared.bucket, int(count), int(seconds))
