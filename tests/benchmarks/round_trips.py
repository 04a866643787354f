"""Round trips between a function and PostgreSQL, counted on the wire for every endpoint of the route table."""

import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

from progressive_flow import database, discovery
from progressive_flow.http import Endpoint
from progressive_flow.local.invocation import Context
from tests.benchmarks import requests
from tests.benchmarks.bench import Bench, use
from tests.benchmarks.figures import Figure, Report
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
    with closing(Proxy(parts.hostname or "", parts.port or 0)) as proxy:
        use({**urls, "application": moved(urls["application"], proxy.port)})
        try:
            learner, attempt = _set_up()
            found = discovery.endpoints()
            for endpoint in bench.track(found, len(found), "counting round trips"):
                report.figures += _figures(proxy, endpoint, learner, attempt)
        finally:
            database.disconnect()
            use(urls)
    return report


def call(endpoint: Endpoint, event: dict[str, Any]) -> dict[str, Any]:
    """Invoke an endpoint; it must succeed."""
    answer = endpoint(event, Context(endpoint.route.name, 10.0))
    if not 200 <= answer["statusCode"] < 300:
        raise RuntimeError(f"{endpoint.route.key} answered {answer['statusCode']}: {answer['body']}")
    return answer


def _set_up() -> tuple[uuid.UUID, str]:
    """Make a learner who may attempt the challenge and has done so; return who and which attempt."""
    learner = uuid.uuid4()
    for name in ("show_me", "grant_unlocks"):
        endpoint = requests.endpoint(name)
        call(endpoint, requests.event(endpoint, learner))
    submit = requests.endpoint("submit_attempt")
    answer = call(submit, requests.event(submit, learner))
    return learner, answer["headers"]["Location"].rpartition("/")[2]


def _figures(proxy: Proxy, endpoint: Endpoint, learner: uuid.UUID, attempt: str) -> Iterator[Figure]:
    def trips(*, keyed: bool) -> float:
        counted = []
        for _ in range(REPEATS):
            key = uuid.uuid4().hex if keyed else None
            event = requests.event(endpoint, learner, key=key, attempt_id=attempt)
            proxy.take()
            call(endpoint, event)
            counted.append(proxy.take())
        return float(min(counted))

    route = endpoint.route
    if not route.needs:
        return
    aim = READS if route.method == "GET" else None
    yield Figure(route.key, trips(keyed=False), "round trips", 1.0, SOURCE, aim)
    if route.method == "POST":
        aim = ATTEMPT if route.name == "submit_attempt" else None
        yield Figure(f"{route.key}, with Idempotency-Key", trips(keyed=True), "round trips", 1.0, SOURCE, aim)
