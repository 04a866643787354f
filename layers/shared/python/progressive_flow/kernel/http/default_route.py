"""What answers requests that match no route, as API Gateway's `$default`."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from progressive_flow.kernel import observability
from progressive_flow.kernel.declarations.models import Route
from progressive_flow.kernel.http import origin, request_log, responses

Answer = dict[str, Any]


class DefaultRoute:
    """What answers requests that match no route."""

    def __init__(self, function: Callable[[Mapping[str, Any]], Answer], route: Route) -> None:
        self.function = function
        self.route = self.declaration = route

    def __call__(self, event: dict[str, Any], context: Any) -> Answer:
        """Answer one API Gateway event (payload 2.0)."""
        del context
        started = time.perf_counter()
        request_id = event["requestContext"].get("requestId", "")
        observability.correlate(request_id)
        try:
            origin.check(event)
            answer = self.function(event)
        except Exception as error:  # noqa: BLE001 - as every endpoint
            answer = responses.from_exception(error, request_id)
        answer["headers"]["x-request-id"] = request_id
        request_log.log(self.route, answer["statusCode"], started, None)
        return answer
