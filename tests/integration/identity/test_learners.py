"""GET /v1/admin/learners, what is beneath it, and the functions that cross learners for it."""

import uuid
from typing import Any

import psycopg
import pytest

from tests.support.api import Api, Caller, new_caller, problem
from tests.support.learning import admit, attempts_path, beyond_policies, pass_level, pointers, walk

PATH = "/v1/admin/learners"
NOBODY = str(uuid.UUID(int=5))


@pytest.fixture
def named(api: Api, learner: Caller, database: dict[str, str], admin_url: str) -> Caller:
    """A learner whose address, username and display name begin alike nowhere else."""
    mark = learner.id.hex[:12]
    api.patch("/v1/me", learner, json={"username": f"U{mark}.ada", "display_name": f"N{mark} Lovelace"})
    with beyond_policies(database, admin_url) as connection:
        connection.execute("update identity.users set email = %s where id = %s", [f"a{mark}@example.com", learner.id])
    return learner


def ids_of(api: Api, administrator: Caller, text: str) -> list[str]:
    """Return the ids of whom a search finds."""
    response = api.get(PATH, administrator, params={"search": text, "limit": 100})
    assert response.status_code == 200, response.text
    return [row["id"] for row in response.json()["items"]]


@pytest.mark.parametrize("form", ["a{}@exam", "u{}", "N{} love", "n{} LOVE", "A{}"])
def test_a_learner_is_found_by_the_beginning_of_a_name_or_an_address(
    api: Api, named: Caller, administrator: Caller, form: str
) -> None:
    assert ids_of(api, administrator, form.format(named.id.hex[:12])) == [str(named.id)]


@pytest.mark.parametrize("form", ["{}", "lovelace", "%{}", "_{}", "u{}_ada"])
def test_neither_the_middle_of_a_name_nor_a_pattern_finds_anybody(
    api: Api, named: Caller, administrator: Caller, form: str
) -> None:
    assert str(named.id) not in ids_of(api, administrator, form.format(named.id.hex[:12]))


def test_pages_show_each_learner_once_in_the_order_of_usernames(api: Api, administrator: Caller) -> None:
    mark = f"w{uuid.uuid4().hex[:8]}"
    callers = [new_caller() for _ in range(5)]
    for number, caller in enumerate(callers):
        api.patch("/v1/me", caller, json={"username": f"{mark.upper() if number % 2 else mark}-{number}"})
    pages = walk(api, administrator, PATH, search=mark, limit=2)
    assert [row["id"] for page in pages for row in page] == [str(caller.id) for caller in callers]
    assert [len(page) for page in pages] == [2, 2, 1]


def test_a_learner_is_shown_with_progress(api: Api, named: Caller, administrator: Caller) -> None:
    pass_level(api, named, "static-website")
    shown = api.get(f"{PATH}/{named.id}", administrator).json()
    me = api.get("/v1/me", named).json()
    assert {
        name: shown[name] for name in ("id", "username", "email", "display_name", "organizations", "created_at")
    } == {name: me[name] for name in ("id", "username", "email", "display_name", "organizations", "created_at")}
    assert shown["figures"]["total_xp"] == me["total_xp"] > 0
    assert (shown["figures"]["levels_completed"], shown["figures"]["current_streak_days"]) == (1, 1)
    assert shown["erased_at"] is None
    tried = [challenge for challenge in shown["challenges"] if challenge["total_attempts"]]
    assert [(row["slug"], row["levels_completed"], row["unlocked"]) for row in tried] == [("static-website", [1], True)]


def test_attempts_at_all_levels_are_listed_newest_first(api: Api, learner: Caller, administrator: Caller) -> None:
    admit(api, learner, "url-shortener")
    made = [pass_level(api, learner, slug)["id"] for slug in ("static-website", "url-shortener", "static-website")]
    pages = walk(api, administrator, f"{PATH}/{learner.id}/attempts", limit=2)
    rows = [row for page in pages for row in page]
    assert [row["id"] for row in rows] == made[::-1]
    assert rows[1] == api.get(attempts_path(), learner).json()["items"][0]


def test_an_erased_learner_is_shown_as_erased_without_a_person(api: Api, named: Caller, administrator: Caller) -> None:
    pass_level(api, named, "static-website")
    username = api.get("/v1/me", named).json()["username"]
    assert api.request("DELETE", "/v1/me", named, params={"confirm": username}).status_code == 204
    mark = named.id.hex[:12]
    assert [ids_of(api, administrator, text) for text in (f"a{mark}", f"u{mark}", f"n{mark}")] == [[], [], []]
    shown = api.get(f"{PATH}/{named.id}", administrator)
    assert shown.json()["erased_at"]
    assert (shown.json()["figures"], shown.json()["challenges"]) == (None, [])
    assert mark not in shown.text.replace(str(named.id), "").lower()
    assert api.get(f"{PATH}/{named.id}/attempts", administrator).json()["items"] == []


@pytest.mark.parametrize("below", ["", "/attempts", "/unlock-grants", "/xp-corrections"])
def test_nobody_is_not_found(api: Api, administrator: Caller, below: str) -> None:
    problem(api.get(f"{PATH}/{NOBODY}{below}", administrator), 404, "not-found")


@pytest.mark.parametrize(
    ("params", "pointer"),
    [
        ({"search": ""}, "/query/search"),
        ({"search": "x" * 256}, "/query/search"),
        ({"cursor": "WzFd"}, "/query/cursor"),
        ({"limit": 0}, "/query/limit"),
        ({"name": "ada"}, "/query/name"),
    ],
)
def test_bad_parameters_are_pointed_at(api: Api, administrator: Caller, params: dict[str, Any], pointer: str) -> None:
    response = api.get(PATH, administrator, params=params)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]


@pytest.mark.parametrize(
    "statement",
    [
        "learning.search_learners(null, '', 10)",
        "learning.show_learner(%(learner)s)",
        "learning.show_learner_challenges(%(learner)s)",
        "learning.list_learner_attempts(%(learner)s, null, null, 10)",
        "learning.list_learner_grants(%(learner)s)",
        "learning.list_learner_corrections(%(learner)s, null, null, 10)",
    ],
)
def test_the_functions_ask_for_the_permission_themselves(sql: Any, statement: str) -> None:
    mine = uuid.uuid4()
    session = sql("reader", mine)
    with pytest.raises(psycopg.errors.DatabaseError) as refusal, session.transaction():
        session.execute(f"select * from {statement}".encode(), {"learner": mine})
    assert (refusal.value.sqlstate, refusal.value.diag.constraint_name) == ("PF403", "forbidden")
