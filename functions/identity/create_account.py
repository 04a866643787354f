"""Have an account made for somebody at the identity provider.

The account follows within minutes, and the learner's rows with their first request. The answer is 409 where a learner
has this address.
"""

from progressive_flow.identity.accounts import service as accounts
from progressive_flow.identity.accounts.models import AccountRequest, NewAccount
from progressive_flow.kernel.declarations.models import ACCOUNTS
from progressive_flow.kernel.http.endpoint import Db, post


@post("/v1/admin/users", status=202, permission="members.manage", limit=ACCOUNTS, refusals=(409,))
def handler(account: NewAccount, db: Db) -> AccountRequest:
    return accounts.request_account(db, account)
