"""What tests of mails share."""

import uuid

import pytest

from tests.support.clouds import Clouds
from tests.support.mailing import Post


@pytest.fixture
def post(fresh_database: dict[str, str], clouds: Clouds, monkeypatch: pytest.MonkeyPatch) -> Post:
    """A stage that mails, on a database of its own."""
    return Post(clouds, monkeypatch)


@pytest.fixture
def ada() -> str:
    """An address that was never mailed."""
    return f"{uuid.uuid4().hex}@example.com"
