"""The keys of the edge: one a generation, in one secret. Functions know their hashes, CloudFront the present one.

The next generation's key is made with the present one, a release before CloudFront sends it: so a release that rotated can
be taken back, and what serves again knows the key that CloudFront sends by then.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import Any

from progressive_flow.kernel import aws, settings

BYTES = 32
NEXT = "next"


def rotate(generation: str) -> dict[str, Any]:
    """Make a generation's key the present one; return the SHA-256 of all that are valid, comma-separated, as `Hashes`.

    Valid are the generation wanted before, this one, and the next. The hashes are put into the parameter of the generation
    too (`ORIGIN_PARAMETERS` is the path), where templates look; an older one stays for releases that are taken back. The
    secret (`ORIGIN_SECRET`) is an object from generation to key, the present one before the next. Repeating changes nothing.
    """
    secret = settings.required("ORIGIN_SECRET")
    found = _read(secret)
    kept = _kept(found, generation)
    if list(kept.items()) != list(found.items()):
        aws.secrets().put_secret_value(SecretId=secret, SecretString=json.dumps(kept))
    hashes = ",".join(hashlib.sha256(key.encode()).hexdigest() for key in kept.values())
    name = settings.required("ORIGIN_PARAMETERS") + generation
    aws.parameters().put_parameter(Name=name, Value=hashes, Type="String", Overwrite=True)
    return {"Hashes": hashes}


def _kept(found: dict[str, str], generation: str) -> dict[str, str]:
    """Return the key that was wanted before, this generation's, and the one to come."""
    coming = found.get(NEXT)
    held = {name: key for name, key in found.items() if name != NEXT}
    if generation in held:
        present, coming = held[generation], coming or _new()
    else:
        present, coming = coming or _new(), _new()
    before = [(name, key) for name, key in held.items() if name != generation][-1:]
    return {**dict(before), generation: present, NEXT: coming}


def _new() -> str:
    return secrets.token_urlsafe(BYTES)


def _read(secret: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(aws.secrets().get_secret_value(SecretId=secret)["SecretString"])
    return found
