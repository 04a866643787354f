"""Judge a submission of code, outside the network and without any permission but to answer."""

from typing import Any

from progressive_flow.grading.code import function
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Payload
from progressive_flow.kernel.tasks.outside import outside_task


@outside_task("judge_code", capabilities=(Capability.CODE_JUDGE,), memory=1769, timeout=15)
def handler(payload: Payload) -> dict[str, Any]:
    return function.judge_code(payload)
