"""Round trips between a function and PostgreSQL, counted on the wire for every endpoint of the route table."""

import os
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from unittest.mock import patch
from urllib.parse import urlsplit

from progressive_flow.kernel import settings
from progressive_flow.kernel.database import connections
from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import DATABASE_ROLES, REQUEST_ROLES, Capability
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.benchmarks.bench import Bench, use
from tests.benchmarks.figures import Figure, Report
from tests.support import cases, clients
from tests.support.clients import Client
from tests.support.wire import Proxy, moved

READS, ATTEMPT = 2.0, 5.0
SOURCE = "stated: one, a statement that is its own transaction"
REPEATS = 5  # the least counts: an answer that comes before a client that did not wait for it looks like one trip more


def measure(bench: Bench) -> Report:
    """Count in this process, on a database of this run."""
    return count(bench, bench.world().urls)


def count(bench: Bench, urls: dict[str, str]) -> Report:
    """Count on the given database."""
    parts = urlsplit(urls["application"])
    report = Report(remarks=[f"BEGIN and COMMIT included; the least of {REPEATS} calls on an open connection."])
    found = counted()
    with patch.dict(os.environ, _patience(found)), closing(Proxy(parts.hostname or "", parts.port or 0)) as proxy:
        use(urls | {role: moved(urls[role], proxy.port) for role in REQUEST_ROLES})
        try:
            client = clients.settled()
            for endpoint in bench.track(found, len(found), "counting round trips"):
                report.figures += _figures(proxy, endpoint, client)
        finally:
            connections.disconnect()
            use(urls)
    return report


def counted() -> list[Endpoint]:
    """Return the endpoints that need the database of a request and at most the bus, of which a dispatch may fail."""
    needed = {Capability.TASKS, *DATABASE_ROLES}
    return [
        each for each in registry.endpoints() if each.route.transacts and needed.issuperset(each.route.capabilities)
    ]


def _patience(endpoints: list[Endpoint]) -> dict[str, str]:
    """Return settings that let one learner call them all."""
    limits = (limit for endpoint in endpoints for limit in settings.limits(endpoint.route.limit))
    return {f"RATE_LIMIT_{limit.bucket.upper()}": "100000/60" for limit in limits}


def _figures(proxy: Proxy, endpoint: Endpoint, client: Client) -> Iterator[Figure]:
    def trips(*, keyed: bool) -> float:
        seen: list[int] = []
        for _ in range(REPEATS):
            request = cases.of_endpoint(endpoint).request(client)
            if keyed:
                request = replace(request, headers={"idempotency-key": uuid.uuid4().hex})
            event = clients.event(endpoint, request, client.id)
            proxy.take()
            clients.call(endpoint, event)
            seen.append(proxy.take())
        return float(min(seen))

    route = endpoint.route
    aim = READS if route.method == "GET" else None
    yield Figure(route.key, trips(keyed=False), "round trips", 1.0, SOURCE, aim)
    if route.method == "POST":
        aim = ATTEMPT if route.name == "submit_attempt" else None
        yield Figure(f"{route.key}, with Idempotency-Key", trips(keyed=True), "round trips", 1.0, SOURCE, aim)
