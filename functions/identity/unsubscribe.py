"""End a category of mails to an address, by the link in a mail.

Needs no token of access. It is what `List-Unsubscribe` of a mail names, so a mail program may send a form, as RFC 8058 demands:
what the body says is not read. A second time changes nothing.
"""

from progressive_flow.identity.mails import service
from progressive_flow.identity.mails.models import UnsubscriptionToken
from progressive_flow.kernel.http.endpoint import Access, Db, post


@post("/v1/unsubscriptions", access=Access.PUBLIC, status=204, limit=None)
def handler(token: UnsubscriptionToken, db: Db) -> None:
    service.unsubscribe(db, token)
