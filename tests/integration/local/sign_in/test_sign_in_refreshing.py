"""Refresh tokens rotate, one that comes twice ends what its sign-in gave, and so do revocation and sign-outs."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import jwt

from progressive_flow_local.aws import clients
from tests.support.sign_in import Authorization, Browser, Provider, ask, refresh, title


def claims(token: str) -> dict[str, Any]:
    read: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return read


def is_refused(answer: httpx.Response) -> bool:
    return (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_refresh_token_gives_another_and_keeps_who_signed_in_when(
    provider: Provider, browser: Browser, email: str
) -> None:
    first = browser.tokens(email)
    second = refresh(provider, first["refresh_token"]).json()
    third = refresh(provider, second["refresh_token"]).json()
    assert len({each["refresh_token"] for each in (first, second, third)}) == 3
    before, after = claims(first["id_token"]), claims(third["id_token"])
    for name in ("sub", "aud", "iss", "auth_time", "origin_jti"):
        assert before[name] == after[name], name
    assert "nonce" not in after
    assert claims(third["access_token"])["scope"] == "openid profile email"
    me = httpx.get(f"{provider.origin}/v1/me", headers={"authorization": f"Bearer {third['access_token']}"})
    assert me.status_code == 200


def test_a_token_that_comes_twice_ends_the_family(provider: Provider, browser: Browser, email: str) -> None:
    first = browser.tokens(email)
    second = refresh(provider, first["refresh_token"]).json()
    assert is_refused(refresh(provider, first["refresh_token"]))
    assert is_refused(refresh(provider, second["refresh_token"]))


def test_a_token_that_comes_many_times_at_once_is_used_at_most_once(
    provider: Provider, browser: Browser, email: str
) -> None:
    token = browser.tokens(email)["refresh_token"]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: refresh(provider, token), range(6)))
    given = [answer.json()["refresh_token"] for answer in answers if answer.status_code == 200]
    assert len(given) <= 1
    assert all(is_refused(refresh(provider, each)) for each in given), "the others revoked it"


def test_other_families_of_the_account_go_on(provider: Provider, browser: Browser, email: str) -> None:
    first, other = browser.tokens(email), Browser(provider).tokens(email)
    refresh(provider, first["refresh_token"])
    assert is_refused(refresh(provider, first["refresh_token"]))
    assert refresh(provider, other["refresh_token"]).status_code == 200


def test_a_token_is_for_its_client_and_its_scopes(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email, scope="openid")
    token = authorization.exchange(code).json()["refresh_token"]
    assert refresh(provider, token, client_id=provider.pool.client_id).status_code == 401
    assert refresh(provider, token, scope="openid email").json()["error"] == "invalid_scope"
    assert refresh(provider, token).status_code == 200


def test_a_family_ends_after_thirty_days(provider: Provider, browser: Browser, email: str) -> None:
    token = browser.tokens(email)["refresh_token"]
    assert provider.change("update families set expires_at = expires_at - 2592001 where username = ?", email)
    assert is_refused(refresh(provider, token))


def test_revocation_ends_the_family_and_says_nothing_about_other_tokens(
    provider: Provider, browser: Browser, email: str
) -> None:
    tokens = browser.tokens(email)
    second = refresh(provider, tokens["refresh_token"]).json()
    for token in ("nothing-such", second["refresh_token"]):
        assert ask(provider, "/oauth2/revoke", client_id=provider.client_id, token=token).status_code == 200
    assert is_refused(refresh(provider, second["refresh_token"]))
    bearer = {"authorization": f"Bearer {second['access_token']}"}
    assert httpx.get(f"{provider.origin}/oauth2/userInfo", headers=bearer).status_code == 401


def test_a_used_token_revokes_too_and_another_client_revokes_nothing(
    provider: Provider, browser: Browser, email: str
) -> None:
    first = browser.tokens(email)["refresh_token"]
    second = refresh(provider, first).json()["refresh_token"]
    assert ask(provider, "/oauth2/revoke", client_id="somebody", token=second).status_code == 401
    second = refresh(provider, second).json()["refresh_token"]
    assert ask(provider, "/oauth2/revoke", client_id=provider.client_id, token=first).status_code == 200
    assert is_refused(refresh(provider, second))


def test_access_tokens_are_not_revoked_one_by_one(provider: Provider, browser: Browser, email: str) -> None:
    tokens = browser.tokens(email)
    fields = {"client_id": provider.client_id, "token": tokens["access_token"], "token_type_hint": "access_token"}
    answer = ask(provider, "/oauth2/revoke", **fields)
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_token_type")


def test_signing_out_ends_the_session_and_leads_to_the_consoles_page(
    provider: Provider, browser: Browser, email: str
) -> None:
    browser.sign_in(email)
    target = f"{provider.origin}/signed-out"
    answer = browser.get("/logout", client_id=provider.client_id, logout_uri=target)
    assert (answer.status_code, answer.headers["location"]) == (303, target)
    assert list(browser.client.cookies.jar) == []
    assert title(browser.authorize(Authorization(provider))) == "Sign in"


def test_nobody_is_signed_out_towards_another_address(provider: Provider, browser: Browser, email: str) -> None:
    browser.sign_in(email)
    good = {"client_id": provider.client_id, "logout_uri": f"{provider.origin}/signed-out"}
    for wrong in ({"logout_uri": "https://example.com/"}, {"logout_uri": f"{provider.origin}/"}, {"client_id": "x"}):
        for path in ("/logout", "/oauth2/sign-out"):
            assert browser.get(path, **{**good, **wrong}).status_code == 400
    assert browser.get("/logout").status_code == 400
    assert browser.authorize(Authorization(provider)).status_code == 303, "the session goes on"


def test_a_sign_out_everywhere_at_the_pool_ends_refreshing(provider: Provider, browser: Browser, email: str) -> None:
    token = browser.tokens(email)["refresh_token"]
    cognito = clients.cognito(provider.aws.endpoint)
    cognito.admin_user_global_sign_out(UserPoolId=provider.pool.pool_id, Username=email)
    assert is_refused(refresh(provider, token))


def test_a_disabled_or_deleted_account_gets_no_tokens(provider: Provider, browser: Browser, email: str) -> None:
    cognito = clients.cognito(provider.aws.endpoint)
    whom = {"UserPoolId": provider.pool.pool_id, "Username": email}
    token = browser.tokens(email)["refresh_token"]
    cognito.admin_disable_user(**whom)
    assert is_refused(refresh(provider, token))
    cognito.admin_enable_user(**whom)
    assert refresh(provider, token).status_code == 200
    second = Authorization(provider)
    code = browser.authorize(second).headers["location"].partition("code=")[2].partition("&")[0]
    cognito.admin_delete_user(**whom)
    assert is_refused(second.exchange(code))


def test_after_a_restart_of_the_local_aws_the_session_gives_new_tokens(
    provider: Provider, browser: Browser, email: str
) -> None:
    token = browser.tokens(email)["refresh_token"]
    provider.aws.kill()
    unreachable = refresh(provider, token)
    assert (unreachable.status_code, unreachable.json()["error"]) == (503, "temporarily_unavailable")
    assert title(browser.get("/oauth2/sign-up")) == "Try again in a moment"
    provider.aws.start()
    assert is_refused(refresh(provider, token)), "moto forgets its refresh tokens"
    again = Authorization(provider)
    code = browser.authorize(again).headers["location"].partition("code=")[2].partition("&")[0]
    assert again.exchange(code).status_code == 200
