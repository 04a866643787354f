"""An operator works in the console: corrects a learner's XP, who sees it, defines achievements, and finds what was done."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support import chromium, console
from tests.support.platforms import Platform

pytestmark = pytest.mark.long

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


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Where a platform is that serves the console."""
    console.built()
    started = Platform(tmp_path_factory.mktemp("platform"))
    started.start()
    yield started.ready()
    started.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium.browser() as started:
        yield started


@pytest.fixture
def operator(browser: Browser, held: dict[str, Any]) -> Iterator[Page]:
    page = console.sign_in(browser, held, "admin")
    yield page
    page.context.close()


@pytest.fixture
def learner(browser: Browser, held: dict[str, Any]) -> Iterator[Page]:
    page = console.sign_in(browser, held, "demo")
    yield page
    page.context.close()


def open_learner(operator: Page, held: dict[str, Any]) -> None:
    """Find the demo learner by their address and open their page."""
    console.visit(operator, "/admin/learners")
    operator.get_by_label("Beginning of an address or a name").fill(held["demo_username"].upper())
    operator.get_by_role("button", name="Find").click()
    row = operator.get_by_role("row").filter(has_text=held["demo_username"])
    row.get_by_role("link").click()
    expect(operator.get_by_role("heading", name="Corrections of XP")).to_be_visible()


def unfold(page: Page, summary: str) -> Locator:
    """Open what is folded under a summary."""
    folded = page.locator("details").filter(has=page.locator("summary", has_text=summary))
    folded.locator("summary").click()
    return folded


def corrections(page: Page) -> Locator:
    return page.get_by_role("region", name="Corrections, newest first").locator("tbody tr")


def test_a_correction_is_made_once_by_a_double_click_and_the_learner_sees_it(
    operator: Page, learner: Page, held: dict[str, Any]
) -> None:
    open_learner(operator, held)
    before = corrections(operator).count()
    form = unfold(operator, "Give or take XP")
    form.get_by_label("Amount").fill("73")
    form.get_by_label("Reason").fill("A faulty import paid too little")
    form.get_by_role("button", name="Correct the XP").dblclick()
    expect(form.get_by_role("status")).to_contain_text("73 XP were paid.")
    expect(corrections(operator)).to_have_count(before + 1)
    expect(corrections(operator).first).to_contain_text("A faulty import paid too little")
    total = re.search(r"has ([\d,]+) XP now", form.get_by_role("status").inner_text())
    assert total
    learner.reload()
    expect(learner.locator(".bar .badge")).to_have_text(f"{total[1]} XP")


def test_a_refused_correction_keeps_what_was_typed_with_its_reference(operator: Page, held: dict[str, Any]) -> None:
    open_learner(operator, held)
    form = unfold(operator, "Give or take XP")
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


def test_a_challenge_is_opened_and_taken_back_with_a_reason(operator: Page, held: dict[str, Any]) -> None:
    open_learner(operator, held)
    form = unfold(operator, "Open challenges")
    form.get_by_label("Search in Challenges").fill("web crawler")
    form.get_by_label("Web crawler").check()
    form.get_by_label("Reason").fill("Knows it from a course")
    form.get_by_role("button", name="Open them").click()
    expect(form.get_by_role("status")).to_contain_text("Opened: web-crawler.")
    operator.get_by_role("button", name="Take back the grant of Web crawler").click()
    dialog = operator.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("It was the wrong one")
    dialog.get_by_role("button", name="Take back").click()
    expect(dialog.get_by_role("status")).to_contain_text("the challenge is locked")
    dialog.get_by_role("button", name="Close").click()
    operator.get_by_text("What was done to this learner").click()
    entries = operator.get_by_role("region", name="Entries, newest first")
    expect(entries).to_contain_text("It was the wrong one")
    expect(entries).to_contain_text("Knows it from a course")


def define(operator: Page, slug: str) -> None:
    """Define an achievement whose criteria have every form."""
    console.visit(operator, "/admin/new-achievement")
    for label, value in {"Name": "Night Shift", "Description": "Late.", "XP reward": "100", "Slug": slug}.items():
        operator.get_by_label(label).fill(value)
    for label, value in {"Category": "mastery", "Rarity": "rare", "What must be met": "Any"}.items():
        operator.get_by_label(label).select_option(value)
    operator.get_by_label("Metric").select_option("user_level")
    operator.get_by_label("Threshold").fill("10")
    operator.get_by_role("button", name="Add a part").click()
    second = operator.get_by_role("group", name="Part 2")
    second.get_by_label("What must be met").select_option("All")
    second.get_by_label("Metric").select_option("levels_passed")
    second.get_by_label("Threshold").fill("7")
    second.get_by_label("Counts only").select_option("level")
    second.get_by_label("Level", exact=True).fill("3")
    operator.get_by_role("button", name="Create it").click()
    expect(operator).to_have_url(re.compile(f"/admin/achievements/{slug}$"))


def test_an_achievement_is_defined_with_criteria_as_a_form_and_retired(operator: Page) -> None:
    define(operator, "night-shift")
    operator.get_by_label("Is active").uncheck()
    operator.get_by_role("button", name="Save").click()
    expect(operator.locator("h1")).to_contain_text("retired")
    console.visit(operator, "/admin/achievements")
    row = operator.get_by_role("row").filter(has_text="Night Shift retired")
    expect(row).to_contain_text("user level ≥ 10 or (levels passed ≥ 7 (level 3))")


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    operator: Page, browser: Browser, held: dict[str, Any]
) -> None:
    define(operator, "late-shift")
    other = console.sign_in(browser, held, "admin")
    console.visit(other, "/admin/achievements/late-shift")
    other.get_by_label("XP reward").fill("120")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Saved.")).to_be_visible()
    other.context.close()
    operator.get_by_label("Name").fill("Typed for long")
    operator.get_by_role("button", name="Save").click()
    expect(operator.get_by_role("alert")).to_contain_text("It was changed since")
    expect(operator.get_by_label("Name")).to_have_value("Typed for long")
    operator.get_by_role("button", name="Discard what I typed and read it again").click()
    expect(operator.get_by_label("XP reward")).to_have_value("120")


def test_content_is_loaded_again_and_says_what_changed(operator: Page) -> None:
    console.visit(operator, "/admin/content")
    operator.get_by_role("button", name="Load the content again").click()
    expect(operator.get_by_role("status")).to_contain_text("no row was written", timeout=60_000)


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible_and_fits(browser: Browser, held: dict[str, Any], width: int) -> None:
    page = console.sign_in(browser, held, "admin", width)
    found = {}
    for path in PAGES:
        console.visit(page, path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = [*console.violations(page), *([f"{wide} px wide"] if wide > width else [])]
    open_learner(page, held)
    for summary in page.locator("summary").all():
        summary.click()
    found["learner"] = console.violations(page)
    page.context.close()
    assert not {path: problems for path, problems in found.items() if problems}


def test_a_learner_is_shown_none_of_it(learner: Page) -> None:
    expect(learner.get_by_role("link", name="Operations")).to_have_count(0)
    for path in PAGES:
        console.visit(learner, path)
        expect(learner.locator("main")).to_contain_text("These pages are for operators")
