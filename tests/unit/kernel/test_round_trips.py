"""How often each endpoint waits for the database, BEGIN and COMMIT included, counted on the wire."""

from dataclasses import replace

import psycopg
import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.endpoint import Endpoint
from tests.support import cases, clients
from tests.support.api import Api, Caller
from tests.support.learning import attempts_path
from tests.support.wire import Proxy, behind_proxy

ENDPOINTS = [endpoint for endpoint in registry.endpoints() if endpoint.route.transacts]


@pytest.mark.usefixtures("shared_clouds")
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: each.route.key)
def test_round_trips(api: Api, database: dict[str, str], endpoint: Endpoint) -> None:
    route, case, client = endpoint.route, cases.of_endpoint(endpoint), clients.settled()
    with behind_proxy(database) as proxy:
        api.get("/v1/health")  # connects
        taken = []
        for turn in range(3):
            request = case.request(client)
            caller = Caller(request.sender or client.id, clients.groups(route))
            if route.method == "POST":
                request = replace(request, headers={"idempotency-key": f"key-{turn}"})
            proxy.take()
            response = api.request(route.method, request.url(route), caller, **request.options)
            taken.append(proxy.take())
            assert response.status_code < 300, response.text
    # a write that nobody is counted for and that returns nothing travels with its COMMIT
    fewest = 2 if route.limit or route.method == "GET" else 1
    assert fewest <= min(taken) <= case.max_round_trips(route)


def test_an_empty_list_asks_no_more_often_than_a_full_one(api: Api, database: dict[str, str], learner: Caller) -> None:
    api.get("/v1/me", learner)
    with behind_proxy(database) as proxy:
        api.get("/v1/health")
        taken = []
        for _ in range(3):
            proxy.take()
            assert api.get(attempts_path(), learner).json()["items"] == []
            taken.append(proxy.take())
    assert min(taken) == 2


def test_the_count_is_that_of_the_wire(database: dict[str, str]) -> None:
    with behind_proxy(database) as proxy, psycopg.connect(_url(database, proxy), autocommit=True) as connection:
        proxy.take()
        for _ in range(5):
            connection.execute("select 1")
        assert proxy.take() == 5


def _url(database: dict[str, str], proxy: Proxy) -> str:
    host, _, name = database["application"].rpartition("/")
    return f"{host.rpartition('@')[0]}@127.0.0.1:{proxy.port}/{name}"
