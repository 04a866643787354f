"""How deployed code reaches its database: IAM signs in, TLS is verified.

Settings are `DATABASE_HOST`, and if need be `DATABASE_PORT`, `DATABASE_NAME`, `DATABASE_USER` (else the role is the user)
and `DATABASE_CA` (else the system's certificates).
"""

import os
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from progressive_flow.kernel.database import iam_token
from progressive_flow.kernel.errors import MissingSettingError

TIMEOUT = 3  # seconds, as the kernel's: a client is better served by 503 with Retry-After than by waiting longer
# libpq's own word `system` means the folder that the wheel's OpenSSL was built for, where there is nothing.
SYSTEM_CAS = ("/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/certs/ca-certificates.crt", "/etc/ssl/cert.pem")


def url(role: str, host: str | None = None) -> str:
    """Return a libpq URL for a role, on `host` if it is another than `DATABASE_HOST`.

    Raises `psycopg.OperationalError`, the kernel's 503, if nobody says who we are.
    """
    host, region = host or _required("DATABASE_HOST"), _required("AWS_REGION")
    port = int(os.environ.get("DATABASE_PORT") or "5432")
    user = os.environ.get("DATABASE_USER") or role
    try:
        password = iam_token.token(host, port, user, region)
    except iam_token.NoCredentialsError as error:
        raise psycopg.OperationalError(str(error)) from error
    name = quote(os.environ.get("DATABASE_NAME") or "progressive_flow", safe="")
    tls = urlencode({"sslmode": "verify-full", "sslrootcert": _authorities(), "connect_timeout": TIMEOUT})
    return f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@{host}:{port}/{name}?{tls}"


def _authorities() -> str:
    """Return the file of certificates to trust."""
    if given := os.environ.get("DATABASE_CA"):
        return given
    for path in SYSTEM_CAS:
        if Path(path).exists():
            return path
    raise MissingSettingError("There are no system certificates here: let DATABASE_CA name a file of them.")


def _required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise MissingSettingError(f"The database's {name} is not set, and DATABASE_IAM=1 needs it.")
