"""POST /v1/organizations/{organization}/publications: several items go live as one, or none does."""

from functools import partial
from typing import Any

import httpx
import psycopg
import pytest

from progressive_flow.kernel.database import transactions
from progressive_flow.learning.publishing import service
from progressive_flow.learning.publishing.models import NewPublications
from tests.support import made, proofs
from tests.support.api import Api, problem
from tests.support.authoring import kind_of
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies
from tests.support.publishing import CHANGELOG, Staff, approve, challenge, check, go_live, later, publish, save
from tests.support.scene import one
from tests.support.task_kinds import dispatches

Document = dict[str, Any]
LINKED = "Read [the other](page:{}) too."


def pages() -> list[Document]:
    """Return two pages that link to each other."""
    return [
        made.page("page-one", body=LINKED.format("page-two"), order=1),
        made.page("page-two", body=LINKED.format("page-one"), order=2),
    ]


def course() -> list[Document]:
    """Return a track, a challenge in it and two pages that link to each other."""
    return [*pages(), challenge(), made.track()]


def approved(api: Api, people: Staff, clouds: Clouds, documents: list[Document]) -> list[Document]:
    """Save all, have each checked and approved; return them as a request names them."""
    revisions = [save(api, people, document) for document in documents]
    for document, revision in zip(documents, revisions, strict=True):
        path = people.path(kind_of(document), document["slug"])
        found = check(api, people, clouds, path)
        assert found["state"] == "passed", found["report"]
        approve(api, people, path, revision)
    return [
        {"kind": kind_of(document), "slug": document["slug"], "revision": revision}
        for document, revision in zip(documents, revisions, strict=True)
    ]


def together(api: Api, people: Staff, items: list[Document]) -> httpx.Response:
    """Publish items as one, as the reviewer."""
    path = f"/v1/organizations/{people.organization}/publications"
    return api.post(path, people.reviewer, json={"items": items, "changelog": CHANGELOG})


def live(people: Staff, connection: psycopg.Connection) -> list[str]:
    """Return which items of the organization learners see."""
    rows = connection.execute(
        "select i.slug from curriculum.live_items as i inner join identity.organizations as o on o.id = i.organization_id"
        " where o.slug = %s order by i.slug",
        [people.organization],
    )
    return [slug for (slug,) in rows]


@pytest.fixture
def superuser(fresh_database: dict[str, str], admin_url: str) -> Any:
    """A superuser's session in the database of the test."""
    with beyond_policies(fresh_database, admin_url) as connection:
        yield connection


def test_a_course_goes_live_as_one(api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection) -> None:
    items = approved(api, people, clouds, course())
    published = together(api, people, items)
    assert published.status_code == 201, published.text
    rows = published.json()["items"]
    assert [(row["kind"], row["slug"], row["version"], row["label"]) for row in rows] == [
        ("challenge", "static-website", 1, "v1.0"),
        ("page", "page-one", 1, "v1.0"),
        ("page", "page-two", 1, "v1.0"),
        ("track", "made-track", 1, "v1.0"),
    ]
    assert live(people, superuser) == ["made-track", "page-one", "page-two", "static-website"]
    assert len(dispatches(clouds)) == 1, "what opens for members is looked at once"
    for row in rows:
        path = f"{people.path(row['kind'], row['slug'])}/publications/{row['publication_id']}"
        assert api.get(path, people.author).json()["state"] == "live"
    events = one(
        superuser,
        "select count(*) from platform.outbox as e inner join identity.organizations as o on o.id = e.organization_id"
        " where o.slug = %s and e.topic = 'item.published'",
        people.organization,
    )
    assert events == 4
    assert api.get(f"/v1/pages/{people.organization}:page-two", people.author).status_code == 200


def test_a_check_warns_of_what_waits_for_a_draft_and_refuses_what_nothing_would_put_right(
    api: Api, people: Staff, clouds: Clouds
) -> None:
    for document in course():
        save(api, people, document)
    found = check(api, people, clouds, people.path("challenge", "static-website"))
    assert found["state"] == "passed"
    waiting = {row["place"]: row["message"] for row in found["report"]["warnings"] if "publish it" in row["message"]}
    assert waiting.keys() == {"track", "lesson"}
    save(api, people, challenge() | {"track": "no-such", "prerequisites": ["nothing"]})
    found = check(api, people, clouds, people.path("challenge", "static-website"))
    assert found["state"] == "failed"
    assert {row["place"] for row in found["report"]["problems"]} == {"track", "lesson", "prerequisites"}


