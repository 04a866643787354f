"""Make an account for somebody at the identity provider."""

from progressive_flow.http import Access, Need, post
from progressive_flow.identity import accounts
from progressive_flow.identity.accounts_models import Account, NewAccount


@post("/v1/admin/users", access=Access.PLATFORM_ADMIN, needs=(Need.IDENTITY_PROVIDER,), limit=None, refusals=(409,))
def handler(account: NewAccount) -> Account:
    return accounts.create_account(account)
