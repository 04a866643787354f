"""Entity tags and the conditions on them (RFC 9110, 8.8.3 and 13.1): a tag is a hash of the representation."""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from progressive_flow.kernel.http.problems import Problem

HASH_BYTES = 12


def tag_of(body: str) -> str:
    """Return the strong tag of a representation, with its quotation marks."""
    return '"' + hashlib.blake2b(body.encode(), digest_size=HASH_BYTES).hexdigest() + '"'


def is_known(event: Mapping[str, Any], tag: str) -> bool:
    """Return whether If-None-Match names the tag; it is compared weakly."""
    listed = event.get("headers", {}).get("if-none-match", "")
    return listed.strip() == "*" or tag in _tags(listed.replace("W/", ""))


def check(event: Mapping[str, Any], current: Callable[[], str] | None, *, required: bool = False) -> None:
    """Raise 412 where If-Match names none of what `current` returns, the present representation; compared strongly.

    What has no representation meets no condition. `current` raises its own 404, which comes before the condition. Where a
    condition is `required`, a change of what exists without one is a 428.
    """
    listed: str | None = event.get("headers", {}).get("if-match")
    if listed is None:
        if required and current is not None:
            _require(current)
        return
    if current is None:
        detail = "What is changed here has no ETag, so no If-Match can hold: leave it out."
        raise Problem(412, "precondition-failed", detail)
    tag = tag_of(current())
    if listed.strip() != "*" and tag not in _tags(listed):
        detail = "It was changed since: read it again, and send its ETag as If-Match."
        raise Problem(412, "precondition-failed", detail, headers={"etag": tag})


def _require(current: Callable[[], str]) -> None:
    """Raise 428 where there is something that would be replaced unseen."""
    try:
        tag = tag_of(current())
    except Problem as refusal:
        if refusal.status == HTTPStatus.NOT_FOUND:
            return
        raise
    detail = "There is one already: read it, and send its ETag as If-Match to replace it."
    raise Problem(428, "precondition-required", detail, headers={"etag": tag})


def _tags(listed: str) -> set[str]:
    """Return the tags of a list; that of a compressed representation is that of the representation."""
    return {part.strip().replace('-gzip"', '"') for part in listed.split(",")}
