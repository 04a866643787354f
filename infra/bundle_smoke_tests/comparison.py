"""Compares two answers, blind to what must differ between two runs: made-up ids, instants, and what follows from them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_LINK = re.compile(r"https?://\S+X-Amz-Signature=\w+")
_TELLS_OF_BODY = {"etag"}
_TELLS_OF_INSTANTS = {"bytes"}  # which are written with as many digits as they need
_COUNTS_DOWN = re.compile(r"\bt=\d+")


def differences(here: Any, deployed: Any) -> list[str]:
    """Return a line for each place where two answers differ, an HTTP answer's body read as JSON."""
    return list(_differences("", masked(here), masked(deployed)))


def masked(value: Any) -> Any:
    """Replace ids and instants wherever they are."""
    match value:
        case {"statusCode": _, "headers": _}:
            return {**value, "headers": _headers(value["headers"]), "body": masked(_parsed(value.get("body")))}
        case dict():
            return {name: "<size>" if name in _TELLS_OF_INSTANTS else masked(held) for name, held in value.items()}
        case list() | tuple():
            return [masked(held) for held in value]
        case str():
            return _INSTANT.sub("<instant>", _ID.sub("<id>", _LINK.sub("<link>", value)))
        case _:
            return value


def _headers(headers: Mapping[str, str]) -> dict[str, Any]:
    lower = {name.lower(): _COUNTS_DOWN.sub("t=<seconds>", text) for name, text in headers.items()}
    return masked({name: "<tag>" if name in _TELLS_OF_BODY else text for name, text in lower.items()})  # type: ignore[no-any-return]


def _parsed(body: Any) -> Any:
    try:
        return json.loads(body)
    except (TypeError, ValueError):
        return body


def _differences(place: str, here: Any, deployed: Any) -> Iterator[str]:
    if isinstance(here, dict) and isinstance(deployed, dict):
        for name in sorted({*here, *deployed}):
            yield from _differences(f"{place}/{name}", here.get(name, "<nothing>"), deployed.get(name, "<nothing>"))
    elif isinstance(here, list) and isinstance(deployed, list) and len(here) == len(deployed):
        for number, (ours, theirs) in enumerate(zip(here, deployed, strict=True)):
            yield from _differences(f"{place}/{number}", ours, theirs)
    elif here != deployed:
        yield f"{place or '/'}: {str(here)[:120]} here, {str(deployed)[:120]} deployed"
