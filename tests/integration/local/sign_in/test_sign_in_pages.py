"""The pages for people: each one's success and failures, and that none says whether an address has an account."""

import re

import httpx
import pytest

from progressive_flow_local.aws import accounts, clients
from tests.support.sign_in import (
    OTHER,
    PASSWORD,
    Authorization,
    Browser,
    Provider,
    code_of,
    errors,
    hidden,
    new_address,
    title,
)

WRONG = {"email": "The e-mail address or the password is wrong."}
PATHS = ("sign-in", "sign-up", "confirm", "forgot-password", "reset-password")


def sign_up(browser: Browser, email: str, password: str = PASSWORD, name: str = "Ada") -> httpx.Response:
    """Go from the console to the page of the sign-up by its link, and fill it in."""
    page = browser.authorize(Authorization(browser.provider))
    (link,) = re.findall('href="(/oauth2/sign-up[^"]*)"', page.text)
    return browser.submit(browser.get(link.replace("&amp;", "&")), name=name, email=email, password=password)


def same(page: httpx.Response) -> str:
    """Return a page without what differs at each visit."""
    differs = r'name="csrf" value="\w+"|ada-[0-9a-f]{12}|(state|nonce|code_challenge)=[^&]+'
    return re.sub(differs, "", page.text)


def test_somebody_signs_up_confirms_signs_in_and_is_there(provider: Provider, browser: Browser) -> None:
    email = new_address()
    page = sign_up(browser, email)
    assert title(page) == "Confirm your address"
    assert f'value="{email}"' in page.text
    page = browser.submit(page, email=email, code=provider.code(email))
    assert "Your address is confirmed." in page.text
    back = browser.submit(page, email=email, password=PASSWORD)
    assert code_of(back), "the console's request has come along all the way"


@pytest.mark.parametrize("name", ["Ada 🚀 Lovelace", "עדה לאבלייס", "أدا لوفليس", '<b>Ada</b> & "co"', "Zoë\u200f"])
def test_names_of_people_everywhere_reach_the_token(provider: Provider, browser: Browser, name: str) -> None:
    email = new_address()
    page = sign_up(browser, email, name=name)
    page = browser.submit(page, email=email, code=provider.code(email))
    authorization = Authorization(provider)
    browser.authorize(authorization)
    back = browser.submit(browser.authorize(authorization), email=email, password=PASSWORD)
    tokens = authorization.exchange(code_of(back)).json()
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{provider.origin}/oauth2/userInfo", headers=bearer).json()["name"] == name
    assert httpx.get(f"{provider.origin}/v1/me", headers=bearer).json()["email"] == email


def test_a_page_with_errors_keeps_what_was_entered_but_for_the_password(browser: Browser) -> None:
    page = browser.submit(
        browser.get("/oauth2/sign-up"), name='<i>Ada</i> "x"', email="no address", password="short-1A"
    )
    assert page.status_code == 422
    assert errors(page) == {
        "email": "Enter an e-mail address, as in ada@example.com.",
        "password": "Use at least 12 characters.",
    }
    assert 'value="&lt;i&gt;Ada&lt;/i&gt; &#34;x&#34;"' in page.text
    assert "short-1A" not in page.text
    for field in ("email", "password"):
        assert f'<a href="#{field}">' in page.text
        assert re.search(
            f'<input id="{field}"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*{field}-error"', page.text
        )
    assert page.text.index('role="alert"') < page.text.index("<form")
    assert "<title>Error: " in page.text


@pytest.mark.parametrize(
    ("password", "lacking"),
    [
        ("all-small-letters-1", "Add a capital letter."),
        ("ALL-CAPITALS-1", "Add a small letter."),
        ("NO-digits-at-all", "Add a digit."),
        ("------------", "Add a small letter and a capital letter and a digit."),
    ],
)
def test_a_weak_password_is_refused_whether_or_not_there_is_an_account(
    browser: Browser, email: str, password: str, lacking: str
) -> None:
    for address in (email, new_address()):
        page = sign_up(browser, address, password)
        assert errors(page) == {"password": lacking}


def test_a_sign_up_does_not_say_that_there_is_an_account(provider: Provider, browser: Browser, email: str) -> None:
    known, unknown = sign_up(browser, email, OTHER), sign_up(Browser(provider), new_address(), OTHER)
    assert (known.status_code, same(known)) == (unknown.status_code, same(unknown))
    assert Browser(provider).tokens(email), "the password is the old one"
    refused = browser.submit(known, email=email, code="123456")
    assert errors(refused)["code"].startswith("The code is wrong or no longer valid.")


