"""Leaderboards of organizations, of challenges and of past days."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from progressive_flow.kernel import clock
from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import admit, award, beyond_policies, pass_level, pointers, refresh_leaderboards, walk
from tests.support.scene import NOON
from tests.support.tenants import join as join_organization
from tests.support.tenants import make_tenant

LEADERBOARD, MINE = "/v1/leaderboards/all_time/xp", "/v1/leaderboards/all_time/xp/me"
SNAPSHOTS = "/v1/leaderboards/daily/xp/snapshots"
CHALLENGE = "/v1/challenges/url-shortener/leaderboard"
ACME = {"scope": "organization", "organization": "acme"}


@pytest.fixture
def world(fresh_database: dict[str, str], admin_url: str) -> Iterator[psycopg.Connection]:
    """An empty world at noon of a Wednesday, with an organization."""
    with clock.moved_to(NOON), beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "insert into identity.organizations (id, slug, name, created_at) values (%s, 'acme', 'Acme', now())",
            [uuid.UUID(int=7)],
        )
        yield connection


def join(api: Api, world: psycopg.Connection, name: str, xp: int = 0, *, member: bool = True, **fields: Any) -> Caller:
    """Make somebody with a name and so much XP, a member of the organization or not."""
    someone = new_caller()
    api.patch("/v1/me", someone, json={"display_name": name, **fields})
    if member:
        world.execute(
            "insert into identity.members (organization_id, user_id, created_at) values (%s, %s, now())",
            [uuid.UUID(int=7), someone.id],
        )
    if xp:
        award(world, someone.id, xp, NOON)
    return someone


def names(api: Api, caller: Caller, path: str = LEADERBOARD, **params: Any) -> list[tuple[int, str, int]]:
    """Return a leaderboard's ranks, names and values."""
    items = api.get(path, caller, params=params).json()["items"]
    return [(row["rank"], row["name"], row["value"]) for row in items]


def test_members_see_their_organizations_leaderboard(api: Api, world: psycopg.Connection) -> None:
    me = join(api, world, "Ada", 20)
    join(api, world, "Bob", 30)
    join(api, world, "Stranger", 500, member=False)
    refresh_leaderboards()
    assert names(api, me, **ACME) == [(1, "Bob", 30), (2, "Ada", 20)]
    assert names(api, me) == [(1, "Stranger", 500), (2, "Bob", 30), (3, "Ada", 20)]
    mine = api.get(MINE, me, params=ACME).json()
    assert (mine["rank"], mine["participants"], mine["rank_percentile"]) == (2, 2, 50)
    assert [row["name"] for row in mine["neighbours"]] == ["Bob", "Ada"]


def test_an_organization_shows_none_if_it_wants_none(
    api: Api, world: psycopg.Connection, administrator: Caller
) -> None:
    me = join(api, world, "Ada", 20)
    tenant = make_tenant(world, "school")
    join_organization(world, tenant.id, me.id)
    school, challenge = {**ACME, "organization": "school"}, f"/v1/challenges/{tenant.ref('url-shortener')}/leaderboard"
    assert api.get(LEADERBOARD, me, params=school).status_code == api.get(challenge, me).status_code == 200
    for shown, status in ((False, 404), (True, 200)):
        change = {"leaderboards": shown}
        assert api.patch("/v1/organizations/school", administrator, json=change).status_code == 200
        for path in (LEADERBOARD, MINE, SNAPSHOTS):
            assert api.get(path, me, params=school).status_code == status, path
        assert api.get(challenge, me).status_code == status
        assert api.get(LEADERBOARD, me, params=ACME).status_code == api.get(LEADERBOARD, me).status_code == 200


@pytest.mark.parametrize("path", [LEADERBOARD, MINE, SNAPSHOTS], ids=["leaderboard", "mine", "snapshots"])
def test_others_do_not_learn_that_there_is_one(api: Api, world: psycopg.Connection, path: str) -> None:
    stranger = join(api, world, "Eve", 10, member=False)
    problem(api.get(path, stranger, params=ACME), 404, "not-found")
    problem(api.get(path, stranger, params={**ACME, "organization": "nothing"}), 404, "not-found")
    member = join(api, world, "Ada", 10)
    assert api.get(path, member, params=ACME).status_code == 200


@pytest.mark.parametrize("path", [LEADERBOARD, MINE, SNAPSHOTS], ids=["leaderboard", "mine", "snapshots"])
@pytest.mark.parametrize(
    "params", [{"scope": "organization"}, {"organization": "acme"}], ids=["no-organization", "no-scope"]
)
def test_scope_and_organization_go_together(api: Api, learner: Caller, path: str, params: dict[str, str]) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == ["/query/organization"]


def test_public_is_everybody(api: Api, world: psycopg.Connection) -> None:
    me = join(api, world, "Ada", 20, member=False)
    refresh_leaderboards()
    public = api.get(LEADERBOARD, me, params={"scope": "organization", "organization": "public"}).json()
    assert public == api.get(LEADERBOARD, me).json()


