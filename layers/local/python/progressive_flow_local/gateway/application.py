"""The ASGI application: reads a request, checks it as API Gateway does, runs the handler, and sends its response.

Hand-written, since a framework costs CPU in each call and routes by rules other than API Gateway's.
"""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Protocol

from progressive_flow.kernel.declarations.models import Access
from progressive_flow_local import local_names
from progressive_flow_local.gateway import cors, responses
from progressive_flow_local.gateway.authorizer import Authorizer, Claims, KeysNeededError, UnauthorizedError
from progressive_flow_local.gateway.events import Request, combine_headers, translate
from progressive_flow_local.gateway.responses import Answer, MalformedAnswerError, internal_server_error, own
from progressive_flow_local.gateway.routes import Match, Routes
from progressive_flow_local.gateway.throttle import Throttle
from progressive_flow_local.invocation import Context, Environment

INTEGRATION_SECONDS = 30.0
MAX_BODY = 10 * 1024 * 1024
HEALTH = b"/v1/health"
LOG = logging.getLogger("progressive_flow_local.gateway")

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Provider(Protocol):
    """What answers beside the API on the same origin: people sign in there."""

    def serves(self, path: str) -> bool:
        """Return whether a path is its own."""
        ...

    def answer(self, request: Request, body: bytes) -> Answer:
        """Answer one request; it may wait."""
        ...


class TooLargeError(Exception):
    """The body is larger than API Gateway takes."""


def _leave() -> None:
    """End this worker, as Lambda ends an environment whose function timed out; the supervisor starts another."""
    signal.raise_signal(signal.SIGTERM)


class Gateway:
    """An HTTP API with its routes, its authorizer and its throttle, in front of one environment."""

    def __init__(
        self,
        routes: Routes,
        authorizer: Authorizer,
        throttle: Throttle,
        *,
        integration_seconds: float = INTEGRATION_SECONDS,
        leave: Callable[[], None] = _leave,
        ready: Callable[[], bool] = lambda: True,
        provider: Provider | None = None,
        page: Callable[[Request], Answer | None] = lambda _: None,
    ) -> None:
        self._routes, self._authorizer, self._throttle = routes, authorizer, throttle
        self._integration_seconds, self._leave, self._ready = integration_seconds, leave, ready
        self._provider, self._page = provider, page
        self._environment = Environment()
        self._refreshing = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one connection's request."""
        if scope["type"] != "http":
            return
        answer = await self.answer(scope, receive)
        await send_answer(answer, send, head=scope["method"] == "HEAD")

    async def answer(self, scope: Message, receive: Receive) -> Answer:
        """Refuse another host; then, as API Gateway does: throttle, answer a preflight, route, authorize, read, integrate."""
        request = _request(scope)
        origin = request.headers.get("origin", "")
        if not local_names.is_host(request.headers.get("host", "")):
            return own(421, "Misdirected Request")
        if not self._throttle.admits():
            return cors.complete(own(429, "Too Many Requests"), origin)
        if self._provider and self._provider.serves(request.path):
            return await self._provide(self._provider, request, receive)
        if page := self._page(request):
            return page
        if cors.is_preflight(request.method, request.headers):
            return cors.preflight(origin)
        return cors.complete(await self._route(request, receive), origin)

    async def _provide(self, provider: Provider, request: Request, receive: Receive) -> Answer:
        """Let the local OpenID Connect provider answer: it waits for the user pool and its file, so in a thread."""
        try:
            return await asyncio.to_thread(provider.answer, request, await _read(request, receive))
        except TooLargeError:
            return own(413, "Request Entity Too Large", connection="close")
        except Exception:  # as of a handler
            LOG.exception("the sign-in failed at %s", request.path)
            return internal_server_error()

    async def _route(self, request: Request, receive: Receive) -> Answer:
        match = self._routes.match(request.method, request.raw_path.decode("latin-1"))
        if match is None:
            return own(404, "Not Found")
        if request.raw_path == HEALTH and not self._ready():
            return responses.service_unavailable()
        try:
            claims = await self._authorize(match, request)
            body = await _read(request, receive)
        except UnauthorizedError as error:
            return responses.unauthorized(str(error))
        except OSError as error:
            LOG.warning("the authorizer cannot read the key set: %s", error)
            return internal_server_error()
        except TooLargeError:
            return own(413, "Request Entity Too Large", connection="close")
        event = translate(request, match.route_key, match.parameters, body, claims)
        answer = await self._integrate(match, event)
        answer.headers.append(("apigw-requestid", event["requestContext"]["requestId"]))
        return answer

    async def _authorize(self, match: Match, request: Request) -> Claims | None:
        if match.endpoint.route.access is Access.PUBLIC:
            return None
        authorization = request.headers.get("authorization")
        with contextlib.suppress(KeysNeededError):
            return self._authorizer.claims(authorization)
        async with self._refreshing:  # who comes second finds the keys that the first has fetched
            with contextlib.suppress(KeysNeededError):
                return self._authorizer.claims(authorization)
            await asyncio.to_thread(self._authorizer.refresh)
        return self._authorizer.claims(authorization)

    async def _integrate(self, match: Match, event: dict[str, Any]) -> Answer:
        route = match.endpoint.route
        limit = min(self._integration_seconds, route.timeout)
        context = Context(route.name, limit, route.memory)
        future = self._environment.submit(match.endpoint, event, context)
        try:
            async with asyncio.timeout(limit):
                return responses.translate(await asyncio.wrap_future(future))
        except TimeoutError:
            return self._give_up(match, started=future.running())
        except MalformedAnswerError as error:
            LOG.warning("%s answered what API Gateway cannot pass on: %s", route.key, error)
        except Exception:  # whatever a handler raises is one answer to the client
            LOG.exception("%s failed", route.key)
        return internal_server_error()

    def _give_up(self, match: Match, *, started: bool) -> Answer:
        LOG.error("%s took longer than its limit", match.route_key)
        if started:
            self._leave()
        return responses.service_unavailable()


def _request(scope: Message) -> Request:
    headers, cookies = combine_headers(scope["headers"])
    client = scope.get("client") or ("127.0.0.1", 0)
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["raw_path"], query, headers, cookies, client, f"HTTP/{scope['http_version']}")


async def _read(request: Request, receive: Receive) -> bytes:
    """Read the body, and stop where it has become too large, or says that it will be."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > MAX_BODY:
        raise TooLargeError
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > MAX_BODY:
            raise TooLargeError
        chunks.append(chunk)
        more = message.get("more_body", False)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


async def send_answer(answer: Answer, send: Send, *, head: bool) -> None:
    """Send an answer, without its body to a HEAD."""
    headers = [
        (name.encode("latin-1", "replace"), value.encode("latin-1", "replace")) for name, value in answer.headers
    ]
    if answer.status not in {204, 304}:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})
