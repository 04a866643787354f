"""Makes a database ready to serve: roles, migrations, reference data. Each step is documented in its own module."""

import os
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow_local.errors import LocalError

DATABASE = "progressive_flow"


def role_urls(admin_url: str, passwords: Mapping[str, str], database: str = DATABASE) -> dict[str, str]:
    """Return each role's URL of the database on the administrator's server."""
    parts = urlsplit(admin_url)
    server = parts.netloc.rpartition("@")[2]
    return {
        role: urlunsplit(
            parts._replace(netloc=f"{role}:{quote(passwords[role], safe='')}@{server}", path=f"/{database}")
        )
        for role in LOGIN_ROLES
    }


def environment(urls: Mapping[str, str]) -> dict[str, str]:
    """Return the settings by which every part of the platform finds its database."""
    return {"DATABASE_URL": urls["application"], **{f"{role.upper()}_DATABASE_URL": url for role, url in urls.items()}}


def accept_proof_key(text: str) -> dict[str, str]:
    """Let the database believe what a key, `kid.hex`, signs; return the setting by which the pre-token trigger finds it."""
    from progressive_flow.identity.accounts import proof_keys, proofs  # noqa: PLC0415 - as below
    from progressive_flow.kernel.database import connections, transactions  # noqa: PLC0415

    with transactions.begin(role="migrator") as db:
        proof_keys.accept(db, proofs.parse(text))
    connections.disconnect()
    return {"PROOF_KEY": text}


def prepare(admin_url: str, passwords: Mapping[str, str], database: str = DATABASE) -> dict[str, str]:
    """Make roles and database, migrate, load reference data; return each role's URL. Safe to repeat."""
    from progressive_flow.gamification.daily import service as daily_service  # noqa: PLC0415
    from progressive_flow.kernel.database import connections, transactions  # noqa: PLC0415 - pydantic and YAML: only where needed
    from progressive_flow.operations import migrations  # noqa: PLC0415
    from progressive_flow.operations.database_setup import cluster  # noqa: PLC0415
    from progressive_flow.operations.migrations import service  # noqa: PLC0415
    from progressive_flow.operations.reference_data import service as content  # noqa: PLC0415

    urls = role_urls(admin_url, passwords, database)
    cluster.prepare(admin_url, database, {role: passwords[role] for role in LOGIN_ROLES})
    os.environ.update(environment(urls))
    try:
        service.run_migrations()
    except migrations.MigrationError as error:
        raise LocalError(f"The database cannot be migrated: {error}") from error
    content.load_reference_data()
    # the schedule's next run is minutes away, and the daily challenge should be there at once
    with transactions.begin(role="scheduler") as db:
        daily_service.open_daily_challenges(db)
    connections.disconnect()
    return urls