def test_what_stands_against_any_is_said_of_all_and_nothing_goes_live(
    api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection
) -> None:
    items = approved(api, people, clouds, course())
    save(api, people, made.track("unchecked") | {"order": 2})
    unchecked = {"kind": "track", "slug": "unchecked", "revision": 1}
    missing = {"kind": "page", "slug": "no-such", "revision": 1}
    refused = problem(together(api, people, [*items, unchecked, missing]), 409, "not-publishable")
    assert "page no-such: There is no page no-such." in refused["detail"]
    assert "track unchecked: Revision 1 was not checked" in refused["detail"]
    problem(together(api, people, [*items, unchecked]), 409, "not-publishable")
    assert live(people, superuser) == []
    assert one(superuser, "select count(*) from content.publications where state <> 'live'") == 0
    assert together(api, people, items).status_code == 201


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ({"made-track"}, "challenge static-website, track: There is no published track made-track."),
        ({"page-two"}, "page page-one, body: It links to page:page-two, which is not published."),
    ],
)
def test_what_would_refer_to_nothing_does_not_go_live(
    api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection, without: set[str], said: str
) -> None:
    items = approved(api, people, clouds, course())
    refused = problem(together(api, people, [item for item in items if item["slug"] not in without]), 409, "misplaced")
    assert refused["detail"] == said
    assert live(people, superuser) == []


def test_two_pages_change_places(api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection) -> None:
    assert together(api, people, approved(api, people, clouds, course())).status_code == 201
    swapped = approved(api, people, clouds, [page | {"order": 3 - page["order"]} for page in pages()])
    problem(publish(api, people, people.path("page", "page-one"), revision=2), 409, "misplaced")
    assert together(api, people, swapped).status_code == 201
    order = "select order_in_track from curriculum.pages where slug = %s"
    assert (one(superuser, order, "page-one"), one(superuser, order, "page-two")) == (2, 1)


def test_two_challenges_that_need_each_other_do_not_go_live(
    api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection
) -> None:
    one_of_two = challenge(prerequisites=["second-website"])
    other = challenge(slug="second-website", title="Second", order=2, prerequisites=["static-website"])
    items = approved(api, people, clouds, [made.track(), one_of_two, other])
    problem(together(api, people, items), 422, "prerequisite-cycle")
    assert live(people, superuser) == []


def test_what_is_scheduled_is_not_published_with_others(api: Api, people: Staff, clouds: Clouds) -> None:
    items = approved(api, people, clouds, [made.track()])
    publish(api, people, people.path(), revision=1, scheduled_at=later())
    refused = problem(together(api, people, items), 409, "not-publishable")
    assert "is scheduled" in refused["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"items": []},
        {"items": [{"kind": "track", "slug": "a", "revision": 1}] * 2},
        {"items": [{"kind": "track", "slug": "a", "revision": 0}]},
        {"items": [{"kind": "track", "slug": "a"}]},
        {"items": [{"kind": "quiz", "slug": "a", "revision": 1}]},
        {"items": [{"kind": "track", "slug": f"a{n}", "revision": 1} for n in range(201)]},
        {"items": [{"kind": "track", "slug": "a", "revision": 1}], "changelog": "short"},
        {"items": [{"kind": "track", "slug": "a", "revision": 1}], "scheduled_at": "2030-01-01T00:00:00Z"},
    ],
)
def test_what_is_no_publication_is_refused(api: Api, people: Staff, body: Document) -> None:
    path = f"/v1/organizations/{people.organization}/publications"
    problem(api.post(path, people.reviewer, json={"changelog": CHANGELOG, **body}), 422, "invalid")


def test_who_may_not_publish_does_not(api: Api, people: Staff, clouds: Clouds) -> None:
    items = approved(api, people, clouds, [made.track()])
    path = f"/v1/organizations/{people.organization}/publications"
    problem(api.post(path, people.author, json={"items": items, "changelog": CHANGELOG}), 403, "forbidden")


@pytest.mark.parametrize("number", range(3))
def test_two_calls_at_once_publish_once(
    api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection, number: int
) -> None:
    items = approved(api, people, clouds, course())

    def act(wanted: list[Document]) -> str:
        new = NewPublications.model_validate({"items": wanted, "changelog": CHANGELOG})
        try:
            with transactions.begin(proofs.principal(people.reviewer.id, people.reviewer.groups), role="staff") as db:
                service.publish_together(db, people.organization, new)
        except psycopg.Error as error:
            return str(error.diag.constraint_name)
        return "live"

    assert sorted(at_once([partial(act, items), partial(act, items[::-1])])) == ["live", "not-publishable"]
    assert one(superuser, "select count(*) from content.item_versions where published_by = %s", people.reviewer.id) == 4


def test_a_new_version_of_one_is_published_with_what_is_new(
    api: Api, people: Staff, clouds: Clouds, superuser: psycopg.Connection
) -> None:
    go_live(api, people, clouds, made.track())
    module = made.track()["modules"][0]
    more = {**module, "slug": "more", "lessons": [{**module["lessons"][0], "slug": "more-lesson"}]}
    items = approved(api, people, clouds, [made.track() | {"modules": [module, more]}, challenge(lesson="more-lesson")])
    assert [row["version"] for row in together(api, people, items).json()["items"]] == [1, 2]
    assert live(people, superuser) == ["made-track", "static-website"]
