"""Plain requests to servers on this machine, past any proxy that the environment names."""

import json
from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

_OPENER = build_opener(ProxyHandler({}))


def get_json(url: str, timeout: float = 5.0) -> Any:
    """Return the document at `url`; raise `OSError` if there is none."""
    with _OPENER.open(url, timeout=timeout) as response:
        return json.load(response)


def post_json(url: str, document: dict[str, Any], timeout: float = 5.0) -> tuple[int, dict[str, Any]]:
    """Send a document; return the status and the document that answers; raise `OSError` if nobody does."""
    request = Request(url, json.dumps(document).encode(), {"content-type": "application/json"})  # noqa: S310 - http alone
    try:
        with _OPENER.open(request, timeout=timeout) as response:
            return response.status, json.load(response)
    except HTTPError as error:
        with error:
            return error.code, json.load(error)


def answers(url: str) -> bool:
    """Return whether `url` answers with a success."""
    return (status := _status(url)) is not None and status < HTTPStatus.BAD_REQUEST


def responds(url: str) -> bool:
    """Return whether a server answers at `url`, whatever it says."""
    return _status(url) is not None


def _status(url: str) -> int | None:
    try:
        with _OPENER.open(url, timeout=5) as response:
            status: int = response.status
            return status
    except HTTPError as error:
        error.close()
        return error.code
    except (OSError, HTTPException):
        return None
