"""The upload is gone before it was inspected, as after an erasure."""

from tests.support.cases import ConsumerCase

CASE = ConsumerCase(
    payload={
        "upload_id": "00000000-0000-0000-0000-000000000001",
        "reason": None,
        "bytes": 7,
        "sha256": "00" * 32,
        "stored_bytes": 7,
        "width": None,
        "height": None,
    }
)
