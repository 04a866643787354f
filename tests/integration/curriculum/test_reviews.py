"""…/revisions/{revision}/review and …/reviews: a second person says whether a revision can be published."""

from functools import partial
from typing import Any

import httpx
import psycopg
import pytest

from progressive_flow.curriculum.items import drafts
from progressive_flow.curriculum.items.models import DraftToSave
from progressive_flow.curriculum.reviews import service
from progressive_flow.curriculum.reviews.models import ReviewToSave
from progressive_flow.curriculum.reviews.pointers import leads_somewhere
from progressive_flow.kernel.database import transactions
from tests.support import proofs
from tests.support.api import Api, Caller, problem
from tests.support.connections import at_once
from tests.support.learning import beyond_policies, pointers
from tests.support.made import track
from tests.support.membership import create, joined


@pytest.fixture
def slug(fresh_database: dict[str, str], slug: str) -> str:
    """Return an organization in a database of the test's own."""
    return slug


@pytest.fixture
def author(api: Api, administrator: Caller, slug: str) -> Caller:
    """Return an author of the organization, who saved the draft of a track."""
    caller = joined(api, administrator, slug, "author", "reviewer")
    assert save(api, caller, slug).status_code == 200
    return caller


@pytest.fixture
def reviewer(api: Api, administrator: Caller, slug: str) -> Caller:
    """Return a reviewer of the organization."""
    return joined(api, administrator, slug, "reviewer")


def save(api: Api, by: Caller, organization: str, **changes: Any) -> httpx.Response:
    """Save the draft, over what is there."""
    path = f"/v1/organizations/{organization}/items/track/made-track"
    there = api.get(path, by).status_code == 200
    headers = {"if-match": "*"} if there else {}
    return api.request("PUT", path, by, json={"document": track() | changes}, headers=headers)


def review(api: Api, by: Caller, organization: str, revision: int = 1, **body: Any) -> httpx.Response:
    """Review a revision; approve it if nothing else is said."""
    path = f"/v1/organizations/{organization}/items/track/made-track/revisions/{revision}/review"
    return api.request("PUT", path, by, json={"verdict": "approved", **body})


def listed(api: Api, by: Caller, organization: str, **query: Any) -> list[tuple[int, str, bool]]:
    """Return what reviewers said: revision, verdict, and whether the caller did."""
    path = f"/v1/organizations/{organization}/items/track/made-track/reviews"
    return [(row["revision"], row["verdict"], row["is_own"]) for row in api.get(path, by, params=query).json()["items"]]


def test_a_reviewer_asks_for_changes_and_then_approves(
    api: Api, slug: str, author: Caller, reviewer: Caller, fresh_database: dict[str, str], admin_url: str
) -> None:
    comments = [{"pointer": "/modules/0/title", "text": "Say more."}]
    asked = review(api, reviewer, slug, verdict="changes_requested", comments=comments)
    assert (asked.status_code, asked.json()["comments"]) == (200, comments)
    assert save(api, author, slug, title="Better").json()["revision"] == 2
    assert review(api, reviewer, slug, 2).json()["verdict"] == "approved"
    assert listed(api, author, slug) == [(2, "approved", False), (1, "changes_requested", False)]
    assert listed(api, reviewer, slug, revision=2) == [(2, "approved", True)]
    with beyond_policies(fresh_database, admin_url) as connection:
        events = connection.execute(
            "select o.user_id, o.payload ->> 'verdict' from platform.outbox as o where o.topic = 'item.reviewed' order by o.id"
        ).fetchall()
    assert events == [(author.id, "changes_requested"), (author.id, "approved")]


def test_a_second_review_replaces_the_first(api: Api, slug: str, author: Caller, reviewer: Caller) -> None:
    first = review(api, reviewer, slug)
    tag = {"if-match": first.headers["etag"]}
    path = f"/v1/organizations/{slug}/items/track/made-track/revisions/1/review"
    changed = api.request("PUT", path, reviewer, json={"verdict": "changes_requested"}, headers=tag)
    assert changed.status_code == 200
    problem(api.request("PUT", path, reviewer, json={"verdict": "approved"}, headers=tag), 412, "precondition-failed")
    assert listed(api, author, slug) == [(1, "changes_requested", False)]