def test_a_wrong_code_confirms_nothing_and_another_one_can_be_sent(provider: Provider, browser: Browser) -> None:
    email = new_address()
    page = sign_up(browser, email)
    first = provider.code(email)
    wrong = "000000" if first != "000000" else "000001"
    page = browser.submit(page, email=email, code=wrong)
    assert (page.status_code, list(errors(page))) == (422, ["code"])
    page = browser.submit(page, email=email, again="1")
    assert "another code was sent" in page.text
    assert list(errors(browser.submit(page, email=email, code=first))) in (["code"], []), (
        "it is spent, unless drawn again"
    )
    page = browser.submit(page, email=email, code=f" {provider.code(email)} ")
    assert title(page) == "Sign in"


def test_sending_again_and_forgetting_answer_alike_for_every_address(provider: Provider, email: str) -> None:
    waiting = new_address()
    sign_up(Browser(provider), waiting)
    again = []
    for address in (email, waiting, new_address()):
        browser = Browser(provider)
        again.append(same(browser.submit(browser.get("/oauth2/confirm"), email=address, again="1")))
    assert len(set(again)) == 1
    forgotten = []
    for address in (email, waiting, new_address()):
        browser = Browser(provider)
        forgotten.append(same(browser.submit(browser.get("/oauth2/forgot-password"), email=address)))
    assert len(set(forgotten)) == 1


def test_the_page_says_where_the_code_lies(provider: Provider, browser: Browser) -> None:
    email = new_address()
    page = sign_up(browser, email)
    assert "progressive-flow mail codes" in page.text
    (mailbox,) = re.findall('href="([^"]+/_local/messages[^"]+)"', page.text)
    (message,) = httpx.get(mailbox).json()
    assert (message["to"], message["code"]) == (email, provider.code(email))


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(provider: Provider, email: str) -> None:
    pages = []
    for address in (email, new_address()):
        browser = Browser(provider)
        page = browser.submit(browser.authorize(Authorization(provider)), email=address, password=OTHER)
        assert (page.status_code, errors(page)) == (422, WRONG)
        pages.append(same(page))
    assert pages[0] == pages[1]


def test_an_address_that_is_not_confirmed_is_confirmed_first(provider: Provider, browser: Browser) -> None:
    email = new_address()
    sign_up(Browser(provider), email)
    page = browser.submit(browser.authorize(Authorization(provider)), email=email, password=OTHER)
    assert errors(page) == WRONG, "to who does not know the password, it is any other account"
    page = browser.submit(page, email=email, password=PASSWORD)
    assert title(page) == "Confirm your address"
    page = browser.submit(page, email=email, code=provider.code(email))
    assert code_of(browser.submit(page, email=email, password=PASSWORD))


def test_case_and_blanks_of_an_address_do_not_count(browser: Browser, email: str) -> None:
    page = browser.authorize(Authorization(browser.provider))
    assert code_of(browser.submit(page, email=f" {email.upper()} ", password=PASSWORD))


def test_a_forgotten_password_is_replaced_and_ends_what_it_opened(
    provider: Provider, browser: Browser, email: str
) -> None:
    elsewhere = Browser(provider)
    token = elsewhere.tokens(email)["refresh_token"]
    page = browser.submit(browser.get("/oauth2/forgot-password"), email=email)
    assert (title(page), f'value="{email}"' in page.text) == ("Choose a new password", True)
    code = provider.code(email)
    page = browser.submit(page, email=email, code=code, password="short")
    assert list(errors(page)) == ["password"]
    wrong = browser.submit(page, email=email, code="x", password=OTHER)
    assert list(errors(wrong)) == ["code"]
    page = browser.submit(page, email=email, code=code, password=OTHER)
    assert "Your password is changed." in page.text
    assert errors(browser.submit(page, email=email, password=PASSWORD)) == WRONG
    assert browser.submit(page, email=email, password=OTHER).headers["location"] == "/"
    assert title(elsewhere.authorize(Authorization(provider))) == "Sign in"
    fields = {"grant_type": "refresh_token", "client_id": provider.client_id, "refresh_token": token}
    assert httpx.post(f"{provider.origin}/oauth2/token", data=fields).json()["error"] == "invalid_grant"
    spent = browser.submit(browser.get("/oauth2/reset-password"), email=email, code=code, password=PASSWORD)
    assert list(errors(spent)) == ["code"]


