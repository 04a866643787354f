"""Rules on accounts that administrators make."""

from progressive_flow.identity.accounts import provider
from progressive_flow.identity.accounts.models import Account, NewAccount
from progressive_flow.kernel.http.problems import conflict, invalid


def create_account(wanted: NewAccount) -> Account:
    """Make an account at the identity provider; 409 if the address has one."""
    groups = sorted(set(wanted.groups))
    try:
        subject = provider.create(wanted.email, wanted.display_name, groups, invite=wanted.invite)
    except provider.AccountExistsError:
        raise conflict("account-exists", f"{wanted.email} has an account already.") from None
    except provider.RefusedAddressError:
        raise invalid("/body/email", "The identity provider takes no such address.") from None
    return Account(
        id=subject, email=wanted.email, display_name=wanted.display_name, groups=groups, invited=wanted.invite
    )
