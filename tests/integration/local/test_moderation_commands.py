"""`progressive-flow moderation`: what was reported is listed, shown and decided."""

import pytest

from progressive_flow_local.cli import app
from progressive_flow_local.errors import LocalError
from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.commands import RUNNER, printed, run, sign_in
from tests.support.moderating import Shown, people, reported, shown


@pytest.fixture(autouse=True)
def signed_in(api: Api, administrator: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the commands ask the API in this process, with an administrator's token."""
    sign_in(api, administrator, monkeypatch)


@pytest.fixture
def image(fresh_database: dict[str, str]) -> Shown:
    """Return an image that a page shows."""
    return shown()


def test_an_operator_decides_what_was_reported(api: Api, administrator: Caller, image: Shown, clouds: Clouds) -> None:
    case = reported(api, image, *people(api, administrator, image, "learner"))
    (row,) = run("moderation", "list", image.organization, "--state", "open", "--json")["items"]
    assert row["id"] == case
    assert case in printed("moderation", "list", image.organization)
    assert run("moderation", "show", image.organization, case)["notes"] == []
    assert image.upload in run("moderation", "file", image.organization, case)["url"]
    decided = run("moderation", "decide", image.organization, case, "warn", "--reason", "It is wrong.", "--json")
    assert (decided["state"], decided["reason"]) == ("decided", "It is wrong.")
    ran = RUNNER.invoke(app, ["moderation", "decide", image.organization, case, "none", "--reason", "It is right."])
    assert isinstance(ran.exception, LocalError)
    assert "decided already" in str(ran.exception)
    assert run("moderation", "list", image.organization, "--state", "open", "--json") == {
        "items": [], "next_cursor": None,
    }  # fmt: skip
