"""The console signs somebody in: the whole flow over HTTP, and what its requests say about the sign-in."""

import time

import httpx
import jwt
import pytest
from jwt.types import Options

from progressive_flow_local.aws import accounts
from tests.support.sign_in import PASSWORD, Authorization, Browser, Provider, code_of, hidden, sent, title


def verified(provider: Provider, token: str, audience: str | None = None) -> dict[str, object]:
    """Return a token's claims, by the key set that the provider publishes and the issuer of its discovery document."""
    found = httpx.get(f"{provider.origin}/.well-known/openid-configuration").json()
    key = jwt.PyJWKSet.from_dict(httpx.get(found["jwks_uri"]).json()).keys[0]
    options: Options = {"verify_aud": audience is not None}
    claims: dict[str, object] = jwt.decode(
        token, key, algorithms=["RS256"], issuer=found["issuer"], audience=audience, options=options
    )
    return claims


def test_the_discovery_document_names_endpoints_of_the_origin_it_was_read_from(provider: Provider) -> None:
    local = provider.origin.replace("127.0.0.1", "localhost")
    for origin in (provider.origin, local):
        answer = httpx.get(f"{provider.origin}/.well-known/openid-configuration", headers={"host": origin[7:]})
        found = answer.json()
        assert found["authorization_endpoint"] == f"{origin}/oauth2/authorize"
        assert found["end_session_endpoint"] == f"{origin}/logout"
        assert found["code_challenge_methods_supported"] == ["S256"]
        assert found["issuer"].endswith(f"/{provider.pool.pool_id}")
        assert answer.headers["cache-control"] == "no-store"


def test_somebody_signs_in_and_the_api_takes_the_token(provider: Provider, browser: Browser, email: str) -> None:
    authorization = Authorization(provider)
    page = browser.authorize(authorization)
    assert (page.status_code, title(page)) == (200, "Sign in")
    back = browser.submit(page, email=email, password=PASSWORD)
    assert back.headers["location"].startswith(f"{provider.origin}/?")
    assert sent(back)["state"] == authorization.state
    tokens = authorization.exchange(code_of(back)).json()
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 3600)
    me = httpx.get(f"{provider.origin}/v1/me", headers={"authorization": f"Bearer {tokens['access_token']}"})
    assert (me.status_code, me.json()["email"]) == (200, email)


def test_the_tokens_are_those_of_the_pool(provider: Provider, browser: Browser, email: str) -> None:
    before = int(time.time())
    authorization, code = browser.sign_in(email)
    tokens = authorization.exchange(code).json()
    access = verified(provider, tokens["access_token"])
    identity = verified(provider, tokens["id_token"], audience=provider.client_id)
    assert (access["client_id"], access["token_use"], access["scope"]) == (
        provider.client_id,
        "access",
        "openid profile email",
    )
    assert (identity["nonce"], identity["token_use"], identity["email"]) == (authorization.nonce, "id", email)
    assert "nonce" not in access
    assert access["sub"] == identity["sub"]
    assert access["origin_jti"] == identity["origin_jti"]
    assert before <= int(str(identity["auth_time"])) <= int(time.time())


def test_an_administrators_tokens_have_the_group(provider: Provider, browser: Browser) -> None:
    tokens = browser.tokens(accounts.ADMIN_USERNAME)
    for name in ("access_token", "id_token"):
        assert verified(provider, tokens[name])["cognito:groups"] == [accounts.ADMIN_GROUP]


def test_a_client_that_sends_no_nonce_gets_none(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email, nonce=None)
    assert "nonce" not in verified(provider, authorization.exchange(code).json()["id_token"])


def test_without_openid_there_is_no_identity_token(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email, scope="profile")
    tokens = authorization.exchange(code).json()
    assert "id_token" not in tokens
    assert verified(provider, tokens["access_token"])["scope"] == "profile"


