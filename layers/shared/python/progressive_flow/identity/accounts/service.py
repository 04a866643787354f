"""Rules on accounts that administrators request.

The request is written down with its audit row in one transaction, and a consumer calls the identity provider afterwards: no
account is made without a row that says who wanted it.
"""

from datetime import timedelta
from typing import Any

from progressive_flow.identity.accounts import provider, repository
from progressive_flow.identity.accounts.models import AccountRequest, NewAccount
from progressive_flow.identity.events import AccountRequested
from progressive_flow.kernel import observability
from progressive_flow.kernel.database.transactions import Transaction

UNUSED_NAMES = timedelta(days=30)  # whoever was invited has a week for the first password


def request_account(db: Transaction, wanted: NewAccount) -> AccountRequest:
    """Request an account; 409 if a learner has this address."""
    id_ = repository.request_account(db, wanted.email, wanted.display_name, invite=wanted.invite)
    return AccountRequest(id=id_, invited=wanted.invite)


def create_account(event: AccountRequested) -> dict[str, Any]:
    """Make the account; return whether it was made, was there before, or was refused by the provider."""
    try:
        provider.create(event.email, event.display_name, invite=event.invite)
    except provider.AccountExistsError:
        return {"existing": 1}
    except provider.RefusedAddressError:
        observability.warning("the identity provider refuses an address", request=str(event.request_id))
        return {"refused": 1}
    return {"made": 1}


def purge(db: Transaction) -> int:
    """Delete the names of requested accounts that nobody used; return how many."""
    return repository.purge_requested_names(db, db.at - UNUSED_NAMES)
