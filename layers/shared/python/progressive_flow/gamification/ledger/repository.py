"""Statements on the ledger of XP, its corrections and its audit."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from progressive_flow.gamification.ledger.models import Figures, XpTransaction
from progressive_flow.kernel.database.transactions import Transaction


class Paid(NamedTuple):
    """What a correction paid, and the totals since."""

    paid: int
    total_xp: int
    current_level: int


class Computed(NamedTuple):
    """A learner's figures before and after."""

    before: Figures
    after: Figures


class _Row(NamedTuple):
    before: dict[str, object]
    after: dict[str, object]


def correct_xp(db: Transaction, user_id: UUID, amount: int, reason: str, reference: str) -> Paid:
    """Pay a correction unless its reference was used."""
    query = "select c.paid, c.total_xp, c.current_level from gamification.correct_xp(%s, %s, %s, %s, %s) as c"
    return db.fetch_one(Paid, query, [user_id, amount, reason, reference, db.at])


def recompute_user(db: Transaction, user_id: UUID) -> Computed:
    """Recompute a learner's totals."""
    row = db.fetch_one(_Row, "select r.before, r.after from gamification.recompute_user(%s, %s) as r", [user_id, db.at])
    return Computed(Figures.model_validate(row.before), Figures.model_validate(row.after))


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


def begin_audit(db: Transaction) -> None:
    """Begin an audit unless one is open."""
    db.execute(
        "insert into gamification.ledger_audits (started_at) values (%s)"
        " on conflict ((true)) where finished_at is null do nothing",
        [db.at],
    )


def lock_audit(db: Transaction) -> Audit | None:
    """Lock the open audit for a slice; None if another run holds it."""
    return db.fetch_optional(
        Audit,
        "select a.id, a.after_id from gamification.ledger_audits as a where a.finished_at is null for update skip locked",
    )


def list_audited_users(db: Transaction, after: UUID, limit: int) -> list[_User]:
    """Return the learners of a slice, as the audit's function takes them."""
    query = "select u.id from identity.users as u where u.id > %s and u.erased_at is null order by u.id limit %s"
    return db.fetch_all(_User, query, [after, limit])


def list_differences(db: Transaction, after: UUID, limit: int) -> list[Difference]:
    """Return what differs in a slice."""
    query = "select a.user_id, a.what, a.expected, a.found from gamification.audit_ledger(%s, %s) as a"
    return db.fetch_all(Difference, query, [after, limit])


def save_audit_progress(db: Transaction, audit: UUID, last: UUID | None, users: int, differences: int) -> None:
    """Note how far an audit has come; without a last learner it is finished."""
    db.execute(
        "update gamification.ledger_audits as a set after_id = coalesce(%s, a.after_id), users = a.users + %s,"
        " differences = a.differences + %s, finished_at = case when %s then %s::timestamptz end where a.id = %s",
        [last, users, differences, last is None, db.at, audit],
    )


# Sources are kept by id, as text; a learner receives the names that other routes take. The corrections of a revocation are
# known by their number sign, which no reference of an administrator has.
LEDGER = """
select
    t.id, t.amount, t.description, t.created_at, o.slug as organization,
    jsonb_build_object(
        'type', t.source_type,
        'challenge', c.ref,
        'level', case when t.source_type = 'level' then split_part(t.source_id, '/', 2)::integer end,
        'achievement', a.ref,
        'date', d.date,
        'streak_days', case when t.source_type = 'streak' then t.source_id::integer end,
        'reference', case when t.source_type = 'correction' and a.id is null then t.source_id end
    ) as source
from (
    select x.id, x.amount, x.source_type, x.source_id, x.description, x.organization_id, x.created_at
    from gamification.xp_transactions as x
    where
        x.user_id = %(me)s
        and (%(before)s::timestamptz is null or (x.created_at, x.id) < (%(before)s, %(before_id)s::uuid))
    order by x.created_at desc, x.id desc
    limit %(limit)s
) as t
left join identity.organizations as o on o.id = t.organization_id
left join curriculum.challenges as c on c.id = gamification.source_challenge(t.source_type, t.source_id)
left join gamification.achievements as a
    on a.id = case t.source_type
        when 'achievement' then t.source_id when 'correction' then substring(t.source_id from '^achievement/([0-9a-f-]{36})#')
    end::uuid
left join gamification.daily_challenges as d on d.id = case when t.source_type = 'daily' then t.source_id::uuid end
order by t.created_at desc, t.id desc
"""


def list_transactions(
    db: Transaction, me: UUID, before: tuple[datetime, UUID] | None, limit: int
) -> list[XpTransaction]:
    """Return the learner's part of the ledger, newest first."""
    at, id_ = before or (None, None)
    return db.fetch_all(XpTransaction, LEDGER, {"me": me, "before": at, "before_id": id_, "limit": limit})
