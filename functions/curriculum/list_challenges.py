"""List challenges with the learner's progress.

Lists published challenges, locked ones too, in the order of their tracks unless `sort` names another. Filters narrow each
other; `search` finds words of title, description and tags, and their beginnings.
"""

from progressive_flow.kernel.http.endpoint import Db, Principal, get
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.parameters import Cursor, Limit, OrganizationFilter
from progressive_flow.learning.catalogue import service
from progressive_flow.learning.catalogue.models import (
    CategoryFilter,
    ChallengeRow,
    DifficultyFilter,
    SortOrder,
    StatusFilter,
    TagFilter,
    TrackFilter,
    UnlockedFilter,
    Words,
)


@get("/v1/challenges")
def handler(
    principal: Principal,
    db: Db,
    organization: OrganizationFilter | None = None,
    track: TrackFilter | None = None,
    category: CategoryFilter | None = None,
    difficulty: DifficultyFilter | None = None,
    tag: TagFilter | None = None,
    status: StatusFilter | None = None,
    unlocked: UnlockedFilter | None = None,
    search: Words | None = None,
    sort: SortOrder = "track",
    cursor: Cursor | None = None,
    limit: Limit = 25,
) -> Page[ChallengeRow]:
    filters = {
        "organization": organization,
        "track": track,
        "category": category,
        "difficulty": difficulty,
        "tag": tag,
        "status": status,
        "unlocked": unlocked,
        "words": search,
    }
    return service.list_challenges(db, principal, filters, sort, cursor, limit)