def test_a_password_is_changed_by_who_knows_it(provider: Provider, browser: Browser, email: str) -> None:
    page = browser.get("/oauth2/change-password")
    assert title(page) == "Sign in", "first"
    page = browser.submit(page, email=email, password=PASSWORD)
    assert title(page) == "Change your password"
    assert email in page.text
    elsewhere = Browser(provider)
    elsewhere.sign_in(email)
    assert errors(browser.submit(page, current=OTHER, password=OTHER)) == {"current": "The current password is wrong."}
    assert list(errors(browser.submit(page, current="", password="short"))) == ["current", "password"]
    changed = browser.submit(page, current=PASSWORD, password=OTHER)
    assert (changed.status_code, changed.headers["location"]) == (303, "/")
    assert title(elsewhere.authorize(Authorization(provider))) == "Sign in"
    assert browser.authorize(Authorization(provider)).status_code == 303, "this browser stays signed in"
    assert Browser(provider).tokens(email, OTHER)


def test_a_given_password_is_replaced_at_the_first_sign_in(provider: Provider, browser: Browser) -> None:
    email = new_address()
    cognito = clients.cognito(provider.aws.endpoint)
    attributes = [{"Name": "email_verified", "Value": "true"}]
    cognito.admin_create_user(UserPoolId=provider.pool.pool_id, Username=email, UserAttributes=attributes)  # type: ignore[arg-type]
    given = accounts.confirmation_code(provider.aws.endpoint, email)
    authorization = Authorization(provider)
    page = browser.submit(browser.authorize(authorization), email=email, password=given)
    assert "Your password was given to you" in page.text
    assert title(browser.authorize(Authorization(provider))) == "Sign in", "nobody is signed in yet"
    back = browser.submit(page, password=OTHER)
    assert authorization.exchange(code_of(back)).status_code == 200
    assert Browser(provider).tokens(email, OTHER)


@pytest.mark.parametrize("path", PATHS)
def test_empty_and_long_fields_are_named(browser: Browser, path: str) -> None:
    page = browser.get(f"/oauth2/{path}")
    fields = re.findall(r'<input id="(\w+)"', page.text)
    empty = browser.submit(page, **dict.fromkeys(fields, " "))
    assert sorted(errors(empty)) == sorted(fields)
    long = browser.submit(page, **dict.fromkeys(fields, "x" * 300))
    assert all(text.startswith("Use at most ") for text in errors(long).values()), errors(long)
    control = browser.submit(page, **dict.fromkeys(fields, "a\x00b\x1b"))
    assert {errors(control)[name] for name in fields} == {"Use no control characters."}


def test_a_form_of_many_bytes_is_not_read(browser: Browser) -> None:
    page = browser.get("/oauth2/sign-in")
    assert browser.send(page, {**hidden(page), "email": "x" * 20_000}).status_code == 413
    assert browser.client.get("/oauth2/authorize", params={"state": "x" * 9_000}).status_code == 413


@pytest.mark.parametrize("path", [*PATHS, "nothing-such"])
def test_pages_run_no_scripts_are_not_stored_and_not_framed(browser: Browser, path: str) -> None:
    page = browser.client.get(f"/oauth2/{path}")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["cache-control"] == "no-store"
    assert "<script" not in page.text
    assert not re.search(r" (style|on\w+)=", page.text)
    (cookie,) = page.headers.get_list("set-cookie")
    assert cookie.endswith("; HttpOnly; SameSite=Lax; Path=/oauth2")
    assert 'lang="en"' in page.text


@pytest.mark.parametrize("path", PATHS)
def test_every_field_has_a_label_and_says_what_it_is(browser: Browser, path: str) -> None:
    page = browser.get(f"/oauth2/{path}")
    title(page)
    fields = re.findall(r'<input id="(\w+)"[^>]*autocomplete="([\w-]+)"', page.text)
    assert len(fields) == page.text.count("<input id=")
    for name, purpose in fields:
        assert f'<label for="{name}">' in page.text
        assert purpose in {"username", "current-password", "new-password", "one-time-code", "name"}


def test_a_page_and_a_method_that_are_not_there(browser: Browser) -> None:
    assert browser.client.get("/oauth2/nothing-such").status_code == 404
    wrong = browser.client.get("/oauth2/token")
    assert (wrong.status_code, wrong.headers["allow"]) == (405, "POST")
    assert browser.client.put("/oauth2/sign-in").headers["allow"] == "GET, POST"
    assert browser.client.head("/oauth2/sign-in").text == ""
