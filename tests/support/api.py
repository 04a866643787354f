"""The real gateway and the real handlers in this process, called over ASGI by a real HTTP client."""

import asyncio
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx

from progressive_flow.kernel.declarations import cors
from progressive_flow_local.gateway.application import Gateway
from progressive_flow_local.gateway.authorizer import Authorizer
from progressive_flow_local.gateway.routes import Routes, declared
from progressive_flow_local.gateway.throttle import Throttle
from tests.support import tokens


@dataclass
class Caller:
    """Somebody with a token."""

    id: uuid.UUID
    groups: tuple[str, ...] = ()
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.token = tokens.sign(self.id, **({"cognito:groups": list(self.groups)} if self.groups else {}))


def new_caller(*groups: str) -> Caller:
    """Return a learner nobody has seen before; `platform_admin` makes an administrator."""
    return Caller(uuid.uuid4(), groups)


class Api:
    """Calls the API and checks what every answer must have."""

    def __init__(self) -> None:
        routes = Routes(declared())
        authorizer = Authorizer(tokens.ISSUER, [tokens.CLIENT], tokens.key_set)
        self.gateway = Gateway(routes, authorizer, Throttle(100_000.0, 100_000.0), leave=lambda: None)
        self._runner = asyncio.Runner()
        self._client = httpx.AsyncClient(transport=httpx.ASGITransport(self.gateway), base_url="http://api.localhost")

    def close(self) -> None:
        """Give the loop back."""
        self._runner.run(self._client.aclose())
        self._runner.close()

    def request(self, method: str, path: str, caller: Caller | None = None, **options: Any) -> httpx.Response:
        """Send a request as `caller`; an error must be a problem document or API Gateway's own message."""
        headers = dict(options.pop("headers", {}))
        if caller:
            headers.setdefault("authorization", f"Bearer {caller.token}")
        response = self._runner.run(self._client.request(method, path, headers=headers, **options))
        check_answer(response)
        return response

    def get(self, path: str, caller: Caller | None = None, **options: Any) -> httpx.Response:
        """Send a GET."""
        return self.request("GET", path, caller, **options)

    def post(self, path: str, caller: Caller | None = None, **options: Any) -> httpx.Response:
        """Send a POST."""
        return self.request("POST", path, caller, **options)

    def patch(self, path: str, caller: Caller | None = None, **options: Any) -> httpx.Response:
        """Send a PATCH."""
        return self.request("PATCH", path, caller, **options)


# Headers that a page of another origin reads in any case, and those that concern browsers and operators alone.
READ_ANYWHERE = {
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
}
NOT_FOR_PAGES = {
    "apigw-requestid",
    "connection",
    "content-encoding",
    "content-security-policy",
    "vary",
    "x-content-type-options",
}


def check_answer(response: httpx.Response) -> None:
    """Check what holds for every answer: pages may read its headers; an error says what it is, and nothing internal."""
    assert set(response.headers) <= {*cors.EXPOSED_HEADERS, *READ_ANYWHERE, *NOT_FOR_PAGES}
    if response.status_code < 400 or response.request.method == "HEAD":
        return
    kind = response.headers["content-type"]
    document = response.json()
    if kind == "application/problem+json":
        assert document["status"] == response.status_code
        assert document["instance"].endswith(response.headers["x-request-id"])
        assert document["detail"]
    else:
        assert set(document) == {"message"}
    text = response.text.lower()
    assert not any(word in text for word in ("traceback", "psycopg", "select ", "/python"))


def problem(response: httpx.Response, status: int, kind: str) -> dict[str, Any]:
    """Check that an answer is this problem and return its document."""
    assert response.status_code == status, response.text
    document: dict[str, Any] = response.json()
    assert document["type"] == f"urn:progressive-flow:problem:{kind}"
    return document
