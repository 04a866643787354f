"""The task is gone before its answer comes, as after an erasure."""

from tests.support.cases import ConsumerCase

NOBODYS = "00000000-0000-0000-0000-000000000001"
CASE = ConsumerCase(payload={"id": NOBODYS, "nonce": NOBODYS, "result": {}, "problem": None, "retry": False})
