"""Make an account for somebody at the identity provider."""

from progressive_flow.identity.accounts import service as accounts
from progressive_flow.identity.accounts.models import Account, NewAccount
from progressive_flow.kernel.http.endpoint import Access, Capability, post


@post(
    "/v1/admin/users",
    access=Access.PLATFORM_ADMIN,
    capabilities=(Capability.IDENTITY_PROVIDER,),
    limit=None,
    refusals=(409,),
)
def handler(account: NewAccount) -> Account:
    return accounts.create_account(account)
