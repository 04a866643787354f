"""A code is good once, for a minute, for the client, the address and the verifier that it was given for."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.support.sign_in import Authorization, Browser, Provider, ask, refresh


def error(answer: httpx.Response) -> str:
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["error"])


def test_a_code_is_used_once_and_a_second_use_revokes_what_it_gave(
    provider: Provider, browser: Browser, email: str
) -> None:
    authorization, code = browser.sign_in(email)
    tokens = authorization.exchange(code).json()
    assert error(authorization.exchange(code)) == "invalid_grant"
    assert error(refresh(provider, tokens["refresh_token"])) == "invalid_grant"
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    assert httpx.get(f"{provider.origin}/oauth2/userInfo", headers=bearer).status_code == 401


def test_a_code_that_many_use_at_once_gives_at_most_one_token(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: authorization.exchange(code), range(6)))
    given = [answer.json()["refresh_token"] for answer in answers if answer.status_code == 200]
    assert len(given) <= 1
    assert [refresh(provider, token).status_code for token in given] == [400] * len(given)


def test_a_second_use_revokes_even_after_the_code_has_expired(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    tokens = authorization.exchange(code).json()
    assert provider.change("update codes set expires_at = expires_at - 61")
    assert error(authorization.exchange(code)) == "invalid_grant"
    assert error(refresh(provider, tokens["refresh_token"])) == "invalid_grant"


def test_a_code_expires_after_a_minute(provider: Provider, browser: Browser, email: str) -> None:
    early, code_that_lives = browser.sign_in(email)
    provider.change("update codes set expires_at = expires_at - 50")
    assert early.exchange(code_that_lives).status_code == 200
    late, code = browser.sign_in(email, prompt="login")
    provider.change("update codes set expires_at = expires_at - 60")
    assert error(late.exchange(code)) == "invalid_grant"


@pytest.mark.parametrize("verifier", ["another-verifier-of-at-least-forty-three-letters", ""])
def test_a_wrong_verifier_spends_the_code(browser: Browser, email: str, verifier: str) -> None:
    authorization, code = browser.sign_in(email)
    assert error(authorization.exchange(code, code_verifier=verifier)) in {"invalid_grant", "invalid_request"}
    assert error(authorization.exchange(code)) == "invalid_grant"


def test_the_challenge_is_no_verifier(browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    challenge = authorization.parameters()["code_challenge"]
    assert error(authorization.exchange(code, code_verifier=challenge)) == "invalid_grant"


def test_a_code_is_for_the_address_that_it_was_sent_to(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    local = provider.origin.replace("127.0.0.1", "localhost")
    assert error(authorization.exchange(code, redirect_uri=f"{local}/")) == "invalid_request"


def test_a_code_is_for_its_client(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    refused = authorization.exchange(code, client_id=provider.pool.client_id)
    assert (refused.status_code, error(refused)) == (401, "invalid_client")
    assert authorization.exchange(code).status_code == 200


def test_requests_that_make_no_sense_are_refused(provider: Provider) -> None:
    authorization = Authorization(provider)
    assert error(authorization.exchange("nothing-such")) == "invalid_grant"
    assert error(authorization.exchange("x", grant_type="password")) == "unsupported_grant_type"
    assert error(ask(provider, "/oauth2/token")) == "unsupported_grant_type"
    assert error(ask(provider, "/oauth2/token", grant_type="refresh_token")) == "invalid_request"
    assert error(ask(provider, "/oauth2/token?code=x", grant_type="authorization_code")) == "invalid_request"
    taken = ask(provider, "/oauth2/token", grant_type="refresh_token", refresh_token="x", taken="1", family="2")
    assert error(taken) == "invalid_client"


def test_a_request_in_json_is_refused(provider: Provider) -> None:
    answer = httpx.post(f"{provider.origin}/oauth2/token", json={"grant_type": "authorization_code"})
    assert error(answer) == "unsupported_grant_type"


def test_what_is_stored_is_of_no_use_to_who_reads_it(provider: Provider, browser: Browser, email: str) -> None:
    authorization, code = browser.sign_in(email)
    token = authorization.exchange(code).json()["refresh_token"]
    (cookie,) = browser.client.cookies.jar
    file = provider.folder / "sign_in.sqlite"
    assert oct(file.stat().st_mode)[-3:] == "600"
    held = file.read_bytes()
    for secret in (code, token, cookie.value or ""):
        assert secret.encode() not in held
