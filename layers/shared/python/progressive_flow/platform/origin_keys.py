"""The keys of the edge: one a generation, in one secret. Functions know their hashes, CloudFront the newest."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from progressive_flow import aws, settings

BYTES = 32


def rotate(generation: str) -> dict[str, Any]:
    """Make a generation's key unless it is there; return the SHA-256 of what is valid, comma-separated, as `Hashes`.

    The generation before stays valid: functions take either before CloudFront sends the new one. Repeating it changes
    nothing. The secret (`ORIGIN_SECRET`) is an object from generation to key.
    """
    secret = settings.required("ORIGIN_SECRET")
    found = _read(secret)
    kept = _kept(found, generation)
    if kept != found:
        aws.secrets().put_secret_value(SecretId=secret, SecretString=json.dumps(kept))
    return {"Hashes": ",".join(hashlib.sha256(key.encode()).hexdigest() for key in kept.values())}


def _kept(found: dict[str, str], generation: str) -> dict[str, str]:
    """Return this generation's key and that of the one which was wanted last before it."""
    if generation in found and len(found) <= 2:  # noqa: PLR2004 - this one and the one before
        return found
    before = [(name, key) for name, key in found.items() if name != generation][-1:]
    return {**dict(before), generation: found.get(generation) or secrets.token_urlsafe(BYTES)}


def _read(secret: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(aws.secrets().get_secret_value(SecretId=secret)["SecretString"])
    return found
