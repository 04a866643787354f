"""Answers requests that match no route."""

import re
from collections.abc import Mapping
from typing import Any

from progressive_flow.kernel.http.problems import Problem


def refuse_unknown_route(event: Mapping[str, Any]) -> dict[str, Any]:
    """Raise 405 with Allow if the path exists with other methods, else 404."""
    from progressive_flow.kernel.openapi import document  # noqa: PLC0415 - only this function needs every route

    asked = event["requestContext"]["http"]["method"]
    patterns = [
        (re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)), methods)
        for path, methods in document.document()["paths"].items()
    ]
    allowed = sorted(
        {
            method.upper()
            for pattern, methods in patterns
            if re.fullmatch(pattern, event["rawPath"])
            for method in (*methods, *(["head"] if "get" in methods else []))
        }
    )
    if allowed and asked not in allowed:  # an encoded slash reads like a path there is, yet is none
        detail = f"{asked} is not possible here; {', '.join(allowed)} is."
        raise Problem(405, "method-not-allowed", detail, headers={"allow": ", ".join(allowed)})
    raise Problem(404, "not-found", "There is no such path: /v1/openapi.json lists them all.")
