"""Let an address be mailed again, with a reason.

The audit log names the address by its hash. What bounces or complains afterwards ends mails again. An address that nothing
stands against is a 404.
"""

from progressive_flow.identity.mails import service
from progressive_flow.identity.mails.models import SuppressedEmail
from progressive_flow.kernel.http.endpoint import Db, delete
from progressive_flow.kernel.http.parameters import Reason


@delete("/v1/admin/email-suppressions", permission="members.manage", refusals=(404,))
def handler(email: SuppressedEmail, reason: Reason, db: Db) -> None:
    service.lift_suppressions(db, email, reason)
