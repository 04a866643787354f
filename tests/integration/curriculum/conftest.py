"""An organization with an author, a reviewer and an administrator, in a database of the test's own."""

import pytest

from tests.support.api import Api, Caller
from tests.support.publishing import Staff, staff


@pytest.fixture
def people(api: Api, administrator: Caller, fresh_database: dict[str, str]) -> Staff:
    """Return an organization and who works in it."""
    return staff(api, administrator)
