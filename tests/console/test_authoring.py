"""An organization works in the console: an author writes and is not overwritten, a reviewer asks for changes and publishes."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Open
from tests.console.people import Person, known
from tests.console.screens import visit

HERE = "/organizations/northwind"
CHALLENGE = f"{HERE}/items/challenge/product-pages"
# Pages with their headings: a page that is left stays until the next one is there.
PAGES = {
    "/organizations": "Organizations",
    HERE: "Northwind Academy",
    f"{HERE}/items": "Content",
    f"{HERE}/items/new": "Begin an item",
    f"{HERE}/members": "Members",
    f"{HERE}/invitations": "Invitations",
    f"{HERE}/media": "Media",
    f"{HERE}/transfers": "Import and export",
    f"{HERE}/moderation": "Moderation",
    f"{HERE}/audit": "Audit log",
    f"{HERE}/items/track/serving-the-shop": "Serving the shop",
    f"{HERE}/items/page/how-the-shop-works": "How the shop works",
    CHALLENGE: "Product pages",
} | {
    f"{CHALLENGE}/{tab}": "Product pages" for tab in ("preview", "try", "checks", "reviews", "publications", "history")
}
SAVED = "Saved as revision"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
As = Callable[[str], Page]


def somebody(platform: dict[str, Any], who: str) -> Person:
    """Return one of the sample organization's people, or the demo learner."""
    return known(platform, platform[f"{who}_username"], platform[f"{who}_password"])


@pytest.fixture
def opened(open_as: Open, platform: dict[str, Any]) -> As:
    """Open the console as somebody, each in a browser of their own."""
    return lambda who: open_as(somebody(platform, who)).page


def retitle(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Save", exact=True).click()


def begin_page(page: Page, slug: str, order: int) -> str:
    """Begin a page of the sample track; return the address of its pages."""
    visit(page, f"{HERE}/items/new")
    page.get_by_label("Kind").select_option("page")
    fields = {"Title": slug, "Short name": slug, "Description": "It says something.", "Place in its list": str(order)}
    fields |= {"Track": "serving-the-shop", "Lesson": "pages-for-shoppers"}
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_text(f"{SAVED} 1.")).to_be_visible()
    return f"{HERE}/items/page/{slug}"


def test_who_saves_second_sees_the_others_changes_and_loses_nothing(opened: As) -> None:
    author, manager = opened("author"), opened("org_admin")
    address = begin_page(author, "contested", 901)
    visit(manager, address)
    retitle(manager, "Theirs")
    expect(manager.get_by_text(f"{SAVED} 2.")).to_be_visible()
    retitle(author, "Mine")
    expect(author.get_by_text("Somebody saved this draft meanwhile")).to_be_visible()
    expect(author.get_by_role("group", name="Changes from revision 1 to 2")).to_contain_text("Theirs")
    expect(author.get_by_label("Title")).to_have_value("Mine")
    author.get_by_role("button", name="Save mine in its place").click()
    expect(author.get_by_text(f"{SAVED} 3.")).to_be_visible()
    expect(author.get_by_role("heading", level=1)).to_have_text("Mine")


def test_a_draft_that_was_not_saved_is_there_after_a_reload(opened: As) -> None:
    author = opened("author")
    begin_page(author, "kept", 902)
    author.get_by_label("Title").fill("Not saved yet")
    expect(author.get_by_text("kept in this browser until you save")).to_be_visible()
    author.wait_for_timeout(1000)  # a moment after the last change the browser keeps it
    author.reload()
    expect(author.get_by_text("These are changes that you did not save.")).to_be_visible()
    expect(author.get_by_label("Title")).to_have_value("Not saved yet")
    author.get_by_role("button", name="Discard them").click()
    expect(author.get_by_label("Title")).to_have_value("kept")


def test_what_the_api_refuses_of_a_document_is_named_beside_the_editor(opened: As) -> None:
    author = opened("author")
    begin_page(author, "refused", 903)
    author.get_by_label("The whole document as YAML").press("Control+Home")
    author.keyboard.type("nonsense: 1\n")
    author.keyboard.press("Control+s")
    expect(author.get_by_role("heading", name="1 problem")).to_be_visible()
    expect(author.get_by_role("button", name="nonsense there is no such field here")).to_be_visible()
    expect(author.locator(".cm-lintRange-error")).to_have_text("nonsense: 1")


