"""Prepares an RDS instance for sign-in by IAM: what `cluster` does locally, by a master who is no superuser."""

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations.database_setup import cluster

# The master is no superuser: it may make a database for the migrator only if what it made is its own too.
SELF_GRANT = "-c createrole_self_grant=set,inherit"


def prepare() -> dict[str, Any]:
    """Make roles and database with the master password; `DATABASE_HOST`, `_PORT`, `_NAME`, `_CA` and `_SECRET` say where."""
    url, name = master_url(), os.environ["DATABASE_NAME"]
    cluster.prepare(url, name, {})
    _sign_in_by_iam(url)
    return {"database": name, "roles": list(LOGIN_ROLES)}


def master_url() -> str:
    """Return the master's URL, TLS verified; the password is read from its secret."""
    host, port = os.environ["DATABASE_HOST"], os.environ["DATABASE_PORT"]
    tls = {"sslmode": "verify-full", "sslrootcert": os.environ["DATABASE_CA"]}
    options = urlencode({**tls, "connect_timeout": "10", "options": SELF_GRANT}, quote_via=quote)
    secret = _secret(os.environ["DATABASE_SECRET"])
    user, password = quote(secret["username"], safe=""), quote(secret["password"], safe="")
    return f"postgresql://{user}:{password}@{host}:{port}/postgres?{options}"


def _secret(arn: str) -> dict[str, str]:
    import boto3  # noqa: PLC0415 - the runtime's own; 200 ms that only this function needs

    secret: dict[str, str] = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    return secret


def _sign_in_by_iam(url: str) -> None:
    """Let the roles sign in by IAM, and by IAM alone: RDS refuses passwords of whoever has `rds_iam`."""
    with psycopg.connect(url, autocommit=True) as connection:
        for role in map(sql.Identifier, LOGIN_ROLES):
            connection.execute(sql.SQL("alter role {} login").format(role))
            connection.execute(sql.SQL("grant rds_iam to {}").format(role))
