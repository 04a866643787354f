"""A challenge that takes texts, and a learner for whom it is open."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.support import text_kind
from tests.support.api import Api, Caller
from tests.support.learning import admit, beyond_policies
from tests.support.textual import SLUG


@pytest.fixture
def world(
    fresh_database: dict[str, str], admin_url: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """A database in which a challenge takes texts."""
    text_kind.registered(monkeypatch)
    with beyond_policies(fresh_database, admin_url) as connection:
        text_kind.make_textual(connection, SLUG)
        yield connection


@pytest.fixture
def admitted(api: Api, learner: Caller, world: psycopg.Connection) -> Caller:
    """A learner for whom that challenge is open."""
    return admit(api, learner, SLUG)
