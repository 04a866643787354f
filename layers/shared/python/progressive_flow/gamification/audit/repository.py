"""Statements of the audit."""

from typing import NamedTuple
from uuid import UUID

from progressive_flow.database import Transaction


class Audit(NamedTuple):
    """The open audit and the last learner it has looked at."""

    id: UUID
    after_id: UUID


class Difference(NamedTuple):
    """What is kept of a learner and is not what it follows from."""

    user_id: UUID
    what: str
    expected: int | None
    found: int | None


class _User(NamedTuple):
    id: UUID


def begin(db: Transaction) -> None:
    """Begin an audit unless one is open."""
    db.run(
        "insert into gamification.ledger_audits (started_at) values (%s)"
        " on conflict ((true)) where finished_at is null do nothing",
        [db.at],
    )


def hold(db: Transaction) -> Audit | None:
    """Lock the open audit for a slice; None if another run holds it."""
    return db.maybe(
        Audit,
        "select a.id, a.after_id from gamification.ledger_audits as a where a.finished_at is null for update skip locked",
    )


def users(db: Transaction, after: UUID, limit: int) -> list[_User]:
    """Return the learners of a slice, as the audit's function takes them."""
    query = "select u.id from identity.users as u where u.id > %s and u.erased_at is null order by u.id limit %s"
    return db.all(_User, query, [after, limit])


def differences(db: Transaction, after: UUID, limit: int) -> list[Difference]:
    """Return what differs in a slice."""
    query = "select a.user_id, a.what, a.expected, a.found from gamification.audit_ledger(%s, %s) as a"
    return db.all(Difference, query, [after, limit])


def keep_place(db: Transaction, audit: UUID, last: UUID | None, users: int, differences: int) -> None:
    """Note how far an audit has come; without a last learner it is finished."""
    db.run(
        "update gamification.ledger_audits as a set after_id = coalesce(%s, a.after_id), users = a.users + %s,"
        " differences = a.differences + %s, finished_at = case when %s then %s::timestamptz end where a.id = %s",
        [last, users, differences, last is None, db.at, audit],
    )
