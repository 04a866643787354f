"""`progressive-flow organization` and `progressive-flow member`."""

import uuid

import pytest

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.commands import RUNNER, printed, run, sign_in


@pytest.fixture(autouse=True)
def signed_in(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands ask the API in this process, with an administrator's token."""
    sign_in(api, administrator, monkeypatch)


def test_an_operator_runs_an_organization(api: Api, learner: Caller) -> None:
    api.get("/v1/me", learner)
    slug, mine = f"made-{uuid.uuid4().hex}", str(learner.id)
    assert run("organization", "create", slug, "Made", "--max-members", "5")["max_members"] == 5
    assert slug in [row["slug"] for row in run("organization", "list", "--limit", "100", "--json")["items"]]
    assert run("member", "save", slug, mine, "--role", "org_admin", "--role", "author")["roles"] == [
        "author",
        "org_admin",
    ]
    assert [row["user_id"] for row in run("member", "list", slug, "--role", "author", "--json")["items"]] == [mine]
    assert run("organization", "change", slug, "--name", "Renamed")["name"] == "Renamed"
    assert run("organization", "close", slug)["status"] == "closed"
    assert run("organization", "open", slug)["status"] == "active"
    assert run("organization", "show", slug)["members"] == 1
    ran = RUNNER.invoke(app, ["member", "remove", slug, mine])
    assert isinstance(ran.exception, LocalError)
    assert "last administrator" in str(ran.exception)
    logged = [row["action"] for row in run("organization", "audit-log", slug, "--json")["items"]]
    assert logged == [*["organization.changed"] * 3, "member.joined", "organization.created"]


def test_a_removed_member_is_reported(api: Api, learner: Caller) -> None:
    api.get("/v1/me", learner)
    slug, mine = f"made-{uuid.uuid4().hex}", str(learner.id)
    run("organization", "create", slug, "Made")
    assert run("member", "save", slug, mine, "--role", "learner", "--suspended")["status"] == "suspended"
    printed("member", "remove", slug, mine)
    assert run("member", "list", slug, "--json")["items"] == []
