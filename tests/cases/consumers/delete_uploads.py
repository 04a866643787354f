"""A learner who uploaded nothing is erased."""

from tests.support.cases import ConsumerCase

CASE = ConsumerCase(payload={"user_id": "00000000-0000-0000-0000-000000000001"})
