"""Pages: written in Markdown, published like challenges, read by members."""

from typing import Any

import pytest

from progressive_flow.curriculum.authoring.files.pages import Page
from progressive_flow.kernel.database import transactions
from progressive_flow.learning.pages import service
from progressive_flow.learning.publishing import page_gates
from tests.support import proofs, uploading
from tests.support.api import Api, Caller, problem
from tests.support.clouds import Clouds
from tests.support.connections import at_once
from tests.support.learning import beyond_policies, count
from tests.support.made import page, track
from tests.support.membership import create, joined
from tests.support.publishing import Staff, challenge, check, go_live, save, staff

UPLOAD = "0192f0c1-2d3e-7f40-8a1b-2c3d4e5f6071"


@pytest.fixture
def people(api: Api, people: Staff, clouds: Clouds) -> Staff:
    """Return them with a published track."""
    go_live(api, people, clouds, track())
    return people


def test_a_lesson_shows_pages_before_the_challenges_of_their_place(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    go_live(api, people, clouds, challenge())
    go_live(api, people, clouds, page("second", order=2))
    go_live(api, people, clouds, page("first", order=1, body="See [the challenge](challenge:static-website)."))
    member = joined(api, administrator, people.organization)
    path = f"/v1/pages/{people.organization}:first"
    shown = api.get(path, member).json()
    assert (shown["title"], shown["lesson"], shown["estimated_minutes"], shown["completed_at"]) == (
        "Page", "made-track-lesson", 1, None,
    )  # fmt: skip
    first = api.request("PUT", f"{path}/completion", member).json()
    assert api.request("PUT", f"{path}/completion", member).json() == first
    assert (api.get(path, member).json()["completed_at"], first["version"]) == (first["completed_at"], 1)
    lesson = api.get(f"/v1/tracks/{people.organization}:made-track", member).json()["modules"][0]["lessons"][0]
    assert [(item["kind"], item["slug"].partition(":")[2], item["completed"]) for item in lesson["items"]] == [
        ("page", "first", True),
        ("challenge", "static-website", False),
        ("page", "second", False),
    ]
    assert api.request("DELETE", f"{path}/completion", member).status_code == 204
    assert api.get(path, member).json()["completed_at"] is None


def test_a_page_changes_and_is_archived(api: Api, people: Staff, administrator: Caller, clouds: Clouds) -> None:
    member = joined(api, administrator, people.organization)
    go_live(api, people, clouds, page())
    done = go_live(api, people, clouds, page(body=" ".join(["word"] * 401)))
    path = f"/v1/pages/{people.organization}:made-page"
    shown = api.get(path, member).json()
    assert (done["label"], shown["version"], shown["estimated_minutes"]) == ("v1.1", 2, 3)
    problem(api.patch(people.path(), people.administrator, json={"archived": True}), 409, "item-needed")
    assert api.patch(people.path("page", "made-page"), people.administrator, json={"archived": True}).status_code == 200
    problem(api.get(path, member), 404, "not-found")
    problem(api.request("PUT", f"{path}/completion", member), 404, "not-found")


def test_two_completions_at_once_are_one(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    go_live(api, people, clouds, page())
    member = joined(api, administrator, people.organization)
    ref, principal = f"{people.organization}:made-page", proofs.principal(member.id)

    def complete() -> int:
        with transactions.begin(principal) as db:
            return service.complete(db, principal, ref).version

    for _ in range(5):
        assert at_once([complete] * 2) == [1, 1]
        with beyond_policies(fresh_database, admin_url) as connection:
            assert count(connection, "progress.page_completions", member.id) == 1
        assert api.request("DELETE", f"/v1/pages/{ref}/completion", member).status_code == 204


def test_who_does_not_belong_reads_and_writes_nothing(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds, fresh_database: dict[str, str], admin_url: str
) -> None:
    """A page of another organization answers like a page that does not exist."""
    go_live(api, people, clouds, page())
    stranger = joined(api, administrator, create(api, administrator), "org_admin")
    answers = []
    for slug in ("made-page", "no-such"):
        path = f"/v1/pages/{people.organization}:{slug}"
        responses = [api.get(path, stranger)]
        responses += [api.request(method, f"{path}/completion", stranger) for method in ("PUT", "DELETE")]
        answers.append([problem(answer, 404, "not-found")["detail"].replace(slug, "…") for answer in responses])
    assert answers[0] == answers[1]
    with beyond_policies(fresh_database, admin_url) as connection:
        assert count(connection, "progress.page_completions", stranger.id) == 0


def test_a_page_shows_images_of_the_organization(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    body = uploading.png((40, 30))
    upload = uploading.uploaded(api, people.author, people.organization, clouds, body, "image/png")
    go_live(api, people, clouds, page(body=f"![A red area](upload:{upload['id']})"))
    member = joined(api, administrator, people.organization)
    (shown,) = api.get(f"/v1/pages/{people.organization}:made-page", member).json()["images"]
    assert (shown["id"], shown["width"], shown["height"]) == (upload["id"], 40, 30)
    assert upload["id"] in shown["url"]
    path = uploading.path(people.organization, upload["id"])
    problem(api.request("DELETE", path, people.author), 409, "upload-used")
    go_live(api, people, clouds, page(body="No image any more."))
    assert api.get(f"/v1/pages/{people.organization}:made-page", member).json()["images"] == []
    problem(api.request("DELETE", path, people.author), 409, "upload-used")


def test_an_image_of_another_organization_is_none(
    api: Api, people: Staff, administrator: Caller, clouds: Clouds
) -> None:
    other = staff(api, administrator)
    body = uploading.png((40, 30))
    upload = uploading.uploaded(api, other.author, other.organization, clouds, body, "image/png")
    text = uploading.uploaded(api, people.author, people.organization, clouds, b"A text.")
    save(api, people, page(body=f"![a](upload:{upload['id']}) ![b](upload:{UPLOAD}) ![c](upload:{text['id']})"))
    found = check(api, people, clouds, people.path("page", "made-page"))
    assert sorted(row["message"] for row in found["report"]["problems"]) == sorted(
        f"The image upload:{id_} is no clean image among the organization's uploads."
        for id_ in (upload["id"], UPLOAD, text["id"])
    )


def test_a_report_of_many_problems_shows_the_first(api: Api, people: Staff, clouds: Clouds) -> None:
    save(api, people, page(body="<i>x</i> " * 11_000))
    problems = check(api, people, clouds, people.path("page", "made-page"))["report"]["problems"]
    assert len(problems) == 51
    assert problems[0]["message"] == "Write Markdown: the HTML '<i>' is not allowed."
    assert problems[50] == {"place": "", "message": "There are 21,950 more: correct these first."}


def test_what_is_not_published_is_not_linked_to(api: Api, people: Staff, clouds: Clouds) -> None:
    save(api, people, page(body="[a](challenge:no-such) [b](page:made-page) [c](track:made-track)", order=3))
    found = check(api, people, clouds, people.path("page", "made-page"))
    rows = [(row["place"], row["message"]) for row in found["report"]["problems"]]
    assert rows == [("body", "It links to challenge:no-such, which is not published.")]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<script>alert(1)</script>", "is not allowed"),
        ("Text <img src=x onerror=alert(1)>", "is not allowed"),
        ("<kbd onclick=x>a</kbd>", "is not allowed"),
        ("[a](javascript:alert(1))", None),  # CommonMark makes no link of it
        ("[a](http://example.com)", "is neither https:"),
        ("[a](/v1/me)", "is neither https:"),
        ("![a](https://example.com/a.png)", "An image is an upload"),
        (f"![](upload:{UPLOAD})", "An image needs a text"),
        (f"![A curve](upload:{UPLOAD})", None),
        ("<kbd>Ctrl</kbd> H<sub>2</sub>O [a](https://example.com) [b](#here)", None),
        ("[a]\n\n[a]: challenge:static-website", None),
    ],
)
def test_markdown_is_text_and_links(body: str, said: str | None) -> None:
    given: dict[str, Any] = page(body=body)
    found = [finding.message for finding in page_gates.read(Page.model_validate(given)).problems]
    assert [said in message for message in found if said] == ([True] if said else [])
    assert bool(found) is bool(said)
