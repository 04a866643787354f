"""Cross-origin requests as API Gateway answers them where an API has a CORS configuration.

Preflight requests are answered before any route or authorizer; other answers get the headers of an allowed origin, and those
that a function sets are removed. Here every origin on this machine is allowed, whatever its port.
"""

from collections.abc import Mapping

from progressive_flow.kernel.declarations import cors
from progressive_flow_local import local_names
from progressive_flow_local.gateway.responses import Answer

VARY = ("vary", "Origin")


def is_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether a browser asks if it may send a request."""
    return method == "OPTIONS" and {"origin", "access-control-request-method"} <= headers.keys()


def preflight(origin: str) -> Answer:
    """Answer a preflight request; an origin that is not allowed gets none of the headers."""
    allowed = [
        ("access-control-allow-origin", origin),
        ("access-control-allow-methods", ",".join(cors.METHODS)),
        ("access-control-allow-headers", ",".join(cors.REQUEST_HEADERS)),
        ("access-control-max-age", str(cors.MAX_AGE)),
    ]
    return Answer(204, headers=[*(allowed if local_names.is_origin(origin) else ()), VARY])


def complete(answer: Answer, origin: str) -> Answer:
    """Add the headers for a request's origin, which is empty if it has none, and remove those that a function set."""
    kept = [held for held in answer.headers if not held[0].startswith("access-control-")]
    allowed = [
        ("access-control-allow-origin", origin),
        ("access-control-expose-headers", ",".join(cors.EXPOSED_HEADERS)),
    ]
    varies = () if any(name == "vary" and "Origin" in value for name, value in kept) else (VARY,)
    answer.headers = [*kept, *(allowed if local_names.is_origin(origin) else ()), *varies]
    return answer
