"""Drives the gateway's ASGI application without a network, with functions made up on the spot."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from progressive_flow.kernel.declarations.models import Access, Route
from progressive_flow_local.gateway.application import Gateway
from progressive_flow_local.gateway.authorizer import Authorizer
from progressive_flow_local.gateway.responses import Answer
from progressive_flow_local.gateway.routes import Routes
from progressive_flow_local.gateway.throttle import Throttle

Handler = Callable[[dict[str, Any], Any], Any]


@dataclass
class Function:
    """An endpoint whose behaviour the request decides."""

    route: Route
    handler: Handler
    seen: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        self.seen.append(event)
        return self.handler(event, context)


def function(key: str, handler: Handler | None = None, **options: Any) -> Function:
    method, _, path = key.partition(" ")
    options.setdefault("access", Access.PUBLIC)
    name = path.strip("/").replace("/", "_")
    route = Route(name, "A test's own.", method=method, path=path, domain="test", **options)
    return Function(route, handler or (lambda event, _: {"statusCode": 200, "body": event["rawPath"]}))


def no_keys() -> dict[str, Any]:
    return {"keys": []}


def gateway(*functions: Function, authorizer: Authorizer | None = None, **options: Any) -> Gateway:
    options.setdefault("leave", lambda: None)
    throttle = options.pop("throttle", None) or Throttle(1e6, 1e6)
    return Gateway(Routes(functions), authorizer or Authorizer("issuer", ["audience"], no_keys), throttle, **options)


def call(
    target: Gateway,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Iterable[tuple[str, str]] = (),
    chunks: Iterable[bytes] = (b"",),
) -> Answer:
    """Make one request and return its answer."""
    return asyncio.run(acall(target, method, path, query=query, headers=headers, chunks=chunks))


def _with_host(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    given = [(name.lower(), value) for name, value in headers]
    return given if "host" in dict(given) else [("host", "api.localhost:8000"), *given]


async def acall(
    target: Gateway,
    method: str,
    path: str,
    *,
    query: str = "",
    headers: Iterable[tuple[str, str]] = (),
    chunks: Iterable[bytes] = (b"",),
) -> Answer:
    parts = list(chunks)
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages[-1]["more_body"] = False
    scope = {
        "type": "http",
        "method": method,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(n.encode(), v.encode()) for n, v in _with_host(headers)],
        "client": ("192.0.2.1", 1234),
        "http_version": "1.1",
    }
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await target(scope, receive, send)
    named = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return Answer(sent[0]["status"], sent[1]["body"], named)


def header(answer: Answer, name: str) -> str | None:
    """Return a header's first value."""
    return next((value for held, value in answer.headers if held == name), None)
