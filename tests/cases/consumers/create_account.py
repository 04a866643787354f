"""An account is requested twice by one event."""

from tests.support.cases import ConsumerCase

CASE = ConsumerCase(
    payload={
        "request_id": "00000000-0000-0000-0000-000000000001",
        "email": "ada@example.com",
        "display_name": "Ada",
        "invite": False,
    }
)
