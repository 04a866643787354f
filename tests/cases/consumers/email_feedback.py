"""A mail bounces twice by one event."""

from tests.support.cases import ConsumerCase

CASE = ConsumerCase(
    payload={
        "eventType": "Bounce",
        "mail": {"messageId": "0100", "destination": ["nobody@example.com"]},
        "bounce": {"bounceType": "Permanent", "timestamp": "2026-05-06T07:08:09.123Z"},
    }
)
