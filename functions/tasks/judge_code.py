"""Judge a submission of code, where nothing can be reached from."""

from typing import Any

from progressive_flow.grading.code import function
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Payload
from progressive_flow.kernel.tasks.isolated import isolated_task


@isolated_task("judge_code", capabilities=(Capability.CODE_JUDGE,), memory=1769, timeout=15)
def handler(payload: Payload) -> dict[str, Any]:
    return function.judge_code(payload)
