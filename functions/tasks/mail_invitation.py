"""Mail an invitation to its address, unless the address takes no mail or the day's limits are reached."""

from progressive_flow.identity.invitations import mailing
from progressive_flow.kernel.declarations.models import Capability
from progressive_flow.kernel.declarations.tasks import Done, Payload, Report, task


@task(
    mailing.KIND,
    internal=True,
    capabilities=(Capability.DATABASE_AS_SCHEDULER, Capability.TASKS, Capability.MAIL_LINKS),
    timeout=30,
)
def handler(payload: Payload, report: Report) -> Done:
    del report  # there is nothing between the beginning and the end
    return mailing.work(payload)
