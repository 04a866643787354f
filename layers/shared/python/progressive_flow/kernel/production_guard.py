"""What a stage that people rely on refuses to run with: anything made for one machine.

Imported only where `PROGRESSIVE_FLOW_STAGE` is one of `GUARDED`; it reports all problems at once.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from progressive_flow.kernel.errors import UserError

GUARDED = {"staging", "prod"}
# RFC 7638 thumbprint of the key that moto signs tokens with: its private half is in moto's package for all to read.
PUBLIC_KEYS = {"DThM452l6A6MKX8FOZQarky5V3qqRNx2uSWRZEF_j4A"}
DEFAULT_PASSWORDS = {"", "admin", "changeme", "local", "password", "postgres", "progressive_flow", "secret", "test"}
_ADDRESSES = ("AWS_ENDPOINT_URL", "DATABASE_HOST", "TOKEN_ISSUER", "TOKEN_KEYS_URL")  # and what begins like one
_PASSWORDS = ("DATABASE_PASSWORD", "PGPASSWORD", "POSTGRES_PASSWORD")


class UnsafeSettingsError(UserError):
    """Settings that a guarded stage must not have; each line names one and says what to do."""


def check(environment: Mapping[str, str]) -> None:
    """Raise if a guarded stage has settings of the local platform; other stages may have what they like."""
    stage = environment.get("PROGRESSIVE_FLOW_STAGE", "")
    if stage in GUARDED and (found := list(problems(environment))):
        raise UnsafeSettingsError(f"The stage {stage} refuses these settings:\n" + "\n".join(found))


def problems(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each setting that only belongs on one's own machine."""
    for name, value in sorted(environment.items()):
        if name == "DATABASE_URL" or name.endswith("_DATABASE_URL") or name == "POSTGRES_HOST":
            yield f"{name}: a database with a password; set DATABASE_IAM=1 and DATABASE_HOST."
        if name.startswith(_ADDRESSES) and is_local(value):
            yield f"{name}: {value} is on this machine; leave it out, or name the deployed one."
        if name in _PASSWORDS and value.lower() in DEFAULT_PASSWORDS:
            yield f"{name}: everybody knows this password; leave it out, IAM signs in without one."
        if name == "AWS_ACCESS_KEY_ID" and value in {"local", "test", "testing"}:
            yield f"{name}: {value} is the local platform's; the function's role has its own."


def is_local(address: str) -> bool:
    """Return whether an address is on this machine."""
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    return host in {"localhost", "0.0.0.0", "::1"} or host.startswith("127.") or host.endswith(".localhost")  # noqa: S104


def check_keys(keys: Iterable[Mapping[str, Any]]) -> None:
    """Raise if one of a user pool's public keys (its JWKS) is one whose private half everybody has."""
    for key in keys:
        if thumbprint(key) in PUBLIC_KEYS:
            message = (
                f"The key {key.get('kid')} signs for everybody: its private half is published. Name the deployed pool."
            )
            raise UnsafeSettingsError(message)


def thumbprint(key: Mapping[str, Any]) -> str:
    """Return an RSA key's RFC 7638 thumbprint, which its name and use do not change."""
    canonical = json.dumps({name: key.get(name) for name in ("e", "kty", "n")}, separators=(",", ":"))
    return urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()
