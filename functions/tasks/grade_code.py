"""Have a submission of code judged in isolation, and record the attempt with its verdict; one to a draft is no attempt."""

from typing import Any

from progressive_flow.grading.code import grader
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Children, Completion, Payload, Report, task
from progressive_flow.learning.drafts.payloads import is_for_draft
from progressive_flow.learning.submissions import pending


@task(grader.TASK, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS), timeout=30)
def handler(payload: Payload, report: Report) -> Children | Completion | dict[str, Any]:
    if "children" not in payload:
        return Children("judge_code", [payload["grading"]])
    report(1.0)
    verdict = grader.verdict_of(payload["children"][0])
    if not is_for_draft(payload):
        return pending.recorded(payload, verdict)
    from progressive_flow.learning.drafts import pending as drafts  # noqa: PLC0415 - it brings the evaluator of designs

    return drafts.graded(payload, verdict)
