"""Make the key by which the API knows that a request came through the edge; run by a deploy that asks for a new one."""

from typing import Any

from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.operations import operation
from progressive_flow.operations import origin_keys


@operation(capabilities=(Capability.ORIGIN_KEYS,), memory=256)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    return origin_keys.rotate(str(event["Generation"]))
