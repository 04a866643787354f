"""`progressive-flow learner` and `progressive-flow audit-log`, against the gateway and the handlers in this process."""

import httpx
import pytest

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, run, sign_in
from tests.support.learning import pass_level


@pytest.fixture
def signed_in(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> Caller:
    """Let the commands ask the API in this process, with an administrator's token."""
    sign_in(api, administrator, monkeypatch)
    return administrator


def test_an_operator_finds_sees_and_corrects_a_learner(api: Api, learner: Caller, signed_in: Caller) -> None:
    name = f"ada-{learner.id.hex[:12]}"
    api.patch("/v1/me", learner, json={"username": name})
    attempt = pass_level(api, learner, "static-website")
    mine = str(learner.id)
    assert [row["id"] for row in run("learner", "list", name, "--json")["items"]] == [mine]
    assert name in RUNNER.invoke(app, ["learner", "list", name], env={"COLUMNS": "300"}).stdout
    assert run("learner", "show", mine)["username"] == name
    assert [row["id"] for row in run("learner", "attempts", mine, "--json")["items"]] == [attempt["id"]]
    body = {"user_id": mine, "challenge_slugs": ["pastebin"], "reason": "Test"}
    assert api.post("/v1/admin/unlock-grants", signed_in, json=body).status_code == 201
    assert [row["challenge"] for row in run("learner", "grants", mine, "--json")["items"]] == ["pastebin"]
    assert run("learner", "revoke-grant", mine, "pastebin", "--reason", "Test")["still_unlocked"] is False
    achievement = next(row for row in attempt["achievements"] if row["xp_reward"] > 0)
    taken = run("learner", "revoke-achievement", mine, achievement["slug"], "--reason", "Test")["xp_taken"]
    assert taken == achievement["xp_reward"]
    assert [row["amount"] for row in run("learner", "corrections", mine, "--json")["items"]] == [-taken]
    restored = run("learner", "restore-achievement", mine, achievement["slug"], "--reason", "Test")
    assert restored["xp_returned"] == taken
    assert [row["amount"] for row in run("learner", "corrections", mine, "--json")["items"]] == [taken, -taken]
    logged = [row["action"] for row in run("audit-log", "--subject", mine, "--json")["items"]]
    achievements = {"achievement.revoked", "achievement.restored"}
    assert set(logged) == {"unlock.granted", "unlock.revoked", "xp.corrected"} | achievements


def test_a_refusal_is_reported_by_its_detail(signed_in: Caller) -> None:
    ran = RUNNER.invoke(app, ["learner", "show", "ada"])
    assert isinstance(ran.exception, LocalError)
    assert "/path/user_id" in str(ran.exception)


@pytest.mark.parametrize("missing", ["API_URL", "TOKEN"])
def test_half_of_a_stages_settings_asks_no_other_platform(
    signed_in: Caller, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    ran = RUNNER.invoke(app, ["learner", "list"])
    assert isinstance(ran.exception, LocalError)
    assert str(ran.exception).startswith("Set both API_URL and TOKEN")


def test_an_answer_that_is_not_the_apis_is_reported(signed_in: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    page = httpx.Response(502, text="<html>Bad Gateway</html>")
    monkeypatch.setattr(httpx, "request", lambda *_, **__: page)
    ran = RUNNER.invoke(app, ["learner", "list"])
    assert isinstance(ran.exception, LocalError)
    assert str(ran.exception) == "http://api.test answered 502 with something else than JSON."