def test_a_page_is_checked_reviewed_published_later_and_restored(opened: As) -> None:
    author, reviewer = opened("author"), opened("reviewer")
    address = begin_page(author, "published", 904)
    approve(author, reviewer, address, 1)
    publish(reviewer, address, "For next term, with more of it.", at="2030-03-01T08:00")
    timeline = reviewer.locator(".timeline li")
    expect(timeline.first).to_contain_text("scheduled")
    timeline.first.get_by_role("button", name="Cancel").click()
    reviewer.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(timeline.first).to_contain_text("cancelled")
    publish(reviewer, address, "The first page of this kind.")
    expect(timeline.first).to_contain_text("live")
    visit(author, address)
    retitle(author, "Published twice")
    expect(author.get_by_text(f"{SAVED} 2.")).to_be_visible()
    approve(author, reviewer, address, 2)
    publish(reviewer, address, "It has another title now.")
    expect(reviewer.locator(".timeline h3").first).to_contain_text("v1.1 live")
    reviewer.get_by_role("button", name="Restore v1.0").click()
    form = reviewer.locator("form").filter(has_text="Restore v1.0")
    form.get_by_label("What changes, for learners").fill("The first title was better.")
    form.get_by_role("button", name="Publish now").click()
    expect(reviewer.locator(".timeline h3").first).to_contain_text("v1.2 live")


def approve(author: Page, reviewer: Page, address: str, revision: int) -> None:
    """Check a revision as its author, and approve it as a reviewer who asked for changes before."""
    visit(author, f"{address}/checks")
    author.get_by_role("button", name=f"Check revision {revision}").click()
    expect(author.get_by_role("heading", name="It can be published")).to_be_visible(timeout=15_000)
    visit(reviewer, f"{address}/reviews")
    reviewer.reload()
    reviewer.get_by_label("Ask for changes").check()
    reviewer.get_by_role("button", name="Add a comment").click()
    reviewer.get_by_label("Place in the document").select_option("/body")
    reviewer.get_by_label("Comment", exact=True).fill("Say more here.")
    reviewer.get_by_role("button", name="Send the review").click()
    expect(reviewer.get_by_role("link", name="/body")).to_be_visible()
    reviewer.get_by_label("Approve it").check()
    reviewer.get_by_role("button", name="Send the review").click()
    expect(reviewer.get_by_role("heading", name=f"Revision {revision} approved")).to_be_visible()


def publish(reviewer: Page, address: str, changelog: str, at: str = "") -> None:
    visit(reviewer, f"{address}/publications")
    reviewer.get_by_label("What changes, for learners").fill(changelog)
    reviewer.get_by_label("When").fill(at)
    reviewer.get_by_role("button", name="Publish then" if at else "Publish now").click()
    expect(reviewer.locator(".timeline li").first).to_contain_text(changelog)


def test_lessons_are_reordered_by_their_buttons(opened: As) -> None:
    manager = opened("org_admin")
    visit(manager, f"{HERE}/items/track/serving-the-shop")
    lessons = manager.locator(".tree ol .row")
    expect(lessons.first).to_contain_text("Pages for shoppers")
    manager.get_by_role("button", name="Move Pages for shoppers down").press("Enter")
    expect(lessons.first).to_contain_text("Orders and stock")
    expect(manager.get_by_text("Changed since revision")).to_be_visible()


def test_every_test_of_a_draft_is_shown_to_its_author(opened: As) -> None:
    author = opened("author")
    visit(author, f"{CHALLENGE}/try")
    author.get_by_role("button", name="Grade it by the draft").click()
    expect(author.get_by_role("heading", name="Passed with 100 points")).to_be_visible()
    expect(author.get_by_text("is hidden from learners.").first).to_be_visible()


def test_an_image_is_uploaded_and_its_reference_is_shown(opened: As) -> None:
    author = opened("author")
    visit(author, f"{HERE}/media")
    author.get_by_label("Upload a file").set_input_files({"name": "dot.png", "mimeType": "image/png", "buffer": DOT})
    dialog = author.get_by_role("dialog", name="A file")
    expect(dialog.get_by_role("img", name="dot.png")).to_be_visible()
    expect(dialog.locator("code")).to_contain_text("upload:")


def test_a_code_lets_a_learner_join_and_leave(opened: As) -> None:
    manager, learner = opened("org_admin"), opened("demo")
    visit(manager, f"{HERE}/invitations")
    manager.get_by_role("button", name="Make a code").click()
    code = manager.locator("form code").inner_text()
    visit(learner, "/organizations")
    learner.get_by_label("Code that somebody gave you").fill(code)
    learner.get_by_role("button", name="Join by the code").click()
    learner.get_by_role("link", name="Northwind Academy").click()
    learner.get_by_role("button", name="Leave this organization").click()
    learner.get_by_role("dialog").get_by_role("button", name="Leave this organization").click()
    expect(learner.get_by_role("link", name="Northwind Academy")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_an_organization_are_accessible_and_fit(open_as: Open, platform: dict[str, Any], width: int) -> None:
    screen = open_as(somebody(platform, "org_admin"), viewport={"width": width, "height": 800})
    found = {}
    for path, heading in PAGES.items():
        visit(screen.page, path)
        expect(screen.page.get_by_role("heading", level=1)).to_have_text(heading)
        found[path] = (screen.barriers(), screen.overflow())
    assert found == dict.fromkeys(found, ([], 0))
