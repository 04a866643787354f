"""What tests of gamification share."""

import pytest

from tests.support.achievements import Holder
from tests.support.api import Api, Caller


@pytest.fixture
def holder(api: Api, learner: Caller) -> Holder:
    """A learner whose first pass unlocked an achievement."""
    return Holder(api, learner)
