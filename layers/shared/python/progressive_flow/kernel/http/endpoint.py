"""The HTTP kernel: declares an endpoint and carries a request through it.

    @post("/v1/things", status=201)
    def handler(thing: NewThing, learner: Principal, db: Db) -> Thing: ...

The transaction opens around the handler and the validation of its answer; whatever is raised on the way rolls it back.
"""

import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

from progressive_flow.kernel import observability
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import WRITES, Access, Capability, Limit, Route
from progressive_flow.kernel.http import authentication as principals
from progressive_flow.kernel.http import idempotency, origin, rate_limit, responses, snap_start
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.principal import Principal

Db = Transaction
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"]
Answer = dict[str, Any]

__all__ = ["Access", "Capability", "Db", "Endpoint", "Principal", "any_method", "delete", "get", "patch", "post", "put"]


class Endpoint:
    """A route and its function: callable as the Lambda entry point."""

    def __init__(self, function: Callable[..., Any], route: Route) -> None:
        self.function = function
        self.route = route
        self.binding = Binding(function, route, given=(Principal, Transaction))
        snap_start.before_snapshot(self.binding)

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        del context  # the gateway's own limit is the shorter one
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        principal: Principal | None = None
        try:
            origin.check(event)
            principal = principals.of_event(event, self.route.access)
            answer = self._within_limits(event, principal, request_id)
        except Exception as error:  # noqa: BLE001 - whatever happens is answered, and logged once if unexpected
            answer = responses.from_exception(error, request_id)
        answer["headers"]["x-request-id"] = request_id
        user_id = str(principal.id) if principal else None
        observability.request(self.route.method, self.route.path, answer["statusCode"], started, request_id, user_id)
        return answer

    def _within_limits(self, event: dict[str, Any], principal: Principal | None, request_id: str) -> Answer:
        responses.check_body(event, wants_body=self.binding.body is not None)
        limits: dict[str, str] = {}
        for attempt in (1, 2):
            try:
                if principal and self.route.limit and not limits:
                    limits = rate_limit.count(principal, self.route.limit, request_id)
                answer = self._in_transaction(event, principal)
            except transactions.ConnectionLostError as lost:
                # a connection may have died while the function slept; nothing was done with it yet
                if attempt == 2 or not lost.retryable:  # noqa: PLR2004 - the second of two
                    raise
            else:
                answer["headers"].update(limits)
                return answer
        raise AssertionError("the loop returns or raises")

    def _in_transaction(self, event: dict[str, Any], principal: Principal | None) -> Answer:
        if not self.route.transacts:
            return self._answer(event, principal, None)
        with transactions.begin(principal) as db:
            key = idempotency.key_of(event) if principal else None
            if principal and key and (replayed := idempotency.replay(db, principal, key, event)):
                return replayed
            answer = self._answer(event, principal, db)
            if principal and key:
                idempotency.store(db, principal, key, event, answer)
            return answer

    def _answer(self, event: dict[str, Any], principal: Principal | None, db: Db | None) -> Answer:
        given = {name: principal if kind is Principal else db for name, kind in self.binding.given.items()}
        result = self.function(**self.binding.values(event), **given)
        return responses.success(self.binding.text(result), self.route, event)


def _declare(method: Method, path: str, **options: Any) -> Callable[[Callable[..., Any]], Endpoint]:
    def declare(function: Callable[..., Any]) -> Endpoint:
        domain, name = function.__module__.rsplit(".", 2)[-2:]
        summary = (function.__globals__.get("__doc__") or name).strip().partition("\n")[0]
        return Endpoint(function, Route(method, path, name, domain, summary, **options))

    return declare


def get(path: str, **options: Any) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a read; `options` are `Route`'s fields."""
    return _declare("GET", path, **options)


def post(
    path: str, *, limit: Limit | None = WRITES, status: int = 201, **options: Any
) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a creation, which honours Idempotency-Key; what has no database of the kernel's has neither key nor limit."""
    return _declare("POST", path, limit=limit, status=status, **options)


def put(path: str, *, limit: Limit = WRITES, **options: Any) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a replacement."""
    return _declare("PUT", path, limit=limit, **options)


def patch(path: str, *, limit: Limit = WRITES, **options: Any) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a change of some fields."""
    return _declare("PATCH", path, limit=limit, **options)


def delete(
    path: str, *, limit: Limit = WRITES, status: int = 204, **options: Any
) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a removal."""
    return _declare("DELETE", path, limit=limit, status=status, **options)


def any_method(path: str, **options: Any) -> Callable[[Callable[[Mapping[str, Any]], Answer]], Any]:
    """Declare the `$default` route, whose function gets the event as it is."""
    return lambda function: DefaultRoute(function, path, **options)


class DefaultRoute:
    """What answers requests that match no route."""

    def __init__(self, function: Callable[[Mapping[str, Any]], Answer], path: str, **options: Any) -> None:
        domain, name = function.__module__.rsplit(".", 2)[-2:]
        summary = (function.__globals__.get("__doc__") or name).strip().partition("\n")[0]
        self.function = function
        self.route = Route("ANY", path, name, domain, summary, access=Access.PUBLIC, capabilities=(), **options)

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        del context
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        try:
            origin.check(event)
            answer = self.function(event)
        except Exception as error:  # noqa: BLE001 - as every endpoint
            answer = responses.from_exception(error, request_id)
        answer["headers"]["x-request-id"] = request_id
        observability.request("ANY", self.route.path, answer["statusCode"], started, request_id, None)
        return answer