def test_a_past_day_belongs_to_its_periods(api: Api, world: psycopg.Connection) -> None:
    me = join(api, world, "Ada")
    award(world, me.id, 20, NOON - timedelta(days=8))
    award(world, me.id, 5, NOON)
    values = {
        period: names(api, me, f"/v1/leaderboards/{period}/xp", date="2026-04-28")
        for period in ("daily", "weekly", "monthly", "all_time")
    }
    assert {period: [row[2] for row in rows] for period, rows in values.items()} == {
        "daily": [20], "weekly": [20], "monthly": [20], "all_time": [25],
    }  # fmt: skip
    weekly = api.get("/v1/leaderboards/weekly/xp/me", me, params={"date": "2026-04-28"}).json()
    assert (weekly["period_date"], weekly["value"]) == ("2026-04-27", 20)
    assert names(api, me, "/v1/leaderboards/daily/xp", date="2020-01-01") == []


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_read_empty(api: Api, world: psycopg.Connection, date: str) -> None:
    me = join(api, world, "Ada", 10)
    for period in ("daily", "weekly", "monthly"):
        response = api.get(f"/v1/leaderboards/{period}/xp", me, params={"date": date})
        assert (response.status_code, response.json()["items"]) == (200, [])


@pytest.mark.parametrize(
    ("path", "params", "pointer"),
    [
        (LEADERBOARD, {"date": "yesterday"}, "/query/date"),
        (LEADERBOARD, {"scope": "planet"}, "/query/scope"),
        (MINE, {"neighbours": 26}, "/query/neighbours"),
        (SNAPSHOTS, {"top": 101}, "/query/top"),
        (SNAPSHOTS, {"cursor": "WzFd"}, "/query/cursor"),
        (CHALLENGE, {"limit": 0}, "/query/limit"),
        (CHALLENGE, {"cursor": "x"}, "/query/cursor"),
    ],
    ids=["date", "scope", "neighbours", "top", "cursor", "limit", "challenge-cursor"],
)
def test_a_bad_parameter_is_pointed_at(
    api: Api, learner: Caller, path: str, params: dict[str, Any], pointer: str
) -> None:
    response = api.get(path, learner, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


def test_percentile_is_null_before_the_first_xp_and_100_at_the_top(api: Api, world: psycopg.Connection) -> None:
    first, idle = join(api, world, "Ada", 50), join(api, world, "Idle")
    unranked = api.get(MINE, first).json()
    assert (unranked["refreshed_at"], unranked["rank"], unranked["participants"]) == (None, 1, 1), "one of one"
    refresh_leaderboards()
    top, none = api.get(MINE, first).json(), api.get(MINE, idle).json()
    assert (top["rank"], top["rank_percentile"]) == (1, 100)
    assert (none["rank"], none["value"], none["rank_percentile"], none["neighbours"]) == (None, None, None, [])


def test_a_challenges_leaderboard_ranks_what_was_earned_on_it(api: Api, world: psycopg.Connection) -> None:
    one_level, two_levels = (join(api, world, name, 500 * (name == "Ada"), member=False) for name in ("Ada", "Bob"))
    for someone in (one_level, two_levels):
        admit(api, someone, "url-shortener")
        pass_level(api, someone)
    pass_level(api, two_levels, level=2)
    refresh_leaderboards()
    assert names(api, one_level, CHALLENGE) == [(1, "Bob", 75), (2, "Ada", 30)]
    leaderboard = api.get(CHALLENGE, one_level).json()
    assert (leaderboard["period"], leaderboard["period_date"], leaderboard["participants"]) == ("all_time", None, 2)
    assert [row["is_me"] for row in leaderboard["items"]] == [False, True]
    assert [row for page in walk(api, one_level, CHALLENGE, limit=1) for row in page] == leaderboard["items"]
    pass_level(api, one_level)  # a second pass earns nothing
    assert names(api, one_level, CHALLENGE)[1] == (2, "Ada", 30)


def test_a_challenges_leaderboard_honours_visibility(api: Api, world: psycopg.Connection) -> None:
    me = join(api, world, "Ada", member=False)
    hidden = join(api, world, "Harriet", member=False, visibility="hidden")
    masked = join(api, world, "Petra", member=False, visibility="pseudonym")
    for someone in (hidden, masked):
        admit(api, someone, "url-shortener")
        pass_level(api, someone)
    rows = api.get(CHALLENGE, me).json()["items"]
    assert [row["name"].split()[0] for row in rows] == ["Learner"]
    for path in (LEADERBOARD, "/v1/leaderboards/daily/xp", "/v1/leaderboards/all_time/streak"):
        assert len(api.get(path, me).json()["items"]) == 1
        assert "Petra" not in api.get(path, me).text


def test_a_challenge_nobody_tried_has_an_empty_leaderboard(api: Api, learner: Caller) -> None:
    leaderboard = api.get("/v1/challenges/cdn-basics/leaderboard", learner).json()
    assert (leaderboard["items"], leaderboard["participants"], leaderboard["refreshed_at"]) == ([], 0, None)
    problem(api.get("/v1/challenges/nothing/leaderboard", learner), 404, "not-found")
    assert api.get(CHALLENGE).status_code == 401
