"""Compares two responses and ignores what differs between two runs: random ids, times, and values derived from them."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
_LINK = re.compile(r"https?://\S+X-Amz-Signature=\w+")
_BODY_HEADERS = {"etag"}
_AGES = {"oldest_seconds", "oldest_waiting_seconds"}  # of what waits, until now
_COUNTDOWN = re.compile(r"\bt=\d+")


def differences(in_process: Any, deployed: Any, varies: Collection[str] = ()) -> list[str]:
    """Return a line for each path at which two responses differ; an HTTP response's body is compared as JSON.

    `varies` names members that differ from run to run.
    """
    return list(_differences("", masked(in_process, varies), masked(deployed, varies)))


def masked(value: Any, varies: Collection[str] = ()) -> Any:
    """Replace ids, times and what varies everywhere in a value."""
    match value:
        case {"statusCode": _, "headers": _}:
            return {**value, "headers": _headers(value["headers"]), "body": masked(_parsed(value.get("body")), varies)}
        case dict():
            hidden = _AGES.union(varies)
            return {name: "<varies>" if name in hidden else masked(item, varies) for name, item in value.items()}
        case list() | tuple():
            return [masked(item, varies) for item in value]
        case str():
            return _TIME.sub("<time>", _ID.sub("<id>", _LINK.sub("<link>", value)))
        case _:
            return value


def _headers(headers: Mapping[str, str]) -> dict[str, Any]:
    lower = {name.lower(): _COUNTDOWN.sub("t=<seconds>", text) for name, text in headers.items()}
    return masked({name: "<tag>" if name in _BODY_HEADERS else text for name, text in lower.items()})  # type: ignore[no-any-return]


def _parsed(body: Any) -> Any:
    try:
        return json.loads(body)
    except (TypeError, ValueError):
        return body


def _differences(path: str, in_process: Any, deployed: Any) -> Iterator[str]:
    if isinstance(in_process, dict) and isinstance(deployed, dict):
        for name in sorted({*in_process, *deployed}):
            yield from _differences(
                f"{path}/{name}", in_process.get(name, "<missing>"), deployed.get(name, "<missing>")
            )
    elif isinstance(in_process, list) and isinstance(deployed, list) and len(in_process) == len(deployed):
        for index, (expected, actual) in enumerate(zip(in_process, deployed, strict=True)):
            yield from _differences(f"{path}/{index}", expected, actual)
    elif in_process != deployed:
        yield f"{path or '/'}: {str(in_process)[:120]} in process, {str(deployed)[:120]} deployed"
