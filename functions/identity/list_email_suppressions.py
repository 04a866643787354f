"""Show what an address is mailed nothing of, and why.

Addresses are kept as hashes, so they can be looked up and not listed. What was lifted stays.
"""

from progressive_flow.identity.mails import service
from progressive_flow.identity.mails.models import EmailSuppressions, SuppressedEmail
from progressive_flow.kernel.http.endpoint import Db, get


@get("/v1/admin/email-suppressions", permission="members.manage")
def handler(email: SuppressedEmail, db: Db) -> EmailSuppressions:
    return service.list_suppressions(db, email)
