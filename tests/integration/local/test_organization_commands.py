"""`progressive-flow organization` and `progressive-flow member`."""

import uuid
from pathlib import Path

import pytest

from progressive_flow_local import rosters
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
    slug, mine = f"0-{uuid.uuid4().hex}", str(learner.id)  # on the first page, however many others there are
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


def test_an_operator_invites_people(api: Api, tmp_path: Path) -> None:
    slug = f"made-{uuid.uuid4().hex}"
    run("organization", "create", slug, "Made")
    assert run("organization", "change", slug, "--email-domain", "example.com")["email_domains"] == ["example.com"]
    assert run("organization", "change", slug, "--email-domain", "")["email_domains"] == []
    roster = tmp_path / "class.csv"
    roster.write_text("name;Email\nAda; ada@example.com\nGrace;grace@example.com\nNobody;\n", encoding="utf-16")
    invited = run("member", "invite", slug, "alan@example.com", "--file", str(roster), "--role", "author", "--json")
    assert {row["email"] for row in invited["items"]} == {f"{name}@example.com" for name in ("ada", "alan", "grace")}
    assert run("member", "code", slug, "--max-uses", "30")["items"][0]["max_uses"] == 30
    rows = run("member", "invitations", slug, "--json")["items"]
    printed("member", "revoke", slug, rows[0]["id"])
    states = [row["status"] for row in run("member", "invitations", slug, "--json")["items"]]
    assert states == ["revoked", "open", "open", "open"]


def test_a_roster_that_is_too_long_goes_on_where_it_stopped(api: Api, tmp_path: Path) -> None:
    slug = f"made-{uuid.uuid4().hex}"
    run("organization", "create", slug, "Made")
    roster = tmp_path / "class.csv"
    roster.write_text("email\n" + "".join(f"{number}@example.com\n" for number in range(520)))
    ran = RUNNER.invoke(app, ["member", "invite", slug, "--file", str(roster), "--json"])
    assert isinstance(ran.exception, LocalError)
    assert "go on with --skip 500" in str(ran.exception)
    assert '"499@example.com"' in ran.stdout


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_roster_has_the_separator_that_its_head_has_most(tmp_path: Path, separator: str) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text(f"name{separator}email\r\nAda{separator}ada@example.com\r\n", newline="")
    assert rosters.addresses(roster) == ["ada@example.com"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_roster_is_read_as_spreadsheets_write_it(tmp_path: Path, encoding: str) -> None:
    roster = tmp_path / "class.csv"
    mark = "\ufeff" if encoding.endswith(("-le", "-be")) else ""
    roster.write_text(f"{mark}email,name\r\njosé@example.com,José\r\n", encoding=encoding, newline="")
    assert rosters.addresses(roster) == ["josé@example.com"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("email,name\nada@example.com,Ada\njose@example.com,José\n".encode("latin-1"), "Row 3 of .* is not UTF-8"),
        (b"address,name\nada@example.com,Ada\n", "has no column email"),
        (b"", "has no column email"),
        (b'email\n"' + b"x" * 140_000 + b'"\n', "Row 2 of .* cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    roster = tmp_path / "class.csv"
    roster.write_bytes(content)
    with pytest.raises(LocalError, match=message):
        rosters.addresses(roster)


def test_nobody_is_invited_where_an_address_is_none(api: Api) -> None:
    slug = f"made-{uuid.uuid4().hex}"
    run("organization", "create", slug, "Made")
    ran = RUNNER.invoke(app, ["member", "invite", slug, "ada@example.com", "no address"])
    assert isinstance(ran.exception, LocalError)
    assert "/body/emails/1" in str(ran.exception)
    assert run("member", "invitations", slug, "--json")["items"] == []
    assert RUNNER.invoke(app, ["member", "invite", slug]).exit_code == 2
