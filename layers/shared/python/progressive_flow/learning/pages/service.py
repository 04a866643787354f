"""Rules on pages: whoever belongs to the organization reads them, and says what they have read."""

from progressive_flow.content.uploads import delivery
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import not_found
from progressive_flow.kernel.principal import Principal
from progressive_flow.learning.pages import repository
from progressive_flow.learning.pages.models import Image, Page, PageCompletion


def show_page(db: Transaction, principal: Principal, slug: str) -> Page:
    """Return a page; 404 if the learner sees none of that name."""
    looked = repository.find_page(db, principal.id, slug)
    images = repository.list_images(db, slug)
    page = looked.result()
    if page is None:
        raise not_found(f"page {slug}")
    shown = [
        Image(id=row.id, url=delivery.link(row.organization_id, row.id), width=row.width, height=row.height)
        for row in images
    ]
    return Page(**page.model_dump(), images=shown)


def complete(db: Transaction, principal: Principal, slug: str) -> PageCompletion:
    """Note that the learner has read a page; repeating it changes nothing."""
    completion = repository.complete(db, principal.id, slug)
    if completion is None:
        raise not_found(f"page {slug}")
    return completion


def undo(db: Transaction, principal: Principal, slug: str) -> None:
    """Let a page count as unread again; repeating it changes nothing."""
    if not repository.undo(db, principal.id, slug).result():
        raise not_found(f"page {slug}")
