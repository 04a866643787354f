"""Prepares an RDS instance for sign-in by IAM: what `cluster` does locally, by a master who is no superuser.

The master has a generated password for the first time alone. RDS refuses the password of whoever is a member of `rds_iam`,
and the master becomes one: by name here, and by each role that it creates and gives `rds_iam`, since PostgreSQL 16 makes a
creator a member. From then on the master signs in by a token too, so the password opens nothing and needs no rotation.
"""

import contextlib
import json
import os
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql

from progressive_flow.kernel.database import iam_token
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations.database_setup import cluster

# The master is no superuser: it may make a database for the migrator only if what it made is its own too.
SELF_GRANT = "-c createrole_self_grant=set,inherit"


def prepare() -> dict[str, Any]:
    """Make roles and database as the master; `DATABASE_HOST`, `_PORT`, `_NAME`, `_CA` and `_SECRET` say where."""
    url, name = _accepted(master_urls()), os.environ["DATABASE_NAME"]
    cluster.prepare(url, name, {})
    _sign_in_by_iam(url)
    return {"database": name, "roles": list(LOGIN_ROLES)}


def master_urls() -> list[str]:
    """Return the master's URLs, TLS verified: by a token, and by the password that the secret holds."""
    host, port = os.environ["DATABASE_HOST"], os.environ["DATABASE_PORT"]
    secret = _secret(os.environ["DATABASE_SECRET"])
    token = iam_token.token(host, int(port), secret["username"], os.environ["AWS_REGION"])
    tls = {"sslmode": "verify-full", "sslrootcert": os.environ["DATABASE_CA"]}
    options = urlencode({**tls, "connect_timeout": "10", "options": SELF_GRANT}, quote_via=quote)
    user = quote(secret["username"], safe="")
    return [
        f"postgresql://{user}:{quote(password, safe='')}@{host}:{port}/postgres?{options}"
        for password in (token, secret["password"])
    ]


def _accepted(urls: list[str]) -> str:
    """Return the first URL that the server lets in; raise what it says to the last."""
    *others, last = urls
    for url in others:
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(url).close()
            return url
    psycopg.connect(last).close()
    return last


def _secret(arn: str) -> dict[str, str]:
    import boto3  # noqa: PLC0415 - the runtime's own; 200 ms that only this function needs

    secret: dict[str, str] = json.loads(boto3.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])
    return secret


def _sign_in_by_iam(url: str) -> None:
    """Let the roles sign in by IAM, and by IAM alone, the master too."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("grant rds_iam to current_user")
        for role in map(sql.Identifier, LOGIN_ROLES):
            connection.execute(sql.SQL("alter role {} login").format(role))
            connection.execute(sql.SQL("grant rds_iam to {}").format(role))
