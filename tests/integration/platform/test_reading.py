"""What every GET has in common: HEAD, caches, compression, its parameters and the cursors of its lists."""

import gzip

import pytest

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import Access
from progressive_flow.kernel.http import paging
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import pass_level, pointers

READS = [endpoint.route for endpoint in registry.endpoints() if endpoint.route.method == "GET"]
PERSONAL = [route.path for route in READS if "{" not in route.path and route.access is not Access.PUBLIC]


@pytest.mark.parametrize("path", ["/v1/me", "/v1/health", "/v1/challenges", "/v1/challenges/nothing"])
def test_head_answers_as_get_without_a_body(api: Api, learner: Caller, path: str) -> None:
    read, head = api.get(path, learner), api.request("HEAD", path, learner)
    assert (head.status_code, head.content) == (read.status_code, b"")
    varying = {"x-request-id", "apigw-requestid", "date"}
    assert {name: value for name, value in head.headers.items() if name not in varying} == {
        name: value for name, value in read.headers.items() if name not in varying
    }


def test_head_needs_a_token_where_get_does(api: Api) -> None:
    assert api.request("HEAD", "/v1/me").status_code == 401
    answer = api.request("POST", "/v1/challenges")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", PERSONAL)
def test_what_needs_a_token_is_kept_for_its_caller_and_asked_for_again(api: Api, learner: Caller, path: str) -> None:
    pass_level(api, learner, "static-website")
    headers = api.get(path, learner).headers
    if "etag" in headers:  # a route for administrators refuses this learner
        assert {part.strip() for part in headers["vary"].split(",")} >= {"Authorization", "Origin"}
        assert headers["cache-control"] == "private, no-cache"


def test_the_dashboard_is_read_live(api: Api, learner: Caller) -> None:
    before = api.get("/v1/me/dashboard", learner)
    pass_level(api, learner, "static-website")
    after = api.get("/v1/me/dashboard", learner, headers={"if-none-match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json() != before.json()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip", "gzip"), ("br;q=1, gzip;q=0.5", "gzip"), ("*", "gzip"), ("gzip;q=0", None), ("br", None), ("", None)],
)
def test_a_long_answer_is_compressed_for_who_takes_it(
    api: Api, learner: Caller, accepted: str, coding: str | None
) -> None:
    answer = api.get("/v1/challenges?limit=100", learner, headers={"accept-encoding": accepted})
    assert answer.headers.get("content-encoding") == coding
    assert len(answer.json()["items"]) > 50
    assert "Accept-Encoding" in answer.headers["vary"]
    if coding:
        assert int(answer.headers["content-length"]) < len(answer.content) / 3
        assert len(gzip.compress(answer.content)) < int(answer.headers["content-length"]) * 2


def test_a_short_answer_is_not_compressed(api: Api, learner: Caller) -> None:
    assert "content-encoding" not in api.get("/v1/me/streak", learner, headers={"accept-encoding": "gzip"}).headers


def test_both_codings_are_known_by_their_tags(api: Api, learner: Caller) -> None:
    path = "/v1/challenges?limit=100"
    tags = [
        api.get(path, learner, headers={"accept-encoding": coding}).headers["etag"] for coding in ("identity", "gzip")
    ]
    assert tags[0] != tags[1]
    for tag in tags:
        assert api.get(path, learner, headers={"if-none-match": f"W/{tag}"}).status_code == 304


def test_a_parameter_that_there_is_not_is_refused(api: Api, learner: Caller) -> None:
    answer = api.get("/v1/challenges?limt=5&foo=", learner)
    assert "cursor" in problem(answer, 422, "invalid")["errors"][0]["message"]
    assert set(pointers(answer)) == {"/query/limt", "/query/foo"}
    problem(api.get("/v1/me?x=1", learner), 422, "invalid")


def test_text_that_the_database_cannot_hold_is_pointed_at(api: Api, learner: Caller) -> None:
    answer = api.get("/v1/challenges?search=a%00b", learner)
    problem(answer, 422, "invalid")
    assert pointers(answer) == ["/query/search"]


def test_the_form_of_an_answer_does_not_depend_on_what_is_accepted(api: Api, learner: Caller) -> None:
    answer = api.get("/v1/challenges", learner, headers={"accept": "image/png"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")


def test_a_cursor_is_of_its_list(api: Api, learner: Caller) -> None:
    for _ in range(3):
        pass_level(api, new_caller(), "static-website")
    cursor = api.get("/v1/challenges?limit=1&track=concepts", learner).json()["next_cursor"]
    assert api.get(f"/v1/challenges?limit=2&track=concepts&cursor={cursor}", learner).status_code == 200
    for path in ("/v1/challenges?track=systems", "/v1/challenges?", "/v1/leaderboards/all_time/xp?"):
        refused = api.get(f"{path}&cursor={cursor}", learner)
        problem(refused, 422, "invalid")
        assert pointers(refused) == ["/query/cursor"]
    of_xp = api.get("/v1/leaderboards/all_time/xp?limit=1", learner).json()["next_cursor"]
    problem(api.get(f"/v1/leaderboards/monthly/streak?cursor={of_xp}", learner), 422, "invalid")


@pytest.mark.parametrize(
    ("path", "rest"), [("/v1/challenges", ("", 1, 1)), ("/v1/achievements", (0, "")), ("/v1/me/progress", (0, 0))]
)
@pytest.mark.parametrize("first", ["\ud800", "\0", None, {}, 1])
def test_a_made_up_place_in_a_list_is_refused(
    api: Api, learner: Caller, path: str, rest: tuple[object, ...], first: object
) -> None:
    cursor = paging.bound(paging.encode([first, *rest]), {"rawPath": path})
    answer = api.get(f"{path}?cursor={cursor}", learner)
    problem(answer, 422, "invalid")
    assert pointers(answer) == ["/query/cursor"]
    usual = paging.bound(paging.encode(["a", *rest]), {"rawPath": path})
    assert api.get(f"{path}?cursor={usual}", learner).status_code == 200
