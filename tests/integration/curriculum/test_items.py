"""/v1/organizations/{organization}/items: drafts, their history, who may change them."""

from functools import partial

import psycopg

from progressive_flow.curriculum.items import drafts
from progressive_flow.curriculum.items.models import DraftToSave
from progressive_flow.kernel.database import transactions
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.authoring import path, save
from tests.support.connections import at_once
from tests.support.learning import beyond_policies, walk
from tests.support.made import challenge, track
from tests.support.membership import create, joined


def test_a_draft_is_begun_and_saved_again(api: Api, slug: str, author: Caller) -> None:
    begun = save(api, author, slug, track())
    assert (begun.status_code, begun.json()["revision"], begun.json()["document"]) == (200, 1, track())
    changed = track() | {"title": "Renamed"}
    saved = save(api, author, slug, changed, headers={"if-match": begun.headers["etag"]})
    assert (saved.json()["revision"], saved.json()["title"], saved.json()["state"]) == (2, "Renamed", "draft")
    assert api.get(path(slug), author).headers["etag"] == saved.headers["etag"]
    assert api.get(path(slug), author, params={"revision": 1}).json()["document"] == track()
    problem(api.get(path(slug), author, params={"revision": 3}), 404, "not-found")
    rows = api.get(f"{path(slug)}/revisions", author).json()["items"]
    username = api.get("/v1/me", author).json()["username"]
    assert [(row["revision"], row["saved_by"]) for row in rows] == [(2, username), (1, username)]


def test_nobody_replaces_what_they_have_not_read(api: Api, slug: str, author: Caller) -> None:
    first = save(api, author, slug, track())
    unread = save(api, author, slug, track() | {"title": "Unread"})
    problem(unread, 428, "precondition-required")
    assert unread.headers["etag"] == first.headers["etag"]
    tag = {"if-match": first.headers["etag"]}
    assert save(api, author, slug, track() | {"title": "Second"}, headers=tag).status_code == 200
    problem(save(api, author, slug, track() | {"title": "Late"}, headers=tag), 412, "precondition-failed")
    assert api.get(path(slug), author).json()["title"] == "Second"


def test_what_is_equal_is_no_revision(api: Api, slug: str, author: Caller) -> None:
    first = save(api, author, slug, track())
    reordered = dict(reversed(track().items()))
    again = save(api, author, slug, reordered, headers={"if-match": first.headers["etag"]})
    assert (again.json()["revision"], again.headers["etag"]) == (1, first.headers["etag"])


def test_two_who_begin_one_item_at_once_begin_it_once(
    api: Api, administrator: Caller, fresh_database: dict[str, str], slug: str, author: Caller
) -> None:
    other = joined(api, administrator, slug, "author")

    def begin(caller: Caller) -> str:
        try:
            with transactions.begin(proofs.principal(caller.id), role="staff") as db:
                drafts.save_draft(db, slug, "track", "made-track", DraftToSave(document=track()))
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "saved"

    outcomes = at_once([partial(begin, caller) for caller in (author, other)])
    assert set(outcomes) <= {"saved", "not-the-owner", "item-exists"}
    assert outcomes.count("saved") == 1
    assert api.get(path(slug), author).json()["revision"] == 1


def test_an_author_changes_their_own_drafts_and_an_administrator_all(
    api: Api, administrator: Caller, slug: str, author: Caller
) -> None:
    first = save(api, author, slug, track())
    tag = {"if-match": first.headers["etag"]}
    other, manager = joined(api, administrator, slug, "author"), joined(api, administrator, slug, "org_admin")
    problem(save(api, other, slug, track() | {"title": "Theirs"}, headers=tag), 403, "not-the-owner")
    problem(api.request("DELETE", path(slug), other), 403, "not-the-owner")
    assert save(api, manager, slug, track() | {"title": "Theirs no more"}, headers=tag).status_code == 200
    for role in ("learner", "reviewer", "instructor"):
        member = joined(api, administrator, slug, role)
        problem(save(api, member, slug, track()), 403, "forbidden")
    reviewer = joined(api, administrator, slug, "reviewer")
    assert api.get(path(slug), reviewer).json()["title"] == "Theirs no more"
    learner = joined(api, administrator, slug)
    for address in (path(slug), f"{path(slug)}/revisions", f"/v1/organizations/{slug}/items"):
        problem(api.get(address, learner), 403, "forbidden")


