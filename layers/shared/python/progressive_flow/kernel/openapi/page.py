"""The page that shows the document in Swagger UI, and the policy under which a browser runs it.

The page is self-contained. The policy names its scripts and its style by their hashes, so that a browser runs nothing else:
the document stands in the page as data, which no policy has to allow.
"""

import base64
import hashlib
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from progressive_flow.kernel.openapi.document import document

CONTENT_TYPE = "text/html; charset=utf-8"
START = """SwaggerUIBundle({
  dom_id: "#ui", spec: JSON.parse(document.getElementById("document").textContent), deepLinking: true,
  persistAuthorization: true
});"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Progressive Flow</title><link rel="icon" href="data:,"><style>{style}</style></head>
<body><div id="ui"></div><script id="document" type="application/json">{document}</script>
<script>{bundle}</script><script>{start}</script></body>
</html>
"""


def page() -> str:
    """Return the page; nothing of it is fetched from elsewhere."""
    return PAGE.format(
        style=_asset("swagger-ui.min.css"),
        bundle=_asset("swagger-ui-bundle.min.js"),
        start=START,
        document=json.dumps(document()).replace("<", "\\u003c"),
    )


def policy() -> str:
    """Return the Content-Security-Policy of the page."""
    scripts = f"{_hash(_asset('swagger-ui-bundle.min.js'))} {_hash(START)}"
    style = _hash(_asset("swagger-ui.min.css"))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {style}; img-src data:; connect-src 'self';"
        " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


@cache
def _asset(name: str) -> str:
    """Return a file of Powertools' Swagger UI, read without importing its event handler, which takes 100 ms."""
    package = find_spec("aws_lambda_powertools")
    if package is None or package.origin is None:
        raise LookupError("Swagger UI comes with aws-lambda-powertools, which is not installed")
    return (Path(package.origin).parent / "event_handler" / "openapi" / "swagger_ui" / name).read_text()


def _hash(element: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(element.encode()).digest()).decode()}'"
