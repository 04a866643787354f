"""What other pages and programs cannot do: send forms for somebody, guess passwords, or use another name of the machine."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.sign_in import (
    OTHER,
    PASSWORD,
    Authorization,
    Browser,
    Provider,
    ask,
    code_of,
    errors,
    hidden,
    new_address,
    title,
)

FOREIGN = ("https://example.com", "null", "http://localhost:1")


def test_a_form_without_its_token_or_with_anothers_does_nothing(
    provider: Provider, browser: Browser, email: str
) -> None:
    page = browser.authorize(Authorization(provider))
    other = hidden(Browser(provider).get("/oauth2/sign-in"))["csrf"]
    for token in ("", other, "é"):
        fields = {"email": email, "password": PASSWORD, "csrf": token}
        refused = browser.send(page, fields)
        assert (refused.status_code, title(refused)) == (403, "The form is no longer valid")
    assert title(browser.authorize(Authorization(provider))) == "Sign in"


def test_a_form_without_the_cookie_does_nothing(provider: Provider, browser: Browser, email: str) -> None:
    page = browser.get("/oauth2/sign-in")
    fields = {**hidden(page), "email": email, "password": PASSWORD}
    answer = httpx.post(page.url, data=fields, headers={"origin": provider.origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_page_of_another_origin_sends_no_form(browser: Browser, email: str, origin: str) -> None:
    page = browser.get("/oauth2/sign-in")
    fields = {**hidden(page), "email": email, "password": PASSWORD}
    refused = browser.send(page, fields, origin=origin)
    assert (refused.status_code, "set-cookie" in refused.headers) == (403, False)


def test_a_form_that_says_not_where_it_comes_from_does_nothing(browser: Browser, email: str) -> None:
    page = browser.get("/oauth2/sign-in")
    fields = {**hidden(page), "email": email, "password": PASSWORD}
    assert browser.client.post(page.url, data=fields).status_code == 403


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ["token", "revoke", "userInfo"])
def test_a_page_of_another_origin_reaches_no_endpoint(provider: Provider, path: str, origin: str) -> None:
    answer = httpx.post(f"{provider.origin}/oauth2/{path}", headers={"origin": origin})
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_another_origin_reads_nothing(provider: Provider) -> None:
    for path in ("/.well-known/openid-configuration", "/oauth2/sign-in"):
        answer = httpx.get(f"{provider.origin}{path}", headers={"origin": "http://localhost:1"})
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("path", ["/oauth2/sign-in", "/.well-known/openid-configuration", "/logout"])
def test_another_host_is_misdirected(provider: Provider, path: str) -> None:
    assert httpx.get(f"{provider.origin}{path}", headers={"host": "example.com"}).status_code == 421


def guess(browser: Browser, email: str, times: int) -> httpx.Response:
    page = browser.get("/oauth2/sign-in")
    return [browser.submit(page, email=email, password=OTHER) for _ in range(times)][-1]


def test_guessing_a_password_ends_after_ten_tries(provider: Provider, email: str) -> None:
    browser = Browser(provider, "127.0.1.1")
    assert guess(browser, email, 10).status_code == 422
    page = browser.get("/oauth2/sign-in")
    refused = browser.submit(page, email=email, password=PASSWORD)
    assert (refused.status_code, title(refused)) == (429, "Too many tries")
    assert 800 < int(refused.headers["retry-after"]) <= 900
    assert "Wait 15 min" in refused.text
    elsewhere = Browser(provider, "127.0.1.2")
    assert elsewhere.submit(elsewhere.get("/oauth2/sign-in"), email=email, password=PASSWORD).status_code == 429
    other = provider.account()
    assert elsewhere.submit(elsewhere.get("/oauth2/sign-in"), email=other, password=PASSWORD).status_code == 303
    provider.change("update tries set made_at = made_at - 900, expires_at = expires_at - 900")
    assert browser.submit(page, email=email, password=PASSWORD).status_code == 303


def test_unknown_addresses_are_limited_alike(provider: Provider) -> None:
    assert guess(Browser(provider, "127.0.1.3"), new_address(), 11).status_code == 429


def test_a_success_forgets_the_failures(provider: Provider, email: str) -> None:
    browser = Browser(provider, "127.0.1.4")
    guess(browser, email, 9)
    browser.sign_in(email)
    assert guess(Browser(provider, "127.0.1.4"), email, 9).status_code == 422


def test_parallel_guesses_count_too(provider: Provider, email: str) -> None:
    browsers = [Browser(provider, "127.0.1.5") for _ in range(15)]
    with ThreadPoolExecutor(15) as pool:
        statuses = list(pool.map(lambda browser: guess(browser, email, 1).status_code, browsers))
    assert sorted(statuses) == [422] * 10 + [429] * 5


def test_an_address_guesses_at_many_accounts_for_a_while_only(provider: Provider) -> None:
    provider.change(
        "with recursive n (i) as (select 1 union all select i + 1 from n where i < 99) insert into tries"
        " (limited, made_at, expires_at) select 'sign_in from 127.0.1.6', unixepoch(), unixepoch() + 900 from n"
    )
    browser = Browser(provider, "127.0.1.6")
    assert guess(browser, new_address(), 1).status_code == 422
    assert guess(browser, new_address(), 1).status_code == 429


@pytest.mark.parametrize(
    ("path", "most", "fields"),
    [
        ("sign-up", 5, {"name": "Ada", "password": PASSWORD}),
        ("confirm", 10, {"code": "x"}),
        ("confirm", 5, {"again": "1"}),
        ("forgot-password", 5, {}),
        ("reset-password", 10, {"code": "x", "password": PASSWORD}),
    ],
)
def test_every_form_is_limited(provider: Provider, path: str, most: int, fields: dict[str, str]) -> None:
    browser, email = Browser(provider, f"127.0.2.{most + len(path)}"), new_address()
    page = browser.get(f"/oauth2/{path}")
    statuses = [browser.submit(page, email=email, **fields).status_code for _ in range(most + 1)]
    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]


def test_the_current_password_is_not_guessed_either(provider: Provider, email: str) -> None:
    browser = Browser(provider, "127.0.1.7")
    browser.sign_in(email)
    page = browser.get("/oauth2/change-password")
    statuses = [browser.submit(page, current=OTHER, password=OTHER).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


def test_nobody_signs_another_in_by_a_link(provider: Provider, browser: Browser, email: str) -> None:
    """An attacker's own code, opened in a victim's browser, is of no use to who cannot show the verifier."""
    _, code = browser.sign_in(email)
    assert Authorization(provider).exchange(code).status_code == 400


def test_what_a_page_was_asked_is_escaped(provider: Provider, browser: Browser) -> None:
    page = browser.client.get('/oauth2/sign-in?state="><script>alert(1)</script>&login_hint=</input><script>')
    assert "<script" not in page.text
    refused = browser.submit(page, email='"><script>@example.com', password="x")
    assert "<script" not in refused.text
    assert list(errors(refused)) == ["email"]


def test_the_password_is_in_no_log(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    token = authorization.exchange(code).json()["refresh_token"]
    assert ask(provider, "/oauth2/revoke", client_id=provider.client_id, token=token).status_code == 200
    said = (provider.folder / "gateway.log").read_text()
    for secret in (PASSWORD, code, token, authorization.verifier):
        assert secret not in said
    assert code_of(browser.authorize(Authorization(provider)))
