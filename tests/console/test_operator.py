"""An operator works in the console: corrects a learner's XP, who sees it, defines achievements, and finds what was done."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.console.conftest import Open
from tests.console.people import Person
from tests.console.screens import visit

PAGES = (
    "/admin",
    "/admin/learners",
    "/admin/achievements",
    "/admin/achievements/cartographer",
    "/admin/new-achievement",
    "/admin/skills",
    "/admin/new-skill",
    "/admin/audit-log",
    "/admin/content",
    "/admin/mail",
)


@pytest.fixture
def page(open_as: Open, operator: Person) -> Page:
    """The operator's first page."""
    return open_as(operator).page


def open_learner(page: Page, learner: Person) -> None:
    """Find a learner by their address and open their page."""
    visit(page, "/admin/learners")
    page.get_by_label("Beginning of an address or a name").fill(learner.email.upper())
    page.get_by_role("button", name="Search").click()
    row = page.get_by_role("row").filter(has_text=learner.email)
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Corrections of XP")).to_be_visible()


def unfold(page: Page, summary: str) -> Locator:
    """Open what is folded under a summary."""
    folded = page.locator("details").filter(has=page.locator("summary", has_text=summary))
    folded.locator("summary").click()
    return folded


def corrections(page: Page) -> Locator:
    return page.get_by_role("group", name="Corrections, newest first").locator("tbody tr")


def test_a_correction_is_made_once_by_a_double_click_and_the_learner_sees_it(
    page: Page, learner: Person, open_as: Open
) -> None:
    open_learner(page, learner)
    before = corrections(page).count()
    form = unfold(page, "Give or take XP")
    form.get_by_label("Amount").fill("73")
    form.get_by_label("Reason").fill("A faulty import paid too little")
    form.get_by_role("button", name="Correct the XP").dblclick()
    expect(form.get_by_role("status")).to_contain_text("73 XP were paid.")
    expect(corrections(page)).to_have_count(before + 1)
    expect(corrections(page).first).to_contain_text("A faulty import paid too little")
    total = re.search(r"has ([\d,]+) XP now", form.get_by_role("status").inner_text())
    assert total
    expect(open_as(learner).page.locator(".bar .badge")).to_have_text(f"{total[1]} XP")


def test_a_refused_correction_keeps_what_was_typed_with_its_reference(page: Page, learner: Person) -> None:
    open_learner(page, learner)
    form = unfold(page, "Give or take XP")
    reference = form.get_by_label("Reference").input_value()
    form.get_by_label("Amount").fill("-99999")
    form.get_by_label("Reason").fill("Paid twice")
    form.get_by_role("button", name="Correct the XP").click()
    expect(form.get_by_role("alert")).to_contain_text("less XP than this takes away")
    expect(form.get_by_label("Amount")).to_have_value("-99999")
    expect(form.get_by_label("Reason")).to_have_value("Paid twice")
    expect(form.get_by_label("Reference")).to_have_value(reference)
    form.get_by_label("Reason").fill("for ada@example.com")
    form.get_by_role("button", name="Correct the XP").click()
    expect(form.get_by_role("alert")).to_contain_text("/body/reason Leave out e-mail addresses")


def test_a_challenge_is_opened_and_taken_back_with_a_reason(page: Page, learner: Person) -> None:
    open_learner(page, learner)
    form = unfold(page, "Open challenges")
    form.get_by_label("Search in Challenges").fill("web crawler")
    form.get_by_label("Web crawler").check()
    form.get_by_label("Reason").fill("Knows it from a course")
    form.get_by_role("button", name="Open them").click()
    expect(form.get_by_role("status")).to_contain_text("Opened: web-crawler.")
    page.get_by_role("button", name="Take back the grant of Web crawler").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("It was the wrong one")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog.get_by_role("status")).to_contain_text("the challenge is locked")
    dialog.get_by_role("button", name="Close").click()
    page.get_by_text("What was done to this learner").click()
    entries = page.get_by_role("group", name="Entries, newest first")
    expect(entries).to_contain_text("It was the wrong one")
    expect(entries).to_contain_text("Knows it from a course")


def define(page: Page, slug: str) -> None:
    """Define an achievement whose criteria have every form."""
    visit(page, "/admin/new-achievement")
    for label, value in {"Name": "Night Shift", "Description": "Late.", "XP reward": "100", "Slug": slug}.items():
        page.get_by_label(label).fill(value)
    for label, value in {"Category": "mastery", "Rarity": "rare", "What must be met": "AnyOf"}.items():
        page.get_by_label(label).select_option(value)
    page.get_by_label("Metric").select_option("user_level")
    page.get_by_label("Threshold").fill("10")
    page.get_by_role("button", name="Add a part").click()
    second = page.get_by_role("group", name="Part 2")
    second.get_by_label("What must be met").select_option("AllOf")
    second.get_by_label("Metric").select_option("levels_passed")
    second.get_by_label("Threshold").fill("7")
    second.get_by_label("Counts only").select_option("level")
    second.get_by_label("Level", exact=True).fill("3")
    page.get_by_role("button", name="Create it").click()
    expect(page).to_have_url(re.compile(f"/admin/achievements/{slug}$"))


def test_an_achievement_is_defined_with_criteria_as_a_form_and_retired(page: Page) -> None:
    define(page, "night-shift")
    page.get_by_label("Is active").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_contain_text("retired")
    visit(page, "/admin/achievements")
    row = page.get_by_role("row").filter(has_text="Night Shift retired")
    expect(row).to_contain_text("user level ≥ 10 or (levels passed ≥ 7 (level 3))")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(page: Page, open_as: Open, operator: Person) -> None:
    define(page, "late-shift")
    other = open_as(operator, "/admin/achievements/late-shift").page
    other.get_by_label("XP reward").fill("120")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    page.get_by_label("Name").fill("Typed for long")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("It was changed since")
    expect(page.get_by_label("Name")).to_have_value("Typed for long")
    page.get_by_role("button", name="Discard what I typed and read it again").click()
    expect(page.get_by_label("XP reward")).to_have_value("120")


def test_content_is_loaded_again_and_says_what_changed(page: Page) -> None:
    visit(page, "/admin/content")
    page.get_by_role("button", name="Load the content again").click()
    expect(page.get_by_role("status")).to_contain_text("no row was written", timeout=60_000)


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible_and_fits(open_as: Open, operator: Person, learner: Person, width: int) -> None:
    screen = open_as(operator, viewport={"width": width, "height": 800})
    found = {}
    for path in PAGES:
        visit(screen.page, path)
        found[path] = (screen.barriers(), screen.overflow())
    open_learner(screen.page, learner)
    for summary in screen.page.locator("summary").all():
        summary.click()
    found["learner"] = (screen.barriers(), screen.overflow())
    assert found == dict.fromkeys(found, ([], 0))


def test_a_learner_is_shown_none_of_it(open_as: Open, learner: Person) -> None:
    page = open_as(learner).page
    expect(page.get_by_role("link", name="Operations")).to_have_count(0)
    for path in PAGES:
        visit(page, path)
        expect(page.locator("main")).to_contain_text("These pages are for operators")
