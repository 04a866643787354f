"""A real browser, narrow and without scripts, goes through all pages; another one, dark and by keyboard alone, signs in."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.support.sign_in import OTHER, PASSWORD, Authorization, Provider, new_address

NARROW = {"width": 360, "height": 740}
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """[...document.querySelectorAll('input:not([type=hidden]), button')]
  .filter(each => each.getBoundingClientRect().height < 44).map(each => each.outerHTML)"""
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"
# The ratio of WCAG between an element's colour and the page's, sheet or none in between.
CONTRAST = """element => {
  const rgb = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = text => rgb(text).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  let under = element;
  while (getComputedStyle(under).backgroundColor === 'rgba(0, 0, 0, 0)') under = under.parentElement;
  const pair = [getComputedStyle(element).color, getComputedStyle(under).backgroundColor].map(light).sort((a, b) => b - a);
  return (pair[0] + 0.05) / (pair[1] + 0.05);
}"""


@pytest.fixture
def complaints() -> list[str]:
    """What the browser says on its console."""
    return []


@pytest.fixture
def open_page(chrome: Browser, complaints: list[str]) -> Iterator[Any]:
    """Open pages in contexts of their own."""
    contexts = []

    def opened(**options: Any) -> Page:
        contexts.append(chrome.new_context(**options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


def begin(page: Page, provider: Provider) -> Authorization:
    authorization = Authorization(provider)
    # The console would take the code: an empty page stands in its place.
    page.route(f"{provider.origin}/?*", lambda route: route.fulfill(content_type="text/html", body="<title>-</title>"))
    page.goto(f"{provider.origin}/oauth2/authorize?{urlencode(authorization.parameters())}")
    return authorization


def fill(page: Page, **fields: str) -> None:
    """Fill in fields by their labels' targets, look at the page, and send the form."""
    check(page)
    for name, value in fields.items():
        page.locator(f"#{name}").fill(value)
    with page.expect_navigation():
        page.locator("button").first.click()


def check(page: Page) -> None:
    """Find what a narrow screen and a finger would stumble over."""
    page.wait_for_load_state()  # with its style sheet
    assert page.evaluate(WIDER) is False, page.title()
    assert page.evaluate(SMALL) == [], page.title()
    assert page.locator("h1").count() == 1


def finish(page: Page, authorization: Authorization) -> None:
    """Take the code as the console would, and exchange it."""
    page.wait_for_url(f"{authorization.provider.origin}/?*")
    (code,) = parse_qs(urlsplit(page.url).query)["code"]
    assert authorization.exchange(code).status_code == 200


def test_somebody_signs_up_confirms_and_signs_in_on_a_phone_without_scripts(
    provider: Provider, open_page: Any, complaints: list[str]
) -> None:
    page, email = open_page(viewport=NARROW, java_script_enabled=False), new_address()
    authorization = begin(page, provider)
    check(page)
    page.get_by_role("link", name="Create an account").click()
    fill(page, name="Ada 🚀 " + "Lovelace" * 10, email=email, password="short")
    assert page.get_by_role("alert").is_visible()
    page.get_by_role("alert").get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "password", "an error leads to its field"
    fill(page, password=PASSWORD)
    assert page.title().startswith("Confirm your address")
    fill(page, code="nonsense")
    fill(page, code=provider.code(email))
    assert page.get_by_role("status").is_visible()
    fill(page, email=email, password=PASSWORD)
    finish(page, authorization)
    assert not [text for text in complaints if "Security Policy" in text or "Refused" in text], complaints


def test_a_forgotten_and_a_changed_password_on_a_phone_without_scripts(
    provider: Provider, open_page: Any, email: str
) -> None:
    page = open_page(viewport=NARROW, java_script_enabled=False)
    authorization = begin(page, provider)
    page.get_by_role("link", name="Forgot your password?").click()
    fill(page, email=email)
    fill(page, code=provider.code(email), password=OTHER)
    fill(page, email=email, password=OTHER)
    finish(page, authorization)
    page.goto(f"{provider.origin}/oauth2/change-password")
    fill(page, current=OTHER, password=PASSWORD)
    page.wait_for_url(f"{provider.origin}/")
    page.goto(
        f"{provider.origin}/logout?{urlencode({'client_id': provider.client_id, 'logout_uri': provider.origin + '/signed-out'})}"
    )
    assert urlsplit(page.url).path == "/signed-out"
    begin(page, provider)
    assert page.title().startswith("Sign in")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_stand_out_in_light_and_dark_and_the_keyboard_is_enough(
    provider: Provider, open_page: Any, email: str, scheme: str
) -> None:
    page = open_page(viewport=NARROW, color_scheme=scheme)
    authorization = begin(page, provider)
    page.locator("button").click()
    assert page.locator("#email-error").is_visible()
    page.wait_for_load_state()  # with its style sheet
    for element in page.locator("p, h1, h2, a, label, button, input:not([type=hidden])").all():
        assert element.evaluate(CONTRAST) >= 4.5, element.inner_html()
    page.locator("#email").focus()
    page.keyboard.type(email)
    page.keyboard.press("Tab")
    assert page.evaluate(OUTLINE) == "solid"
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    finish(page, authorization)


def test_a_page_of_another_origin_cannot_send_the_form(provider: Provider, open_page: Any, email: str) -> None:
    """Ports of one host are one site, so the browser sends the cookie along; the origin differs."""
    page = open_page()
    begin(page, provider)
    page.goto(f"{provider.aws.endpoint}/_local/messages?to=nobody@example.com")
    page.set_content(
        f'<form method="post" action="{provider.origin}/oauth2/sign-in"><input name="email" value="{email}">'
        f'<input name="password" value="{PASSWORD}"><button>Go</button></form>'
    )
    with page.expect_navigation() as led:
        page.locator("button").click()
    assert led.value.status == 403
