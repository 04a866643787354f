"""The keys of the edge: one a generation, in one secret. Functions know their hashes, CloudFront the present one.

The next generation's key is made with the present one, a release before CloudFront sends it: so a release that rotated can
be taken back, and what serves again knows the key that CloudFront sends by then. Which key that is, the edge records after
it has changed (`ORIGIN_SENT`), since a release may fail between the functions and the edge.
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

    Valid are the key that CloudFront sends, this generation's, and the next. The hashes are put into the parameter of the
    generation too (`ORIGIN_PARAMETERS` is the path), where templates look; an older one stays for releases that are taken
    back. The secret (`ORIGIN_SECRET`) is an object from generation to key, the next one last. Repeating changes nothing.
    """
    secret = settings.required("ORIGIN_SECRET")
    stored = _read(secret)
    kept = _kept(stored, generation, _sent())
    if list(kept.items()) != list(stored.items()):
        aws.secrets().put_secret_value(SecretId=secret, SecretString=json.dumps(kept))
    hashes = ",".join(hashlib.sha256(key.encode()).hexdigest() for key in kept.values())
    name = settings.required("ORIGIN_PARAMETERS") + generation
    aws.parameters().put_parameter(Name=name, Value=hashes, Type="String", Overwrite=True)
    return {"Hashes": hashes}


def _kept(stored: dict[str, str], generation: str, sent: str | None) -> dict[str, str]:
    """Return the key that CloudFront sends, this generation's, and the one to come.

    A new generation takes the key that released functions know as the next. If a generation after the sent one was made and
    never sent, since its release failed, that is its key: the new generation takes its place.
    """
    keys = {name: key for name, key in stored.items() if name != NEXT}
    if generation in keys:
        return stored
    if sent is not None and sent not in keys:
        raise LookupError(f"CloudFront sends generation {sent} of the origin key, which the secret does not hold.")
    names = list(keys)
    unsent = names[names.index(sent) + 1 :] if sent is not None else names
    coming = stored.get(NEXT) or _new()
    present, coming = (keys[unsent[0]], coming) if unsent else (coming, _new())
    held = {sent: keys[sent]} if sent is not None else {}
    return {**held, generation: present, NEXT: coming}


def _sent() -> str | None:
    """Return the generation that CloudFront sends, None before the first."""
    parameters = aws.parameters()
    try:
        return str(parameters.get_parameter(Name=settings.required("ORIGIN_SENT"))["Parameter"]["Value"])
    except parameters.exceptions.ParameterNotFound:
        return None


def _new() -> str:
    return secrets.token_urlsafe(BYTES)


def _read(secret: str) -> dict[str, str]:
    keys: dict[str, str] = json.loads(aws.secrets().get_secret_value(SecretId=secret)["SecretString"])
    return keys
