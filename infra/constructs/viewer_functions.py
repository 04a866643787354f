"""CloudFront Functions: JavaScript that runs where a request arrives, before anything is looked up."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from infra.constructs.browser_headers import strict_transport
from infra.paths import ROOT

FOLDER = ROOT / "infra" / "viewer_functions"
MAX_BYTES = 10_240  # CloudFront's limit for a function with everything in it


def page_path(scope: Construct) -> cloudfront.Function:
    """Return the function that answers the address of a page with the application."""
    return _function(scope, "PagePath", (FOLDER / "page_path.js").read_text(), "Pages are answered by the application")


def page(scope: Construct, name: str, text: str, headers: Mapping[str, str]) -> cloudfront.Function:
    """Return a function that answers with a page and its headers: no policy has to reach an answer that has no origin."""
    all_headers = {**headers, "Strict-Transport-Security": strict_transport()}
    sent = {header.lower(): {"value": value} for header, value in all_headers.items()}
    filled = f"const HEADERS = {json.dumps(sent)};\nconst PAGE = {json.dumps(text, ensure_ascii=False)};\n"
    return _function(scope, name, filled + (FOLDER / "page.js").read_text(), f"{name}: a page that no bucket holds")


def on_request(function: cloudfront.Function) -> cloudfront.FunctionAssociation:
    """Run a function on each request of a behavior."""
    return cloudfront.FunctionAssociation(function=function, event_type=cloudfront.FunctionEventType.VIEWER_REQUEST)


def _function(scope: Construct, name: str, code: str, comment: str) -> cloudfront.Function:
    if (size := len(code.encode())) > MAX_BYTES:
        raise ValueError(f"The function {name} has {size} bytes, and CloudFront takes {MAX_BYTES}.")
    return cloudfront.Function(
        scope,
        name,
        code=cloudfront.FunctionCode.from_inline(code),
        comment=comment,
        runtime=cloudfront.FunctionRuntime.JS_2_0,
    )
