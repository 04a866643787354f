"""Rules on organizations."""

from progressive_flow.identity.organizations import repository
from progressive_flow.identity.organizations.models import NewOrganization, Organization, OrganizationChanges
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import not_found


def list_organizations(db: Transaction, cursor: str | None, limit: int) -> Page[Organization]:
    """Return the caller's organizations by slug; all of them for the platform's administrator."""
    key = paging.decode(cursor, paging.text)
    rows = repository.list_organizations(db, key[0] if key else "", limit + 1)
    return paging.page(rows, limit, lambda row: [row.slug])


def show_organization(db: Transaction, organization: str) -> Organization:
    """Return an organization that the caller belongs to; 404 for any other."""
    found = repository.find_organization(db, organization)
    if found is None:
        raise not_found(f"organization {organization}")
    return found


def create_organization(db: Transaction, new: NewOrganization) -> Organization:
    """Create an organization without members; 409 where the slug is taken."""
    repository.create_organization(db, new)
    return show_organization(db, new.slug)


def change_organization(db: Transaction, organization: str, changes: OrganizationChanges) -> Organization:
    """Change what was sent and return the organization as it is now."""
    repository.change_organization(db, organization, changes)
    return show_organization(db, organization)
