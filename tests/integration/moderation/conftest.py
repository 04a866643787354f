"""An image that a page shows, in a database of the test's own."""

import pytest

from tests.support.api import Api, Caller
from tests.support.clouds import Clouds
from tests.support.moderating import Shown, people, shown


@pytest.fixture
def image(api: Api, fresh_database: dict[str, str], clouds: Clouds) -> Shown:
    """Return an image that a page shows."""
    return shown()


@pytest.fixture
def readers(api: Api, administrator: Caller, image: Shown) -> list[Caller]:
    """Return three learners of its organization."""
    return people(api, administrator, image, "learner", "learner", "learner")


@pytest.fixture
def moderators(api: Api, administrator: Caller, image: Shown) -> list[Caller]:
    """Return two reviewers of its organization, who decide cases."""
    return people(api, administrator, image, "reviewer", "reviewer")
