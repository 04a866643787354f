"""Sessions in the console: one sign-in, other tabs, tokens that end, and what stays in the browser afterwards."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.console.conftest import Open
from tests.console.designing import add, outline
from tests.console.people import Person
from tests.console.screens import Screen

LEVEL = "/challenges/static-website/1"


def test_signing_in_returns_to_the_address_that_was_asked_for(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, "/leaderboards?period=monthly&metric=xp")
    expect(screen.page.get_by_role("link", name="This month")).to_have_class("active")
    assert screen.page.url == f"{screen.origin}/leaderboards?period=monthly&metric=xp"


def test_the_request_for_a_code_has_a_challenge_a_state_and_a_nonce(page: Page, platform: dict[str, Any]) -> None:
    page.goto(f"{platform['api_url']}/skills")
    page.wait_for_selector("input[type=password]")
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert all(len(asked[name][0]) >= 32 for name in ("code_challenge", "state", "nonce"))


def test_a_code_of_somebody_else_signs_nobody_in(page: Page, platform: dict[str, Any]) -> None:
    page.goto(f"{platform['api_url']}/?code=stolen&state=unknown")
    expect(page.get_by_label("Password", exact=True)).to_be_visible()


def test_a_token_for_another_request_is_refused(open_as: Open, chrome: Any, learner: Person) -> None:
    """The identity token's nonce must be the one that this browser sent."""
    context = chrome.new_context()
    page = context.new_page()
    page.add_init_script(
        "const set = Storage.prototype.setItem; Storage.prototype.setItem = function (key, value) {"
        ' set.call(this, key, String(value).replace(/"nonce":"[^"]*"/, \'"nonce":"another"\')); };'
    )
    screen = Screen(page, open_as(learner).origin)
    page.goto(f"{screen.origin}/skills")
    page.get_by_label("E-mail address").fill(learner.email)
    page.get_by_label("Password", exact=True).fill(learner.password)
    answered = []
    page.on("response", lambda answer: answered.append(answer.url) if "/oauth2/token" in answer.url else None)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_timeout(1500)
    assert answered, "the code was exchanged"
    assert page.locator(".bar").count() == 0, "and nobody is signed in"
    context.close()


def test_no_token_is_stored(open_as: Open, learner: Person) -> None:
    screen = open_as(learner)
    held = screen.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "eyJ" not in held


def test_a_second_tab_needs_no_password(open_as: Open, learner: Person) -> None:
    first = open_as(learner)
    second = open_as(learner, "/skills", context=first.page.context)
    expect(second.page.get_by_role("heading", level=1)).to_have_text("Skills")
    expect(first.page.locator(".bar")).to_be_visible()


def test_signing_out_ends_every_tab_and_forgets_the_drafts(open_as: Open, learner: Person) -> None:
    first = open_as(learner, LEVEL)
    add(first, "Client")
    expect(first.page.get_by_text("Saved.")).to_be_visible()
    second = open_as(learner, "/skills", context=first.page.context)
    second.button("Sign out").click()
    for screen in (first, second):
        expect(screen.page.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert _drafts(first.page) == []
    first.open("/")
    expect(first.page.get_by_label("Password", exact=True)).to_be_visible()


def _drafts(page: Page) -> list[str]:
    return page.evaluate(  # type: ignore[no-any-return] # what a script answers
        """() => new Promise((resolve) => {
          const opening = indexedDB.open("progressive-flow");
          opening.onsuccess = () => {
            const asked = opening.result.transaction("drafts").objectStore("drafts").getAllKeys();
            asked.onsuccess = () => resolve(asked.result);
          };
        })"""
    )


def test_a_token_that_ended_is_renewed_once_for_all_requests(open_as: Open, learner: Person) -> None:
    screen = open_as(learner, LEVEL)
    screen.page.wait_for_selector(".palette")
    renewed: list[str] = []
    refused: list[str] = []

    def refuse_once(route: Any) -> None:
        token = route.request.headers.get("authorization", "")
        if not refused or token in refused:
            refused.append(token)
            route.fulfill(status=401, content_type="application/json", body=json.dumps({"message": "Unauthorized"}))
        else:
            route.continue_()

    screen.page.route("**/v1/**", refuse_once)
    screen.page.on("request", lambda asked: renewed.append(asked.url) if "/oauth2/token" in asked.url else None)
    screen.page.get_by_role("link", name="Home").click()
    expect(screen.page.get_by_role("heading", level=1)).to_contain_text("Welcome")
    assert len(renewed) == 1
    screen.faults = [fault for fault in screen.faults if "401" not in fault]


@pytest.mark.parametrize("signed_in_elsewhere", [True, False])
def test_a_session_that_ended_loses_nothing_of_a_design(
    open_as: Open, learner: Person, signed_in_elsewhere: bool
) -> None:
    screen = open_as(learner, LEVEL)
    page = screen.page
    page.wait_for_selector(".palette")
    page.route("**/v1/**", lambda route: route.fulfill(status=401, content_type="application/json", body="{}"))
    page.route("**/oauth2/token", lambda route: route.fulfill(status=400, json={"error": "invalid_grant"}), times=1)
    if not signed_in_elsewhere:
        page.context.clear_cookies()
    add(screen, "Client", "CDN")
    page.wait_for_timeout(500)
    screen.button("Submit", exact=True).click()
    page.wait_for_url("**/oauth2/**" if not signed_in_elsewhere else "**/*", timeout=20_000)
    page.unroute("**/v1/**")
    screen.sign_in(learner)
    page.wait_for_selector(".palette")
    assert page.url == screen.origin + LEVEL
    outline(screen)
    expect(page.locator("details.outline li")).to_have_text(["clientClient", "cdnCDN"])
    screen.faults = [fault for fault in screen.faults if "40" not in fault]
