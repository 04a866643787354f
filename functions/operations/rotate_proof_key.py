"""Make the key by which the database believes who makes a request; run by a deploy that asks for a new one.

An operator whose key leaked invokes it with `"Leaked": true` and a new generation: the old keys end at once.
"""

from typing import Any

from progressive_flow.identity.accounts import proof_keys
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation


@operation(capabilities=(Capability.DATABASE_AS_MIGRATOR, Capability.PROOF_KEY_ROTATION))
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return proof_keys.rotate(str(event["Generation"]), leaked=event.get("Leaked") is True)