def test_a_second_tab_gets_a_code_without_a_password(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    second = Authorization(provider)
    tokens = second.exchange(code_of(browser.authorize(second))).json()
    assert verified(provider, tokens["id_token"])["nonce"] == second.nonce


def test_two_tabs_that_both_show_the_form_end_signed_in(provider: Provider, browser: Browser, email: str) -> None:
    first, second = Authorization(provider), Authorization(provider)
    pages = browser.authorize(first), browser.authorize(second)
    assert code_of(browser.submit(pages[0], email=email, password=PASSWORD))
    late = browser.submit(pages[1], email=email, password=PASSWORD)
    assert (late.status_code, title(late)) == (403, "You are signed in already")
    assert second.exchange(code_of(browser.authorize(second))).status_code == 200


def test_another_browser_is_not_signed_in(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    assert title(Browser(provider).authorize(Authorization(provider))) == "Sign in"


def test_silence_is_answered_without_a_page(provider: Provider, browser: Browser, email: str) -> None:
    authorization = Authorization(provider)
    refused = sent(browser.authorize(authorization, prompt="none"))
    assert refused == {"error": "login_required", "state": authorization.state}
    browser.sign_in(email)
    assert code_of(browser.authorize(Authorization(provider), prompt="none"))


def test_a_client_has_somebody_sign_in_again(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    again = Authorization(provider)
    page = browser.authorize(again, prompt="login")
    assert title(page) == "Sign in"
    assert again.exchange(code_of(browser.submit(page, email=email, password=PASSWORD))).status_code == 200


def test_a_client_limits_how_old_a_sign_in_is(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    assert code_of(browser.authorize(Authorization(provider), max_age="60"))
    assert code_of(browser.authorize(Authorization(provider), max_age="9" * 5000))
    provider.change("update sessions set authenticated_at = authenticated_at - 61 where username = ?", email)
    assert title(browser.authorize(Authorization(provider), max_age="60")) == "Sign in"


def test_a_session_ends_after_an_hour(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    provider.change("update sessions set expires_at = expires_at - 3601 where username = ?", email)
    assert title(browser.authorize(Authorization(provider))) == "Sign in"


def test_a_sign_in_gives_the_browser_another_cookie(provider: Provider, browser: Browser, email: str) -> None:
    page = browser.authorize(Authorization(provider))
    (before,) = browser.client.cookies.jar
    browser.submit(page, email=email, password=PASSWORD)
    (after,) = browser.client.cookies.jar
    assert before.value != after.value
    assert (after.path, after.name) == ("/oauth2", f"sign_in_{provider.origin.rpartition(':')[2]}")


@pytest.mark.parametrize("name", ["login_hint"])
def test_the_client_may_know_the_address(provider: Provider, browser: Browser, name: str) -> None:
    page = browser.authorize(Authorization(provider), **{name: 'ada"><b>@example.com'})
    assert 'value="ada&#34;&gt;&lt;b&gt;@example.com"' in page.text


def test_a_bookmarked_page_leads_to_the_console(browser: Browser, email: str) -> None:
    back = browser.submit(browser.get("/oauth2/sign-in"), email=email, password=PASSWORD)
    assert (back.status_code, back.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"state": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid aws.cognito.signin.user.admin"}, "invalid_scope"),
    ],
)
def test_a_careless_request_is_sent_back(
    provider: Provider, browser: Browser, changes: dict[str, str | None], error: str
) -> None:
    authorization = Authorization(provider)
    refused = sent(browser.authorize(authorization, **changes))
    assert refused["error"] == error
    assert refused.get("state") == (None if "state" in changes else authorization.state)


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://example.com/"},
        {"redirect_uri": "http://127.0.0.1:1/"},
        {"redirect_uri": None},
        {"client_id": "somebody"},
        {"client_id": None},
    ],
)
def test_nobody_is_sent_to_an_address_that_is_not_the_consoles(
    provider: Provider, browser: Browser, changes: dict[str, str | None]
) -> None:
    page = browser.authorize(Authorization(provider), **changes)
    assert (page.status_code, "location" in page.headers) == (400, False)


@pytest.mark.parametrize("suffix", ["x", "?", "#", "//", "../"])
def test_the_redirect_uri_is_exact(provider: Provider, browser: Browser, suffix: str) -> None:
    page = browser.authorize(Authorization(provider), redirect_uri=f"{provider.origin}/{suffix}")
    assert page.status_code == 400


def test_a_page_opened_with_a_forged_request_sends_nobody_away(
    provider: Provider, browser: Browser, email: str
) -> None:
    forged = Authorization(provider).parameters(redirect_uri="https://example.com/")
    page = browser.get("/oauth2/sign-in", **forged)
    answer = browser.submit(page, email=email, password=PASSWORD)
    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_the_attributes_are_those_that_the_scopes_open(provider: Provider, browser: Browser, email: str) -> None:
    tokens = browser.tokens(email)
    address = f"{provider.origin}/oauth2/userInfo"
    answer = httpx.get(address, headers={"authorization": f"Bearer {tokens['access_token']}"})
    sub = verified(provider, tokens["access_token"])["sub"]
    assert answer.json() == {"sub": sub, "username": sub, "name": "Ada", "email": email, "email_verified": "true"}
    for wrong in ({}, {"authorization": "Bearer x"}, {"authorization": f"Bearer {tokens['id_token']}"}):
        refused = httpx.get(address, headers=wrong)
        assert (refused.status_code, refused.headers["www-authenticate"][:6]) == (401, "Bearer")


def test_the_console_is_no_client_of_the_pools_own_sign_in(provider: Provider, browser: Browser) -> None:
    """Both clients' tokens open the API, and they are not the same client."""
    assert provider.client_id != provider.pool.client_id
    assert "csrf" in hidden(browser.authorize(Authorization(provider)))
