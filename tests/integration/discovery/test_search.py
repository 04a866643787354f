"""/v1/search: what is published is found by its words, by who may read it, the best first."""

import psycopg
import pytest

from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.made import page, track
from tests.support.membership import create, joined
from tests.support.publishing import Staff, go_live, staff
from tests.support.scene import act_as, make_user
from tests.support.tenants import join, make_tenant


def found(api: Api, by: Caller, q: str, **query: object) -> list[str]:
    """Return the references of what is found, in their order."""
    return [row["slug"] for row in api.get("/v1/search", by, params={"q": q, **query}).json()["items"]]


def test_words_are_found_by_their_stems_and_beginnings_the_title_first(api: Api, learner: Caller) -> None:
    assert found(api, learner, "shortening urls")[0] == "url-shortener"
    assert found(api, learner, "shorten")[0] == "url-shortener"
    assert found(api, learner, "shor")[0] == "url-shortener"
    assert found(api, learner, "URL Shortener")[0] == "url-shortener"
    assert "url-shortener" not in found(api, learner, "shortener -url")
    assert found(api, learner, "xylophone wombat") == []
    assert found(api, learner, "!?") == []


def test_a_result_shows_what_was_found(api: Api, learner: Caller) -> None:
    (shown, *_) = api.get("/v1/search", learner, params={"q": "shortener", "kind": "challenge"}).json()["items"]
    assert (shown["kind"], shown["organization"], shown["title"]) == ("challenge", "public", "URL shortener")
    assert shown.keys() == {"kind", "slug", "organization", "title", "summary", "snippet"}
    (cached, *_) = api.get("/v1/search", learner, params={"q": "caching"}).json()["items"]
    matches = [piece["text"].lower() for piece in cached["snippet"] if piece["is_match"]]
    assert matches
    assert all(text.startswith("cach") for text in matches)


def test_results_are_narrowed_and_paged(api: Api, learner: Caller) -> None:
    every, at = list[str](), dict[str, object]()
    while True:
        answer = api.get("/v1/search", learner, params={"q": "cache", "limit": 4} | at).json()
        every += [row["slug"] for row in answer["items"]]
        if answer["next_cursor"] is None:
            break
        at = {"cursor": answer["next_cursor"]}
    assert every == found(api, learner, "cache", limit=100)
    assert len(set(every)) == len(every) > 4
    assert set(found(api, learner, "fundamentals", kind="track")) >= {"fundamentals"}
    assert found(api, learner, "cache", organization="no-such") == []
    assert found(api, learner, "cache", organization="public") == found(api, learner, "cache")


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"q": ""}, "/query/q"),
        ({}, "/query/q"),
        ({"q": "x" * 201}, "/query/q"),
        ({"q": " ".join(["word"] * 21)}, "/query/q"),
        ({"q": "a", "kind": "quiz"}, "/query/kind"),
        ({"q": "a", "cursor": "made-up"}, "/query/cursor"),
    ],
)
def test_what_is_no_search_is_refused(api: Api, learner: Caller, query: dict[str, str], pointer: str) -> None:
    refused = problem(api.get("/v1/search", learner, params=query), 422, "invalid")
    assert [row["pointer"] for row in refused["errors"]] == [pointer]


def test_what_is_published_is_found_and_what_is_archived_is_not(
    api: Api, administrator: Caller, clouds: Clouds, fresh_database: dict[str, str]
) -> None:
    people = staff(api, administrator)
    member = joined(api, administrator, people.organization)
    ref = f"{people.organization}:made-page"
    go_live(api, people, clouds, track())
    assert found(api, member, "wombats") == []
    go_live(api, people, clouds, page(body="# Votes\n\nWombats of *replicas* \x03and more."))
    assert found(api, member, "wombat") == [ref]
    mine = {"organization": people.organization, "kind": "page"}
    assert found(api, member, "replicas", **mine) == [ref]
    assert found(api, member, "replicas -wombats", **mine) == []
    (shown,) = api.get("/v1/search", member, params={"q": "wombat"}).json()["items"]
    assert shown["snippet"] == [
        {"text": "# Votes\n\n", "is_match": False},
        {"text": "Wombats", "is_match": True},
        {"text": " of *replicas* and more.", "is_match": False},
    ]
    go_live(api, people, clouds, page(body="A platypus instead."))
    assert (found(api, member, "wombat"), found(api, member, "platypus")) == ([], [ref])
    path = people.path("page", "made-page")
    assert api.patch(path, people.administrator, json={"archived": True}).status_code == 200
    assert found(api, member, "platypus") == []
    assert api.patch(path, people.administrator, json={"archived": False}).status_code == 200
    assert found(api, member, "platypus") == [ref]


def test_nobody_finds_what_is_not_theirs(
    api: Api, administrator: Caller, clouds: Clouds, fresh_database: dict[str, str]
) -> None:
    people: Staff = staff(api, administrator)
    go_live(api, people, clouds, track())
    go_live(api, people, clouds, page(body="A very particular wombat."))
    stranger = joined(api, administrator, create(api, administrator), "org_admin")
    member = joined(api, administrator, people.organization)
    for query in ({}, {"organization": people.organization}):
        assert found(api, stranger, "wombat", **query) == []
        assert len(found(api, member, "wombat", **query)) == 1
    path = f"/v1/organizations/{people.organization}/members/{member.id}"
    assert api.request("DELETE", path, administrator).status_code == 204
    assert found(api, member, "wombat") == []


def test_the_function_finds_what_the_policy_shows(superuser: psycopg.Connection) -> None:
    """The function names the organizations itself; a search under the policy is the truth."""
    tenants = [make_tenant(superuser, slug) for slug in ("acme", "other", "third")]
    users = [make_user(superuser) for _ in range(8)]
    for number, user in enumerate(users):
        for bit, tenant in enumerate(tenants):
            if number >> bit & 1:
                join(superuser, tenant.id, user)
    for user in users:
        act_as(superuser, user)
        mine = set(
            superuser.execute(
                "select s.id from discovery.search('members only', '', null, null, null, null, 1000) as s"
            )
        )
        superuser.execute("set local role reader")
        seen = superuser.execute(
            "select d.item_id from discovery.search_documents as d"
            " where d.words @@ websearch_to_tsquery('english', 'members only')"
        ).fetchall()
        superuser.execute("reset role")
        assert mine == set(seen)


def test_the_words_are_looked_up_in_the_index(superuser: psycopg.Connection) -> None:
    superuser.execute(
        "insert into discovery.search_documents (item_id, organization_id, kind, ref, title, summary, body, words)"
        " select gen_random_uuid(), identity.public_organization(), 'page', 'made-' || n, 'Made', '', '',"
        " to_tsvector('simple', 'made' || n) from generate_series(1, 5000) as n"
    )
    superuser.execute("analyze discovery.search_documents")
    plan = superuser.execute(
        "explain select d.item_id from discovery.search_documents as d"
        " where d.words @@ to_tsquery('simple', 'made77') and d.organization_id = any(array(select identity.organization_ids()))"
    ).fetchall()
    assert any("search_documents_words_idx" in line for (line,) in plan)
