"""How often each endpoint waits for the database, BEGIN and COMMIT included, counted on the wire."""

from typing import Any

import psycopg
import pytest

from progressive_flow import discovery
from progressive_flow.routing import Need
from tests.support.api import Api, Caller, new_caller
from tests.support.content import reference_design
from tests.support.learning import admit, attempts_path, pass_level
from tests.support.wire import Proxy, behind_proxy

KEYS = [endpoint.route.key for endpoint in discovery.endpoints() if Need.DATABASE in endpoint.route.needs]
READ = 2

Case = tuple[str, dict[str, Any], int]


def cases(learner: Caller, attempt: str) -> dict[str, Case]:
    """Return for every route a path, its options and how many round trips it may take."""
    design = {"design": reference_design("url-shortener")}
    grant = {"user_id": str(learner.id), "challenge_slugs": ["caching-basics"], "reason": "test"}
    return {
        "GET /v1/health": ("/v1/health", {}, READ),
        "GET /v1/me": ("/v1/me", {}, READ),
        "PATCH /v1/me": ("/v1/me", {"json": {"display_name": "Ada", "time_zone": "Europe/Berlin"}}, 5),
        "GET /v1/tracks": ("/v1/tracks", {}, READ),
        "GET /v1/tracks/{slug}": ("/v1/tracks/systems", {}, READ),
        "GET /v1/challenges": ("/v1/challenges", {"params": {"search": "cache", "limit": 100}}, READ),
        "GET /v1/challenges/{slug}": ("/v1/challenges/url-shortener", {}, READ),
        "GET /v1/challenges/{slug}/levels/{level}": ("/v1/challenges/url-shortener/levels/1", {}, READ),
        "GET /v1/challenges/{slug}/levels/{level}/attempts": (attempts_path(), {}, READ),
        "POST /v1/challenges/{slug}/levels/{level}/attempts": (
            attempts_path(),
            {"json": design, "headers": {"idempotency-key": "key"}},
            5,
        ),
        "GET /v1/attempts/{attempt_id}": (f"/v1/attempts/{attempt}", {}, READ),
        "POST /v1/admin/unlock-grants": (
            "/v1/admin/unlock-grants",
            {"json": grant, "headers": {"idempotency-key": "key"}},
            5,
        ),
        "GET /v1/leaderboards/{period}/{metric}": ("/v1/leaderboards/all_time/xp", {}, READ),
        "GET /v1/leaderboards/{period}/{metric}/me": ("/v1/leaderboards/all_time/xp/me", {}, READ),
    }


def test_every_endpoint_with_a_database_is_counted(learner: Caller) -> None:
    assert set(cases(learner, "")) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_round_trips(api: Api, database: dict[str, str], key: str) -> None:
    learner = admit(api, new_caller("platform_admin"), "url-shortener")
    path, options, most = cases(learner, pass_level(api, learner)["id"])[key]
    with behind_proxy(database) as proxy:
        api.get("/v1/health")  # connects
        taken = []
        for turn in range(3):
            headers = {name: f"{value}-{turn}" for name, value in options.get("headers", {}).items()}
            proxy.take()
            response = api.request(key.partition(" ")[0], path, learner, **{**options, "headers": headers})
            taken.append(proxy.take())
            assert response.status_code < 300, response.text
    assert 2 <= min(taken) <= most


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
