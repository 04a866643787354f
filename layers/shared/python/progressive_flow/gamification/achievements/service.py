"""Rules on the definitions of achievements."""

from progressive_flow.gamification.achievements import repository
from progressive_flow.gamification.achievements.criteria import conditions, unknown_names
from progressive_flow.gamification.achievements.errors import ACHIEVEMENT_CONSTRAINTS
from progressive_flow.gamification.achievements.models import (
    AchievementChanges,
    AchievementDefinition,
    NewAchievement,
    SavedAchievement,
)
from progressive_flow.gamification.achievements.reach import Everything, reachable
from progressive_flow.gamification.icons import service as icons
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http import paging
from progressive_flow.kernel.http.paging import Page
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.kernel.http.refusals import refusing


def list_achievements(
    db: Transaction, category: str | None, rarity: str | None, cursor: str | None, limit: int
) -> Page[AchievementDefinition]:
    """Return what there is to achieve, by category, the cheapest first."""
    key = paging.decode(cursor, paging.text, paging.small_int, paging.text) or ["", 0, ""]
    rows = repository.list_achievements(db, category, rarity, (key[0], key[1], key[2]), limit + 1)
    return paging.page(rows, limit, lambda row: [row.category, row.xp_reward, row.slug])


def list_saved(db: Transaction, cursor: str | None, limit: int) -> Page[SavedAchievement]:
    """Return the platform's achievements by slug, retired ones too."""
    key = paging.decode(cursor, paging.text)
    rows = repository.list_saved(db, key[0] if key else "", limit + 1)
    return paging.page(rows, limit, lambda row: [row.slug])


def show_saved(db: Transaction, slug: str) -> SavedAchievement:
    """Return one of the platform's achievements, retired or not."""
    saved = repository.find_saved(db, slug)
    if saved is None:
        raise not_found(f"achievement {slug}")
    return saved


def create_achievement(db: Transaction, wanted: NewAchievement) -> SavedAchievement:
    """Define a new achievement; whoever has reached it is awarded by the next evaluation."""
    saved = _checked(db, wanted.slug, wanted)
    with refusing(ACHIEVEMENT_CONSTRAINTS):
        repository.create_achievement(db, saved)
    return saved


def replace_achievement(db: Transaction, slug: str, wanted: AchievementChanges) -> SavedAchievement:
    """Replace the definition of an achievement; awards stay."""
    saved = repository.replace_achievement(db, _checked(db, slug, wanted))
    if saved is None:
        raise not_found(f"achievement {slug}")
    return saved


def _checked(db: Transaction, slug: str, wanted: AchievementChanges) -> SavedAchievement:
    """Refuse a missing icon, and criteria that nobody could ever meet: unknown names, and more than there is to pass."""
    if wanted.icon_url and not icons.is_icon(wanted.icon_url):
        raise invalid("/body/icon_url", f"There is no icon at {wanted.icon_url}: name one of another achievement.")
    queued = repository.known(db)
    challenges = repository.passable(db)
    known = queued.result()
    wrong = unknown_names(wanted.criteria, set(known.tracks), {challenge.category for challenge in challenges})
    if wrong:
        raise invalid("/body/criteria", f"{wrong[0][0].upper()}{wrong[0][1:]}.")
    there_is = Everything(challenges, len(known.tracks), known.skills)
    for condition in conditions(wanted.criteria):
        if (most := reachable(condition, there_is)) < condition.threshold:
            raise invalid("/body/criteria", f"{condition.metric} reaches {most} at most, not {condition.threshold}.")
    fields = wanted.model_dump(exclude_none=True, exclude={"slug"})
    return SavedAchievement.model_validate({"icon_url": None, **fields, "slug": slug})