def test_nobody_reviews_their_own_work(api: Api, administrator: Caller, slug: str, author: Caller) -> None:
    problem(review(api, author, slug), 403, "own-work")
    manager = joined(api, administrator, slug, "org_admin")
    save(api, manager, slug, title="A word changed")
    problem(review(api, manager, slug, 2), 403, "own-work")
    assert listed(api, author, slug) == []


def test_what_was_replaced_is_not_approved(api: Api, slug: str, author: Caller, reviewer: Caller) -> None:
    save(api, author, slug, title="Another")
    document = problem(review(api, reviewer, slug, 1), 409, "revision-outdated")
    assert "revision 2" in document["detail"]
    problem(review(api, reviewer, slug, 3), 404, "not-found")
    assert listed(api, author, slug) == []


@pytest.mark.parametrize("number", range(3))
def test_a_save_and_an_approval_at_once_leave_no_approval_of_what_was_not_read(
    api: Api, slug: str, author: Caller, reviewer: Caller, number: int
) -> None:
    def approve() -> str:
        try:
            with transactions.begin(proofs.principal(reviewer.id), role="staff") as db:
                service.save_review(db, slug, "track", "made-track", 1, ReviewToSave(verdict="approved"))
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "approved"

    def replace() -> str:
        with transactions.begin(proofs.principal(author.id), role="staff") as db:
            drafts.save_draft(db, slug, "track", "made-track", DraftToSave(document=track() | {"title": "New"}))
        return "saved"

    outcomes = at_once([partial(approve), partial(replace)])
    assert outcomes in (["approved", "saved"], ["revision-outdated", "saved"])
    assert listed(api, author, slug) == ([(1, "approved", False)] if outcomes[0] == "approved" else [])


def test_who_does_not_review_reads_at_most(api: Api, administrator: Caller, slug: str, author: Caller) -> None:
    for role in ("learner", "author", "instructor"):
        problem(review(api, joined(api, administrator, slug, role), slug), 403, "forbidden")
    path = f"/v1/organizations/{slug}/items/track/made-track/reviews"
    problem(api.get(path, joined(api, administrator, slug)), 403, "forbidden")
    problem(api.get(path.replace("made-track", "no-such"), author), 404, "not-found")
    stranger = joined(api, administrator, create(api, administrator), "org_admin")
    problem(review(api, stranger, slug), 403, "forbidden")
    problem(api.get(path, stranger), 403, "forbidden")


def test_reviewers_who_were_erased_are_named_nowhere(
    api: Api, administrator: Caller, slug: str, author: Caller, reviewer: Caller
) -> None:
    second = joined(api, administrator, slug, "reviewer")
    for each in (reviewer, second):
        review(api, each, slug)
        username = api.get("/v1/me", each).json()["username"]
        assert api.request("DELETE", "/v1/me", each, params={"confirm": username}).status_code in {202, 204}
    rows = api.get(f"/v1/organizations/{slug}/items/track/made-track/reviews", author).json()["items"]
    assert [(row["reviewer"], row["is_own"]) for row in rows] == [(None, False), (None, False)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"verdict": "fine"}, "/body/verdict"),
        ({"comments": [{"pointer": "/modules/9", "text": "?"}]}, "/body/comments/0/pointer"),
        ({"comments": [{"pointer": "modules", "text": "?"}]}, "/body/comments/0/pointer"),
        ({"comments": [{"pointer": "", "text": " "}]}, "/body/comments/0/text"),
        ({"comments": [{"pointer": "", "text": "?"}] * 51}, "/body/comments"),
    ],
)
def test_what_is_no_review_is_pointed_at(
    api: Api, slug: str, author: Caller, reviewer: Caller, body: dict[str, Any], pointer: str
) -> None:
    response = review(api, reviewer, slug, **body)
    problem(response, 422, "invalid")
    assert pointers(response) == [pointer]
    assert listed(api, author, slug) == []


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [("", True), ("/a", True), ("/a/0", True), ("/a/1", False), ("/b~1c/~0d", True), ("/a/x", False), ("/e", False)],
)
def test_a_pointer_leads_somewhere_or_not(pointer: str, expected: bool) -> None:
    assert leads_somewhere({"a": [1], "b/c": {"~d": None}}, pointer) is expected
