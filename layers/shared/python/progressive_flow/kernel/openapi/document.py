"""The OpenAPI 3.1 document of this API, and the page that shows it."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from progressive_flow.kernel import settings

PACKAGED = Path(__file__).with_name("openapi.json")  # the bundler puts it there
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Progressive Flow</title><style>{css}</style></head>
<body><div id="ui"></div><script>{script}</script>
<script>SwaggerUIBundle({{dom_id: "#ui", spec: {document}, deepLinking: true, persistAuthorization: true}});</script></body>
</html>
"""


@cache
def document() -> dict[str, Any]:
    """Return the document as JSON-ready data: the one bundled with a layer, where no other endpoint is, or a new one."""
    if not PACKAGED.exists():
        from progressive_flow.kernel.openapi import writer  # noqa: PLC0415 - heavy, and only where all endpoints are

        return writer.write()
    found: dict[str, Any] = json.loads(PACKAGED.read_text())
    found["info"]["version"] = settings.service_version()
    return found


def page() -> str:
    """Return the document in Swagger UI, self-contained: nothing is fetched from elsewhere.

    The assets are Powertools' own, read without importing its event handler, which takes 100 ms.
    """
    package = find_spec("aws_lambda_powertools")
    if package is None or package.origin is None:
        raise LookupError("Swagger UI comes with aws-lambda-powertools, which is not installed")
    assets = Path(package.origin).parent / "event_handler" / "openapi" / "swagger_ui"
    return PAGE.format(
        css=(assets / "swagger-ui.min.css").read_text(),
        script=(assets / "swagger-ui-bundle.min.js").read_text(),
        document=json.dumps(document()).replace("</", "<\\/"),
    )
