"""The database's password changes under a running function: what is connected goes on, and what connects takes the new one."""

import json
import os
import uuid
from collections.abc import Callable, Iterator
from typing import LiteralString
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from progressive_flow.kernel.database import connections
from tests.support import made_up
from tests.support.api import Caller
from tests.support.wire import call, connected_to

Alter = Callable[[str], None]
SETTING = "APPLICATION_DATABASE_URL"


@pytest.fixture
def alter(database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alter]:
    """Changes the password of a role of the test's own, with which the platform signs in as `application`."""
    role = f"app_{uuid.uuid4().hex}"

    def administer(statement: LiteralString, password: str = "") -> None:
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))

    administer("create role {} login password {} in role application", "first")
    with connected_to({**database, "application": signed(database["application"], role, "first")}):
        yield lambda password: administer("alter role {} password {}", password)
    administer("drop role {}")


def signed(url: str, role: str, password: str) -> str:
    """Return a URL with somebody else's name and password."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:{password}@{parts.hostname}:{parts.port}"))


def configure(password: str) -> None:
    """Give the function its new password, as a deploy's environment does."""
    parts = urlsplit(os.environ[SETTING])
    os.environ[SETTING] = signed(os.environ[SETTING], str(parts.username), password)


def test_no_answer_is_worse_than_503_on_the_way_to_the_new_password(
    alter: Alter, learner: Caller, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(made_up.make, learner.id)["statusCode"] == 201
    connection = connections._connections["application"]
    alter("second")
    assert call(made_up.make, learner.id)["statusCode"] == 201, "what is connected goes on"
    assert connections._connections["application"] is connection

    connections.disconnect()
    refused = call(made_up.make, learner.id)
    assert (refused["statusCode"], refused["headers"]["retry-after"]) == (503, "1")
    assert "nothing was changed" in json.loads(refused["body"])["detail"]
    assert "second" not in refused["body"]
    assert "password authentication failed" in capsys.readouterr().out, "the log says why"

    configure("second")
    assert call(made_up.make, learner.id)["statusCode"] == 201


def test_a_function_configured_first_waits_for_the_password_to_hold(alter: Alter, learner: Caller) -> None:
    assert call(made_up.make, learner.id)["statusCode"] == 201
    configure("second")
    assert call(made_up.make, learner.id)["statusCode"] == 201
    connections.disconnect()
    assert call(made_up.make, learner.id)["statusCode"] == 503
    alter("second")
    assert call(made_up.make, learner.id)["statusCode"] == 201
