"""The HTTP kernel: declares an endpoint and carries a request through it.

    @post("/v1/things", status=201)
    def handler(thing: NewThing, learner: Learner, db: Db) -> Thing: ...

The transaction opens around the handler and the validation of its answer; it commits only if the answer is a success.
"""

import inspect
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, get_type_hints

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from progressive_flow import answers, database, idempotency, logs, rate_limit
from progressive_flow import principal as principals
from progressive_flow.database import Transaction
from progressive_flow.principal import Learner
from progressive_flow.routing import WRITES, Access, Limit, Need, Route

Db = Transaction
Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "ANY"]
Answer = dict[str, Any]

__all__ = ["Access", "Db", "Endpoint", "Learner", "Need", "any_method", "delete", "get", "patch", "post", "put"]


class Endpoint:
    """A route and its function: callable as the Lambda entry point."""

    def __init__(self, function: Callable[..., Any], route: Route) -> None:
        self.function = function
        self.route = route
        self._injected = _injected(function)
        self._given: dict[type, object] = {}
        self._resolver = APIGatewayHttpResolver(
            enable_validation=True,
            response_validation_error_http_code=500,
            json_body_deserializer=answers.parse_json,
        )
        self._resolver.exception_handler(Exception)(answers.reraise)
        self.register(self._resolver)
        self._build_validators()

    def _build_validators(self) -> None:
        """Build them at import, where Lambda gives a whole processor, and not at the first request."""
        for route in (*self._resolver._static_routes, *self._resolver._dynamic_routes):  # noqa: SLF001 - no public way
            _ = route.dependant

    def register(self, resolver: APIGatewayHttpResolver) -> None:
        """Add this endpoint to a resolver: its own, or the one that writes the OpenAPI document."""
        declare = resolver.route(
            self.route.path.replace("{", "<").replace("}", ">"),
            [self.route.method],
            summary=self.route.summary,
            operation_id=self.route.name,
            status_code=self.route.status,
            tags=[self.route.domain],
        )
        declare(self._bare())

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        learner: Learner | None = None
        try:
            learner = principals.of_event(event, self.route.access)
            answer = self._within_limits(event, context, learner, request_id)
        except Exception as error:  # noqa: BLE001 - whatever happens is answered, and logged once if unexpected
            answer = answers.of_error(error, request_id)
        answer["headers"]["x-request-id"] = request_id
        user_id = str(learner.id) if learner else None
        logs.request(self.route.method, self.route.path, answer["statusCode"], started, request_id, user_id)
        return answer

    def _within_limits(self, event: dict[str, Any], context: Any, learner: Learner | None, request_id: str) -> Answer:
        answers.check_body(event, wants_body=self.route.method in {"POST", "PUT", "PATCH"})
        limits: dict[str, str] = {}
        for attempt in (1, 2):
            try:
                if learner and self.route.limit and not limits:
                    limits = rate_limit.count(learner, self.route.limit, request_id)
                answer = self._in_transaction(event, context, learner)
            except database.ConnectionLostError as lost:
                # a connection may have died while the function slept; nothing was done with it yet
                if attempt == 2 or not lost.retryable:  # noqa: PLR2004 - the second of two
                    raise
            else:
                answer["headers"].update(limits)
                return answer
        raise AssertionError("the loop returns or raises")

    def _in_transaction(self, event: dict[str, Any], context: Any, learner: Learner | None) -> Answer:
        if Need.DATABASE not in self.route.needs:
            return answers.finish(self._resolve(event, context, learner, None), self.route, event)
        with database.transaction(learner) as db:
            key = idempotency.key_of(event) if learner else None
            if learner and key and (replayed := idempotency.replay(db, learner, key, event)):
                return replayed
            answer = answers.finish(self._resolve(event, context, learner, db), self.route, event)
            db.keep = answer["statusCode"] < 400  # noqa: PLR2004 - HTTP's own line between success and refusal
            if learner and key and db.keep:
                idempotency.store(db, learner, key, event, answer)
            return answer

    def _resolve(self, event: dict[str, Any], context: Any, learner: Learner | None, db: Db | None) -> Answer:
        self._given = {Learner: learner, Transaction: db}
        try:
            return self._resolver.resolve(event, context)
        finally:
            self._given = {}

    def _bare(self) -> Callable[..., Any]:
        """Return the function as the resolver sees it: without the parameters that the kernel gives."""

        def call(**values: Any) -> Any:
            given = {name: self._given[kind] for name, kind in self._injected.items()}
            return self.function(**values, **given)

        hints = get_type_hints(self.function, include_extras=True)
        signature = inspect.signature(self.function)
        parameters = [
            parameter.replace(annotation=hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in signature.parameters.items()
            if name not in self._injected
        ]
        call.__signature__ = inspect.Signature(parameters, return_annotation=hints.get("return"))  # type: ignore[attr-defined]
        call.__name__ = self.route.name
        call.__doc__ = self.function.__doc__
        return call


def _injected(function: Callable[..., Any]) -> dict[str, type]:
    return {name: kind for name, kind in get_type_hints(function).items() if kind in (Learner, Transaction)}


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
    path: str, *, limit: Limit = WRITES, status: int = 201, **options: Any
) -> Callable[[Callable[..., Any]], Endpoint]:
    """Declare a creation, which honours Idempotency-Key."""
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
        self.route = Route("ANY", path, name, domain, summary, access=Access.PUBLIC, needs=(), **options)

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        del context
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        try:
            answer = self.function(event)
        except Exception as error:  # noqa: BLE001 - as every endpoint
            answer = answers.of_error(error, request_id)
        answer["headers"]["x-request-id"] = request_id
        logs.request("ANY", self.route.path, answer["statusCode"], started, request_id, None)
        return answer
