"""Translates an HTTP request into API Gateway's payload format 2.0."""

import base64
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from progressive_flow_local.invocation import ACCOUNT_ID

API_ID = "local"
STAGE = "$default"
_TEXT = {"application/json", "application/javascript", "application/xml"}
RawHeaders = Iterable[tuple[bytes, bytes]]


@dataclass(slots=True)
class Request:
    """What came in over HTTP, before any routing; header names are lower-case, as ASGI servers give them."""

    method: str
    raw_path: bytes
    query: str
    headers: dict[str, str]
    cookies: list[str]
    client: tuple[str, int]
    protocol: str = "HTTP/1.1"

    @property
    def path(self) -> str:
        """Return the decoded path: in spite of its name, that is what `rawPath` holds."""
        return unquote(self.raw_path.decode("latin-1"))


def request_id() -> str:
    """Return an id of the shape API Gateway uses."""
    return base64.b64encode(os.urandom(11), b"-_").decode()


def combine_headers(raw: RawHeaders) -> tuple[dict[str, str], list[str]]:
    """Join repeated headers with commas; cookies go into a list of their own."""
    headers: dict[str, str] = {}
    cookies: list[str] = []
    for raw_name, raw_value in raw:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name == "cookie":
            cookies += [cookie.strip() for cookie in value.split(";") if cookie.strip()]
        else:
            headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers, cookies


def query_parameters(query: str) -> dict[str, str]:
    """Decode the query string; repeated names are joined with commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


@lru_cache(maxsize=256)
def is_text(content_type: str) -> bool:
    """Return whether a body of this type reaches the function as text, not as base64."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind.startswith("text/") or kind in _TEXT or kind.endswith(("+json", "+xml"))


def encode_body(body: bytes, headers: Mapping[str, str]) -> tuple[str, bool]:
    """Return the body as the event carries it, and whether that is base64."""
    if is_text(headers.get("content-type", "")) and headers.get("content-encoding", "identity") == "identity":
        try:
            return body.decode(), False
        except UnicodeDecodeError:
            pass
    return base64.b64encode(body).decode(), True


def _forwarded(request: Request, host: str) -> dict[str, str]:
    """Add the headers that API Gateway sets about a request's route."""
    headers = request.headers
    before = headers.get("x-forwarded-for")
    headers["x-forwarded-for"] = f"{before}, {request.client[0]}" if before else request.client[0]
    headers["x-forwarded-proto"] = "http"
    headers["x-forwarded-port"] = host.rpartition(":")[2] if ":" in host else "80"
    headers.setdefault("x-amzn-trace-id", f"Root=1-{int(time.time()):08x}-{os.urandom(12).hex()}")
    return headers


def _context(request: Request, route_key: str, host: str, claims: Mapping[str, str] | None) -> dict[str, Any]:
    now = time.time()
    domain = host.partition(":")[0]
    context: dict[str, Any] = {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.client[0],
            "userAgent": request.headers.get("user-agent", ""),
        },
        "requestId": request_id(),
        "routeKey": route_key,
        "stage": STAGE,
        "time": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "timeEpoch": int(now * 1000),
    }
    if claims is not None:
        context["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
    return context


def translate(
    request: Request,
    route_key: str,
    path_parameters: Mapping[str, str],
    body: bytes,
    claims: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return the event; what is empty is left out, as API Gateway does."""
    host = request.headers.get("host", "localhost")
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": _forwarded(request, host),
        "requestContext": _context(request, route_key, host, claims),
        "isBase64Encoded": False,
    }
    if request.cookies:
        event["cookies"] = request.cookies
    if request.query:
        event["queryStringParameters"] = query_parameters(request.query)
    if path_parameters:
        event["pathParameters"] = dict(path_parameters)
    if body:
        event["body"], event["isBase64Encoded"] = encode_body(body, request.headers)
    return event
