"""The HTTP kernel: declares an endpoint and handles its requests.

Hand-written, since a response that fails its validation must roll back: Powertools' resolver validates after the handler's
commit (docs/decisions/0003).

    @post("/v1/things", status=201)
    def handler(thing: NewThing, principal: Principal, db: Db) -> Thing: ...

The transaction opens around the handler and the validation of its answer; whatever is raised on the way rolls it back.
"""

import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Literal, Unpack

from progressive_flow.kernel import observability
from progressive_flow.kernel.database import transactions
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.declarations.models import (
    WRITES,
    Access,
    Capability,
    Limit,
    Options,
    Route,
    database_role,
)
from progressive_flow.kernel.declarations.permissions import Permission
from progressive_flow.kernel.declarations.work import described
from progressive_flow.kernel.http import (
    admission,
    authentication,
    authorization,
    encoding,
    entity_tags,
    idempotency,
    origin,
    paging,
    repository,
    request_log,
    responses,
    snap_start,
)
from progressive_flow.kernel.http.binding import Binding
from progressive_flow.kernel.http.default_route import DefaultRoute
from progressive_flow.kernel.principal import Principal

Db = Transaction
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"]
Answer = dict[str, Any]
CHANGES = {"PUT", "PATCH", "DELETE"}  # methods whose If-Match is honoured

__all__ = ["Access", "Capability", "Db", "Endpoint", "Principal", "any_method", "delete", "get", "patch", "post", "put"]


class Endpoint:
    """A route and its function: callable as the Lambda entry point.

    `current` returns the present representation of what is changed, which a PUT or a PATCH also answers.
    """

    def __init__(self, function: Callable[..., Any], route: Route, current: Callable[..., Any] | None = None) -> None:
        given = (Principal, Transaction)
        self.function = function
        self.route = self.declaration = route
        self.binding = Binding(function, route, given)
        self.current = (current, Binding(current, route, given)) if current else None
        answers_alike = self.current and self.current[1].answer_type is self.binding.answer_type
        if self.current and route.method != "DELETE" and not answers_alike:
            raise TypeError(f"{route.key} must answer with what `current` returns, so that one tag is of both.")
        body = self.binding.body[1] if self.binding.body else None
        self._not_compared: frozenset[str] = getattr(body, "not_compared", frozenset())
        snap_start.before_snapshot(self.binding)

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        del context  # the gateway's own limit is the shorter one
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        observability.correlate(request_id)
        principal: Principal | None = None
        limits: dict[str, str] = {}
        try:
            origin.check(event)
            principal = authentication.principal_of(event, self.route.access)
            authorization.check_platform_scope(principal, self.route)
            responses.check_body(event, wants_body=self.binding.body is not None)
            answer = transactions.retry_once(lambda: self._in_transaction(event, principal, limits))
        except Exception as error:  # noqa: BLE001 - whatever happens is answered, and logged once if unexpected
            answer = responses.from_exception(error, request_id, event)
        answer["headers"] |= {**limits, "x-request-id": request_id}
        encoding.compress(event, answer)
        user_id = str(principal.id) if principal else None
        request_log.log(self.route, answer["statusCode"], started, user_id)
        return answer

    def _in_transaction(self, event: dict[str, Any], principal: Principal | None, limits: dict[str, str]) -> Answer:
        """Answer within the transaction that the route wants; put the RateLimit headers into `limits`."""
        replays = principal and self.route.role and self.route.replays_for
        key = idempotency.key_of(event, self._not_compared) if replays else None
        admitted = admission.Admission(principal, self.route, key)
        if (role := self.route.role) is None:
            self._verify(event, principal, admitted, limits)
            return self._answer(event, principal, None)
        with transactions.begin(principal, role, admitted.count, admitted.claim if key else None) as db:
            authorization.require(db, self.route, event)
            if replayed := admitted.admit(limits):
                return replayed
            answer = self._answer(event, principal, db)
            if key and principal:
                idempotency.store(db, principal, key, answer)
            return answer

    def _verify(
        self,
        event: dict[str, Any],
        principal: Principal | None,
        admitted: admission.Admission,
        limits: dict[str, str],
    ) -> None:
        """Have the database verify who calls a function that opens its own transactions, and count the call."""
        if principal and (role := database_role(self.route.capabilities)):
            with transactions.begin(principal, role, admitted.count) as db:
                authorization.require(db, self.route, event)
                admitted.admit(limits)

    def _answer(self, event: dict[str, Any], principal: Principal | None, db: Db | None) -> Answer:
        given: dict[type, Any] = {Principal: principal, Transaction: db}
        values = self.binding.values(event)
        if cursor := values.get("cursor"):
            values["cursor"] = paging.unbound(cursor, event)
        if db and self.route.method in CHANGES:
            self._check_condition(event, given)
        result = self.function(**values, **_arguments(self.binding, given))
        if isinstance(result, responses.Accepted):
            return responses.accepted(result, self.binding.accepted_text(result.body), self.route)
        if isinstance(result, responses.Polled):
            return responses.success(self.binding.text(result.body), self.route, event, result.retry_after)
        if self.binding.is_paged and result.next_cursor:
            result.next_cursor = paging.bound(result.next_cursor, event)
        answer = responses.success(self.binding.text(result), self.route, event)
        if self.current and answer["body"]:
            answer["headers"]["ETag"] = entity_tags.tag_of(answer["body"])
        return answer

    def _check_condition(self, event: dict[str, Any], given: Mapping[type, Any]) -> None:
        """Refuse a change of what is no longer as If-Match says; a change without a condition waits for one with it."""
        if self.current is None:
            entity_tags.check(event, None)
            return
        current, binding = self.current
        # what a permission guards is shared; any other path names something of the caller's own
        owner = "" if self.route.permission else given[Principal].id
        repository.lock_path(given[Transaction], f"{owner}{event['rawPath']}")
        path = {"pathParameters": event.get("pathParameters")}
        entity_tags.check(
            event,
            lambda: binding.text(current(**binding.values(path), **_arguments(binding, given))),
            required=HTTPStatus.PRECONDITION_REQUIRED in self.route.refusals,
        )


