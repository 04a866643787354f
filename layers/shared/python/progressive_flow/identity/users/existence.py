"""Whether there is somebody whom a request names by their id, as other domains ask."""

from uuid import UUID

from progressive_flow.identity.users import repository
from progressive_flow.kernel.database.transactions import Deferred, Transaction
from progressive_flow.kernel.http.problems import Problem, invalid


def user_exists(db: Transaction, user_id: UUID) -> Deferred[bool]:
    """Queue the question whether there is such a user, so that it travels with the next one."""
    return repository.user_exists(db, user_id)


def unknown_user(user_id: UUID) -> Problem:
    """Return the 422 of a body whose `user_id` is nobody's."""
    return invalid("/body/user_id", f"There is no user {user_id}.")
