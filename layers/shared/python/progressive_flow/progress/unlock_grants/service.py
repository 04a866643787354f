"""Rules on grants of unlocked challenges."""

from uuid import UUID

from progressive_flow.identity.users import existence
from progressive_flow.kernel.database.transactions import Transaction
from progressive_flow.kernel.http.problems import invalid, not_found
from progressive_flow.progress.unlock_grants import repository
from progressive_flow.progress.unlock_grants.models import NewUnlockGrant, RevokedUnlock, UnlockGrant


def grant_unlocks(db: Transaction, grant: NewUnlockGrant) -> UnlockGrant:
    """Open challenges for a learner, whatever they have completed; repeating it changes nothing."""
    exists = existence.user_exists(db, grant.user_id)
    known = {row.slug: row.id for row in repository.find_challenges(db, grant.challenge_slugs)}
    if not exists.result():
        raise existence.unknown_user(grant.user_id)
    if unknown := sorted(set(grant.challenge_slugs) - known.keys()):
        raise invalid("/body/challenge_slugs", f"There is no challenge {', '.join(unknown)}.")
    opened = set(repository.grant_unlocks(db, grant.user_id, list(known.values()), grant.reason))
    return UnlockGrant(
        user_id=grant.user_id,
        unlocked=[slug for slug, id_ in known.items() if id_ in opened],
        already_unlocked=[slug for slug, id_ in known.items() if id_ not in opened],
    )


def revoke_unlock(db: Transaction, user_id: UUID, slug: str, reason: str) -> RevokedUnlock:
    """Take a grant back; 404 where no grant opened the challenge for the learner."""
    still_unlocked = repository.revoke_unlock(db, user_id, slug, reason)
    if still_unlocked is None:
        raise not_found(f"grant of {slug} to the learner {user_id}")
    return RevokedUnlock(user_id=user_id, challenge=slug, still_unlocked=still_unlocked)