def _arguments(binding: Binding, given: Mapping[type, Any]) -> dict[str, Any]:
    """Return what the kernel gives a function, by the names of its parameters."""
    return {name: given[kind] for name, kind in binding.given.items()}


class RouteOptions(Options, total=False):
    """What a declaration may say beside method and path; `Route` describes each option."""

    status: int
    access: Access
    permission: Permission | None
    limit: Limit | None
    location: str | None
    refusals: tuple[int, ...]
    produces: str
    cache: str
    headers: tuple[tuple[str, str], ...]
    accepts: bool
    replays_for: int


Declare = Callable[[Callable[..., Any]], Endpoint]
Current = Callable[..., Any] | None


def get(path: str, **options: Unpack[RouteOptions]) -> Declare:
    """Declare a read."""
    return _declare("GET", path, {"capabilities": (Capability.DATABASE_AS_READER,), **options})


def post(path: str, **options: Unpack[RouteOptions]) -> Declare:
    """Declare a creation, which honours Idempotency-Key if the kernel opens a transaction for it."""
    return _declare("POST", path, {"limit": WRITES, "status": 201, **options})


def put(path: str, *, current: Current = None, **options: Unpack[RouteOptions]) -> Declare:
    """Declare a replacement; `current` returns what is replaced, for If-Match and the answer's ETag."""
    return _declare("PUT", path, {"limit": WRITES, **options}, current)


def patch(path: str, *, current: Current = None, **options: Unpack[RouteOptions]) -> Declare:
    """Declare a change of some fields; `current` returns what is changed, for If-Match and the answer's ETag."""
    return _declare("PATCH", path, {"limit": WRITES, **options}, current)


def delete(path: str, *, current: Current = None, **options: Unpack[RouteOptions]) -> Declare:
    """Declare a removal; `current` returns what is removed, for If-Match."""
    return _declare("DELETE", path, {"limit": WRITES, "status": 204, **options}, current)


def any_method(
    path: str, **options: Unpack[RouteOptions]
) -> Callable[[Callable[[Mapping[str, Any]], Answer]], DefaultRoute]:
    """Declare the `$default` route, whose function gets the event as it is."""
    return lambda function: DefaultRoute(
        function, _route("ANY", path, function, {"access": Access.PUBLIC, "capabilities": (), **options})
    )


def _declare(method: Method, path: str, options: RouteOptions, current: Current = None) -> Declare:
    allowed: RouteOptions = options
    if method != "GET" and options.get("permission"):
        allowed = {"capabilities": (Capability.DATABASE_AS_STAFF,), **options}
    return lambda function: Endpoint(function, _route(method, path, function, allowed), current)


def _route(method: Method, path: str, function: Callable[..., Any], options: RouteOptions) -> Route:
    domain = function.__module__.rsplit(".", 2)[-2]
    return Route(*described(function), method=method, path=path, domain=domain, **options)
