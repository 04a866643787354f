"""Judge a code task by solutions that are right and by others that are not, before it is published."""

from typing import Any

from progressive_flow.grading.code.gate import function
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Payload
from progressive_flow.kernel.tasks.isolated import isolated_task


@isolated_task("judge_gate", capabilities=(Capability.CODE_JUDGE,), memory=1769, timeout=300)
def handler(payload: Payload) -> dict[str, Any]:
    return function.judge_gate(payload)
