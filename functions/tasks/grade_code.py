"""Have a submission of code judged outside the network, and record the attempt with its verdict."""

from progressive_flow.grading.code import grader
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Children, Completion, Payload, Report, task
from progressive_flow.learning.submissions import pending


@task(grader.TASK, capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS), timeout=30)
def handler(payload: Payload, report: Report) -> Children | Completion:
    if "children" not in payload:
        return Children("judge_code", [payload["grading"]])
    report(1.0)
    return pending.recorded(payload, grader.verdict_of(payload["children"][0]))
