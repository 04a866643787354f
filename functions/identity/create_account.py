"""Make an account for somebody at the identity provider."""

from progressive_flow.identity.accounts import service as accounts
from progressive_flow.identity.accounts.models import Account, NewAccount
from progressive_flow.kernel.http.endpoint import Capability, post


@post(
    "/v1/admin/users",
    permission="members.manage",
    capabilities=(Capability.IDENTITY_PROVIDER,),
    limit=None,
    refusals=(409,),
)
def handler(account: NewAccount) -> Account:
    return accounts.create_account(account)