def test_a_draft_is_deleted_with_its_history(
    api: Api, slug: str, author: Caller, database: dict[str, str], admin_url: str
) -> None:
    save(api, author, slug, track())
    assert api.request("DELETE", path(slug), author).status_code == 204
    problem(api.get(path(slug), author), 404, "not-found")
    problem(api.request("DELETE", path(slug), author), 404, "not-found")
    with beyond_policies(database, admin_url) as connection:
        found = connection.execute(
            "select (select count(*) from content.item_revisions as r where r.organization_id = o.id),"
            " (select array_agg(a.action order by a.id) from platform.audit_log as a where a.organization_id = o.id"
            " and a.subject_type = 'item') from identity.organizations as o where o.slug = %s", [slug],
        ).fetchone()  # fmt: skip
    assert found == (0, ["item.made", "item.deleted"])


def test_items_are_listed_narrowed_and_paged(api: Api, administrator: Caller, slug: str, author: Caller) -> None:
    for number in range(3):
        save(api, author, slug, track(f"track-{number}"))
    manager = joined(api, administrator, slug, "org_admin")
    save(api, manager, slug, challenge())
    address = f"/v1/organizations/{slug}/items"
    pages = walk(api, manager, address, limit=2)
    assert [row["slug"] for page in pages for row in page] == ["static-website", "track-2", "track-1", "track-0"]
    for narrowed, expected in (
        ({"kind": "challenge"}, ["static-website"]),
        ({"own": "true"}, ["static-website"]),
        ({"search": "TRACK-1"}, ["track-1"]),
        ({"search": "%"}, []),
        ({"state": "live"}, []),
    ):
        rows = api.get(address, manager, params=narrowed).json()["items"]
        assert [row["slug"] for row in rows] == expected
    assert "id" not in pages[0][0]


def test_an_organization_has_so_many_items(api: Api, administrator: Caller, slug: str, author: Caller) -> None:
    api.patch(f"/v1/organizations/{slug}", administrator, json={"max_items": 1})
    tag = save(api, author, slug, track()).headers["etag"]
    problem(save(api, author, slug, track("second")), 409, "items-full")
    assert save(api, author, slug, track() | {"title": "Kept"}, headers={"if-match": tag}).status_code == 200


def test_the_drafts_of_another_organization_are_not_there(
    api: Api, administrator: Caller, slug: str, author: Caller
) -> None:
    other = create(api, administrator)
    save(api, author, slug, track())
    stranger = joined(api, administrator, other, "org_admin")
    for organization in (slug, "no-such"):
        problem(api.get(path(organization), stranger), 403, "forbidden")
        problem(save(api, stranger, organization, track()), 403, "forbidden")
        problem(api.request("DELETE", path(organization), stranger), 403, "forbidden")
    assert api.get(f"/v1/organizations/{other}/items", stranger).json()["items"] == []


def test_old_revisions_beyond_fifty_go(
    api: Api, fresh_database: dict[str, str], admin_url: str, slug: str, author: Caller
) -> None:
    tag = save(api, author, slug, track()).headers["etag"]
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute(
            "insert into content.item_revisions (item_id, organization_id, revision, document, bytes, content_hash, created_at)"
            " select r.item_id, r.organization_id, n, '{}', 2, sha256(n::text::bytea), r.created_at - interval '100 days'"
            " from content.item_revisions as r, generate_series(2, 60) as n"
        )
        connection.execute("update content.items set revision = 60")
        connection.commit()
    current = api.get(path(slug), author).headers["etag"]
    assert current != tag
    assert save(api, author, slug, track() | {"title": "New"}, headers={"if-match": current}).json()["revision"] == 61
    kept = [row["revision"] for page in walk(api, author, f"{path(slug)}/revisions", limit=100) for row in page]
    # the first was saved today
    assert kept == [*range(61, 11, -1), 1]


def test_who_was_erased_owns_nothing_and_is_named_nowhere(
    api: Api, administrator: Caller, slug: str, author: Caller
) -> None:
    save(api, author, slug, track())
    username = api.get("/v1/me", author).json()["username"]
    assert api.request("DELETE", "/v1/me", author, params={"confirm": username}).status_code in {202, 204}
    manager = joined(api, administrator, slug, "org_admin")
    item = api.get(path(slug), manager).json()
    assert (item["owner"], item["saved_by"]) == (None, None)
    assert save(api, manager, slug, track() | {"title": "Ours"}, headers={"if-match": "*"}).status_code == 200
