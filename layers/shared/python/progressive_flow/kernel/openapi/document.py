"""The OpenAPI 3.1 document of this API."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from progressive_flow.kernel import settings

PACKAGED = Path(__file__).with_name("openapi.json")  # the bundler puts it there


@cache
def document() -> dict[str, Any]:
    """Return the document as JSON-ready data: the one bundled with a layer, where no other endpoint is, or a new one."""
    if not PACKAGED.exists():
        from progressive_flow.kernel.openapi import writer  # noqa: PLC0415 - heavy, and only where all endpoints are

        return writer.write()
    found: dict[str, Any] = json.loads(PACKAGED.read_text())
    found["info"]["version"] = settings.service_version()
    return found
