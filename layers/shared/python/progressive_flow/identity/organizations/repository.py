"""Statements on organizations: functions of definer, which ask for the permission again."""

from psycopg.types.json import Jsonb

from progressive_flow.identity.organizations.models import NewOrganization, Organization, OrganizationChanges
from progressive_flow.kernel.database.transactions import Transaction

LIST = """
select
    o.slug, o.name, o.status, o.roles, o.members, o.max_members, o.max_items, o.max_bytes, o.reviews_required,
    o.shared_drafts, o.leaderboards, o.xp_scope, o.email_domains, o.created_at, o.closed_at
from identity.list_organizations(%s, %s, %s) as o
"""


def list_organizations(db: Transaction, after: str, limit: int) -> list[Organization]:
    """Return the organizations that the caller may see, by slug, from one on."""
    return db.fetch_all(Organization, LIST, [None, after, limit])


def find_organization(db: Transaction, slug: str) -> Organization | None:
    """Return one organization; None if there is none that the caller may see."""
    return db.fetch_optional(Organization, LIST, [slug, None, 1])


def create_organization(db: Transaction, new: NewOrganization) -> None:
    """Queue the creation of an organization."""
    db.execute("select identity.create_organization(%s, %s, %s, %s)", [new.slug, new.name, new.max_members, db.at])


def change_organization(db: Transaction, slug: str, changes: OrganizationChanges) -> None:
    """Queue a change of an organization."""
    db.execute("select identity.change_organization(%s, %s, %s)", [slug, Jsonb(changes.model_dump()), db.at])
