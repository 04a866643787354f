"""Statements on pages."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.learning.pages.models import PageCompletion, PageRow

PAGE = """
select
    p.ref as slug, p.title, p.description, t.ref as track, m.slug as module, l.slug as lesson, p.body, p.estimated_minutes,
    p.version, done.completed_at
from curriculum.pages as p
inner join curriculum.lessons as l on l.id = p.lesson_id
inner join curriculum.modules as m on m.id = l.module_id
inner join curriculum.learning_tracks as t on t.id = p.track_id
left join progress.page_completions as done on done.page_id = p.id and done.user_id = %(me)s
where p.ref = %(slug)s and p.is_active
"""
IMAGES = "select i.id, i.organization_id, i.width, i.height from curriculum.page_images(%s) as i"
# Another request's completion that commits at this moment is in neither of the two tables: it is of this instant.
COMPLETE = """
with wanted as (select p.id, p.ref, p.version from curriculum.pages as p where p.ref = %(slug)s and p.is_active),
completed as (
    insert into progress.page_completions (user_id, page_id, version, completed_at)
    select %(me)s, wanted.id, wanted.version, %(at)s from wanted
    on conflict (user_id, page_id) do nothing
    returning page_id, version, completed_at
)
select
    wanted.ref as slug, coalesce(completed.version, before.version, wanted.version) as version,
    coalesce(completed.completed_at, before.completed_at, %(at)s) as completed_at
from wanted
left join completed on completed.page_id = wanted.id
left join progress.page_completions as before on before.page_id = wanted.id and before.user_id = %(me)s
"""
UNDO = """
with wanted as (select p.id from curriculum.pages as p where p.ref = %(slug)s),
gone as (
    delete from progress.page_completions as done using wanted where done.user_id = %(me)s and done.page_id = wanted.id
)
select exists (select from wanted) as found
"""


class ImageRow(NamedTuple):
    """An image of a page, and the organization whose it is."""

    id: UUID
    organization_id: UUID
    width: int | None
    height: int | None


def find_page(db: Transaction, me: UUID, slug: str) -> Deferred[PageRow | None]:
    """Look for a published page, and whether the learner has read it."""
    return db.defer_optional(PageRow, PAGE, {"me": me, "slug": slug})


def list_images(db: Transaction, slug: str) -> list[ImageRow]:
    """Return the images of a page that the learner may read."""
    return db.fetch_all(ImageRow, IMAGES, [slug])


def complete(db: Transaction, me: UUID, slug: str) -> PageCompletion | None:
    """Note that a learner has read a page; None if there is none. Repeating it keeps the first time."""
    return db.fetch_optional(PageCompletion, COMPLETE, {"me": me, "slug": slug, "at": db.at})


def undo(db: Transaction, me: UUID, slug: str) -> Deferred[bool]:
    """Queue that a page counts as unread again; the result says whether there is such a page."""
    return db.defer_value(bool, UNDO, {"me": me, "slug": slug})
