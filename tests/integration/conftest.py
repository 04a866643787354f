"""An organization with an author, as many tests need one."""

import pytest

from tests.support.api import Api, Caller
from tests.support.membership import create, joined


@pytest.fixture
def slug(api: Api, administrator: Caller) -> str:
    """Return an organization that was just created."""
    return create(api, administrator)


@pytest.fixture
def author(api: Api, administrator: Caller, slug: str) -> Caller:
    """Return an author of the organization."""
    return joined(api, administrator, slug, "author")
