"""Every page of the console: for everybody, at every width, in every mode, in another language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from progressive_flow.kernel import paths
from tests.console.conftest import Open
from tests.console.designing import draw_static_website
from tests.console.people import Person, new_person
from tests.console.screens import visit

ROUTES = paths.root() / "console" / "src" / "routes"
# An address of each page of learners; a page without one fails `test_each_page_is_visited`.
PAGES = {
    "/": "/",
    "/achievements": "/achievements",
    "/assessments": "/assessments",
    "/challenges": "/challenges",
    "/challenges/$slug": "/challenges/static-website",
    "/challenges/$slug/$level": "/challenges/static-website/1",
    "/challenges/$slug/$level/attempts": "/challenges/static-website/1/attempts",
    "/daily": "/daily",
    "/leaderboards": "/leaderboards",
    "/notifications": "/notifications",
    "/profile": "/profile",
    "/skills": "/skills",
    "/tracks/$slug": "/tracks/fundamentals",
}
MORE = ("/challenges?view=map", "/challenges/visitor-counter/1", "/challenges/static-website/3")
# What other modules visit: each needs something that was made before.
ELSEWHERE = re.compile(r"/(admin|organizations|invitations)|/assessments/\$id|/pages/\$slug|/signed-out")
NAMES = ("عبد الرحمن", "Ada 👩🏽", "x" * 100)


def address(file: Path) -> str:
    """Return the address that a route's file serves, as the router reads its name."""
    parts = [part.rstrip("_") for part in file.stem.split(".") if not part.startswith("_")]
    return "/" + "/".join(part for part in parts if part != "index")


def test_each_page_is_visited() -> None:
    served = {address(file) for file in ROUTES.glob("*.tsx") if file.stem not in {"__root", "_app"}}
    assert {page for page in served if not ELSEWHERE.search(page)} == set(PAGES)


@pytest.fixture(scope="module")
def resident(platform: dict[str, str]) -> Person:
    """A learner who has passed a level and failed at one."""
    person = new_person(platform)
    person.submit("static-website", 1)
    person.submit("static-website", 1, {"schema": "sd-graph/1", "nodes": [{"id": "client", "type": "client"}]})
    return person


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark", "reduced_motion": "reduce"}, {"viewport": {"width": 360, "height": 740}}],
    ids=["light", "dark", "narrow"],
)
def test_no_page_keeps_anybody_out(open_as: Open, resident: Person, options: dict[str, object]) -> None:
    screen = open_as(resident, **options)
    found = []
    for path in (*PAGES.values(), *MORE):
        visit(screen.page, path)
        found += [f"{path} {barrier}" for barrier in screen.barriers()]
        if (wider := screen.overflow()) > 0:
            found.append(f"{path} is {wider} pixels wider than the window")
    assert not found, "\n".join(found)


def test_a_verdict_keeps_nobody_out_at_any_size_of_text(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/static-website/1", viewport={"width": 640, "height": 800})
    screen.page.wait_for_selector(".palette")
    draw_static_website(screen)
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Passed")
    screen.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert screen.barriers() == []
    assert screen.overflow() <= 0


def test_every_text_is_in_the_catalogue(open_as: Open, resident: Person, platform: dict[str, str]) -> None:
    """In the pseudo-language each text of the console is in brackets; what is not comes from the API or is a name."""
    screen = open_as(resident)
    screen.page.evaluate("sessionStorage.setItem('language', 'en-XA')")
    screen.open("/", resident)
    left = []
    for path in PAGES.values():
        visit(screen.page, path)
        buttons = screen.page.locator("button:visible, label:visible, th[scope=col]:visible, summary:visible")
        left += [f"{path}: {words}" for words in buttons.all_inner_texts() if words.strip() and not _bracketed(words)]
    assert not left, "\n".join(left)


def _bracketed(words: str) -> bool:
    """Return whether a text is of the pseudo-language, or of the API: names of components, files and settings."""
    return "⟦" in words or bool(re.fullmatch(r"[\w.$\s-]+", words))


def test_each_page_has_a_title_and_takes_the_focus(open_as: Open, resident: Person) -> None:
    screen = open_as(resident)
    for path in PAGES.values():
        visit(screen.page, path)
        expect(screen.page).to_have_title(re.compile(r".+ · Progressive Flow"))
    screen.page.get_by_role("link", name="Leaderboards").click()
    expect(screen.page).to_have_title("Leaderboards · Progressive Flow")
    expect(screen.page.locator("main")).to_be_focused()


@pytest.mark.parametrize("name", NAMES, ids=["right-to-left", "emoji", "long"])
def test_every_name_is_shown_whole_and_breaks_nothing(open_as: Open, learner: Person, name: str) -> None:
    screen = open_as(learner, "/profile", viewport={"width": 360, "height": 740})
    screen.page.get_by_label("Display name").fill(name)
    screen.button("Save").click()
    expect(screen.page.get_by_text("Saved.")).to_be_visible()
    expect(screen.page.locator(".bar bdi")).to_have_text(name)
    visit(screen.page, "/")
    expect(screen.page.locator("h1")).to_contain_text(name)
    assert screen.overflow() <= 0


def test_an_address_without_a_page_leads_back(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/nothing/such")
    expect(screen.page.get_by_role("heading", name="There is no such page")).to_be_visible()
    screen.page.get_by_role("link", name="Go to the home page").click()
    expect(screen.page.locator("h1")).to_contain_text("Welcome")


def test_a_refusal_is_shown_with_its_request_and_asked_again(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/no-such-challenge")
    alert = screen.page.get_by_role("alert").first
    expect(alert).to_contain_text("There is no challenge no-such-challenge")
    expect(alert).to_contain_text("Request ")
