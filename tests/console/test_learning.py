"""Learners in the console: from the first visit to points, and what is bought or sent once, whatever they press."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from progressive_flow_local.aws import accounts
from tests.console.conftest import Open
from tests.console.designing import add, choose, connect, draw_static_website, outline
from tests.console.people import PASSWORD, Person
from tests.console.screens import Screen
from tests.support.content import reference_design

LEVEL = "/challenges/static-website/1"
COUNTER = """\
const out = document.getElementById("out");
let inside = 0;
function count(people) {
  inside = people;
  document.getElementById("count").textContent = inside;
  out.disabled = inside === 0;
}
document.getElementById("in").onclick = () => count(inside + 1);
out.onclick = () => count(inside - 1);
document.getElementById("again").onclick = () => count(0);
count(0);
console.log("ready");
"""
ATTEMPTS = "/v1/challenges/static-website/levels/1/attempts"


@pytest.fixture
def screen(open_as: Open, learner: Person) -> Screen:
    """The first level, opened by a new learner."""
    opened = open_as(learner, LEVEL)
    opened.page.wait_for_selector(".palette")
    return opened


def test_a_first_visit_ends_with_a_graded_design(chrome: Browser, platform: dict[str, Any]) -> None:
    page = chrome.new_context().new_page()
    screen, email = Screen(page, platform["api_url"]), f"first-{id(page)}@example.org"
    screen.open("/")
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Your name").fill("Grace")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_label("Code of six digits").fill(accounts.confirmation_code(platform["aws_endpoint_url"], email))
    page.get_by_role("button", name="Confirm").click()
    screen.sign_in(Person(email, PASSWORD))
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Grace")
    page.get_by_role("link", name="Begin: Static website delivery").click()
    draw_static_website(screen)
    expect(page.locator(".react-flow__edge-path")).to_have_count(3)
    screen.button("Try", exact=True).click()
    expect(page.get_by_role("heading", name="The visible tests pass")).to_be_visible()
    screen.button("Submit", exact=True).click()
    expect(page.get_by_role("heading", name="Passed with 100 points")).to_be_focused()
    expect(page.locator(".verdict")).to_contain_text("+30 XP")
    expect(page.locator(".bar .badge")).not_to_have_text("0 XP")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Level 2")
    screen.check()
    page.context.close()


def test_a_suggestion_is_bought_once_by_a_double_click_and_passes(open_as: Open, learner: Person) -> None:
    learner.submit("static-website", 1)
    weak = reference_design("static-website")
    weak["nodes"] = [{**node, "units": 1, "replicas": 1} for node in weak["nodes"]]
    screen = open_as(learner, "/challenges/static-website/2")
    _import(screen, weak)
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Not passed")
    price = learner.get("/v1/challenges/static-website/levels/2")["suggestion_price"]
    assert price > 0
    buy = screen.button(f"Suggest a change for {price} XP")
    buy.dblclick()
    screen.button("Change my design so").click()
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Passed")
    attempts = learner.get("/v1/challenges/static-website/levels/2/attempts")["items"]
    reward = learner.get("/v1/challenges/static-website/levels/2")["xp_reward"]
    assert [(one["passed"], one["xp_earned"]) for one in attempts] == [(True, reward - price), (False, 0)]


def _import(screen: Screen, design: dict[str, Any]) -> None:
    screen.page.wait_for_selector(".palette")
    content = json.dumps(design).encode()
    screen.page.locator("input[type=file]").set_input_files(
        {"name": "design.json", "mimeType": "application/json", "buffer": content}
    )
    outline(screen)
    expect(screen.page.locator("details.outline li")).to_have_count(len(design["nodes"]))


def test_a_hint_is_bought_once_by_a_double_click(screen: Screen, learner: Person) -> None:
    screen.page.locator("summary", has_text="Hints").click()
    screen.button("Show hint 1 of 3 for 3 XP").dblclick()
    expect(screen.page.get_by_text("The first pass is worth 27 XP now.")).to_be_visible()
    hints = learner.get("/v1/challenges/static-website/levels/1/hints")["items"]
    assert [hint["revealed"] for hint in hints] == [True, False, False]


def test_offline_while_submitting_there_is_one_attempt_once_back(screen: Screen, learner: Person) -> None:
    draw_static_website(screen)
    screen.page.context.set_offline(True)
    screen.button("Submit", exact=True).click()
    expect(screen.page.get_by_text("The API did not answer: are you online?")).to_be_visible()
    screen.page.context.set_offline(False)
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Passed")
    assert len(learner.get(ATTEMPTS)["items"]) == 1


def test_an_answer_that_is_lost_is_asked_for_again_by_the_same_key(screen: Screen, learner: Person) -> None:
    keys: list[str] = []

    def lose_the_first(route: Any) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()  # the platform grades it, and the answer never arrives
            route.abort()
        else:
            route.continue_()

    screen.page.route(f"**{ATTEMPTS}", lose_the_first)
    draw_static_website(screen)
    screen.button("Submit", exact=True).click()
    expect(screen.page.locator(".verdict h2")).to_contain_text("Passed with 100 points")
    assert (len(keys), len(set(keys))) == (2, 1)
    assert len(learner.get(ATTEMPTS)["items"]) == 1


def test_a_design_is_kept_over_a_reload_and_on_the_server(screen: Screen, open_as: Open, learner: Person) -> None:
    add(screen, "Client", "CDN")
    connect(screen, "client", "cdn")
    expect(screen.page.get_by_text("Saved.")).to_be_visible()
    screen.page.reload()
    screen.page.wait_for_selector(".palette")
    outline(screen)
    expect(screen.page.locator("details.outline li")).to_have_text(["clientClient → cdn", "cdnCDN"])
    elsewhere = open_as(learner, LEVEL)  # another browser, which kept nothing
    elsewhere.page.wait_for_selector(".palette")
    outline(elsewhere)
    expect(elsewhere.page.locator("details.outline li")).to_have_count(2)


def test_every_change_of_a_design_is_undone_and_redone(screen: Screen) -> None:
    add(screen, "Client", "CDN")
    connect(screen, "client", "cdn")
    choose(screen, "cdn")
    screen.page.get_by_label("Units").fill("4")
    screen.page.get_by_label("Units").press("Enter")
    rows = screen.page.locator("details.outline li")
    expect(screen.page.locator(".part", has_text="4 units")).to_be_visible()
    for _ in range(4):
        screen.button("Undo").click()
    expect(rows).to_have_count(0)
    for _ in range(4):
        screen.button("Redo").click()
    expect(rows).to_have_text(["clientClient → cdn", "cdnCDN"])
    expect(screen.page.locator(".part", has_text="4 units")).to_be_visible()


def test_a_locked_level_says_what_is_missing_and_leads_there(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/static-website/3")
    expect(screen.page.get_by_role("heading", name="This level is locked")).to_be_visible()
    assert screen.page.locator(".palette").count() == 0
    screen.page.locator(".callout a").first.click()
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("Level 2")


def test_a_level_is_solved_by_keyboard_alone(screen: Screen) -> None:
    page = screen.page

    def press(name: str) -> None:
        button = page.get_by_role("button", name=name, exact=not name.startswith("Add ")).first
        button.focus()
        page.keyboard.press("Enter")

    for kind in ("Client", "DNS", "CDN", "Object store"):
        press(f"Add {kind}")
    page.locator("details.outline summary").focus()
    page.keyboard.press("Enter")
    for source, target in (("client", "dns"), ("client", "cdn"), ("cdn", "object store")):
        page.locator("details.outline").get_by_role("button", name=source, exact=True).focus()
        page.keyboard.press("Enter")
        page.get_by_label("Connect to…").focus()
        page.keyboard.type(target)
        press("Connect")
    press("Submit")
    expect(page.locator(".verdict h2")).to_contain_text("Passed with 100 points")


def test_code_is_written_judged_and_passed(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/parking-fees/1")
    page = screen.page
    page.wait_for_selector(".cm-content")
    screen.button("Submit", exact=True).click()
    expect(page.locator(".verdict h2")).to_contain_text("Not passed", timeout=60_000)
    expect(page.locator(".verdict")).to_contain_text("missed")
    assert len(learner.get("/v1/challenges/parking-fees/levels/1/attempts")["items"]) == 1


def test_an_assessment_is_answered_one_question_a_screen(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/assessments")
    page = screen.page
    screen.button("Begin or go on First assessment").click()
    expect(page.get_by_text("It closes in")).to_be_visible()
    count = int(str(page.get_by_text("Question 1 of").inner_text()).rpartition(" ")[2])
    for number in range(count):
        expect(page.get_by_text(f"Question {number + 1} of {count}")).to_be_visible()
        page.get_by_role("radio").first.check()
        if number < count - 1:
            screen.button("Next").click()
    screen.button(f"Finish with {count} of {count} answers").dblclick()
    expect(page.get_by_role("heading", name="All questions")).to_be_visible()
    (taken,) = learner.get("/v1/me/assessments")["items"]
    assert taken["status"] == "completed"


def test_a_page_is_written_previewed_and_passed(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/challenges/visitor-counter/1")
    page = screen.page
    page.wait_for_selector(".cm-content")
    page.get_by_role("tab", name="script.js").click()
    page.locator(".cm-content").fill(COUNTER)
    assert page.locator("iframe").count() == 0, "it never runs by itself"
    screen.button("Run the preview").click()
    page.frame_locator("iframe").get_by_role("button", name="One in").click()
    expect(page.frame_locator("iframe").locator("#count")).to_have_text("1")
    expect(page.get_by_label("What the page printed")).to_contain_text("ready")
    screen.button("Submit", exact=True).click()
    expect(page.locator(".verdict h2")).to_contain_text("Passed with 100 points", timeout=60_000)
    (attempt,) = learner.get("/v1/challenges/visitor-counter/levels/1/attempts")["items"]
    assert attempt["xp_earned"] > 0
