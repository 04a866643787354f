"""Statements on leaderboards: each an index probe or a short index scan, whatever the number of learners.

Each statement exists once a kind of scope, since it selects the scope's id itself: a separate query would be a round trip.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from progressive_flow.gamification.leaderboards.models import LeaderboardEntry, LeaderboardSnapshot
from progressive_flow.kernel.database.transactions import Deferred, Transaction

GLOBAL = UUID(int=0)
# A learner's policies decide which organizations and challenges they find, and organizations whether they show any.
SCOPES = {
    "global": "'00000000-0000-0000-0000-000000000000'::uuid",
    "organization": "(select o.id from identity.organizations as o where o.slug = %(scope)s and o.leaderboards)",
    "challenge": (
        "(select c.id from curriculum.live_challenges as c inner join identity.organizations as o on o.id = c.organization_id"
        " where c.ref = %(scope)s and o.leaderboards)"
    ),
}
LEADERBOARD = (
    "scope_id = $scope and metric_type = %(metric)s and period_type = %(period)s"
    " and period_date = gamification.period_start(%(period)s, %(at)s)"
)
ENTRY_COLUMNS = """
    gamification.rank_of_score(
        $scope, %(metric)s, %(period)s, gamification.period_start(%(period)s, %(at)s), s.metric_value
    ) as rank,
    s.metric_value as value, s.reached_at, s.shown_name as name, s.avatar_url, s.current_level as level,
    s.user_id = %(me)s as is_me, s.profile_key, s.id
"""
SHOWN = (
    "s.metric_value, s.reached_at, s.id, s.user_id,"
    " profile.profile_key, profile.shown_name, profile.avatar_url, profile.current_level"
)
# Who hides has no profile: the caller's own entry then shows them their own account.
SHOWN_OR_OWN = """
        s.metric_value, s.reached_at, s.id, s.user_id, coalesce(profile.profile_key, own.id) as profile_key,
        coalesce(profile.shown_name, own.display_name, own.username) as shown_name,
        case when profile.user_id is not null then profile.avatar_url else own.avatar_url end as avatar_url,
        coalesce(profile.current_level, stats.current_level, 1) as current_level
"""
# Of equal values the one that was reached first comes first.
BEST_FIRST, WORST_FIRST = "metric_value desc, reached_at, id", "metric_value, reached_at desc, id desc"
STATE = f"""
select
    nullif(gamification.period_start(%(period)s, %(at)s), date '1970-01-01') as period_date,
    coalesce(leaderboard.participants, 0) as participants, leaderboard.refreshed_at, leaderboard.closed_at,
    $scope is not null as found
from (values (true)) as always (here)
left join (
    select participants, refreshed_at, closed_at from gamification.leaderboards where {LEADERBOARD}
) as leaderboard on always.here
"""


def _beside(source: str, tied: str, beyond: str, order: str, limit: str) -> str:
    """Return the query for the rows that follow a place in an order: those of its value, and those beyond.

    Values descend and instants ascend, so that no comparison of rows says both; each part is a scan of one range of the index.
    """
    part = f"({source} where {LEADERBOARD} and {{}} order by {order} limit {limit})"
    return f"(select * from ({part.format(tied)} union all {part.format(beyond)}) as s order by {order} limit {limit})"


ENTRIES = f"""
select {ENTRY_COLUMNS}
from {
    _beside(
        f"select {SHOWN} from gamification.leaderboard_scores as s"
        " inner join identity.public_profiles as profile on profile.user_id = s.user_id",
        "metric_value = %(value)s and (reached_at, id) > (%(reached_at)s, %(after)s)",
        "metric_value < %(value)s",
        BEST_FIRST,
        "%(limit)s",
    )
} as s
order by {BEST_FIRST}
"""
# Scalar sub-selects: joined to a common table expression they would scan the whole leaderboard.
SCORES = "select metric_value, reached_at, id, user_id from gamification.leaderboard_scores"
MINE = f"(select {{}} from gamification.leaderboard_scores where {LEADERBOARD} and user_id = %(me)s)"
MY_VALUE, MY_PLACE = MINE.format("metric_value"), f"({MINE.format('reached_at')}, {MINE.format('id')})"
NEIGHBOURS = f"""
select {ENTRY_COLUMNS}
from (
    select {SHOWN_OR_OWN}
    from (
        {
    _beside(
        SCORES,
        f"metric_value = {MY_VALUE} and (reached_at, id) < {MY_PLACE}",
        f"metric_value > {MY_VALUE}",
        WORST_FIRST,
        "%(neighbours)s",
    )
}
        union all
        ({SCORES} where {LEADERBOARD} and user_id = %(me)s)
        union all
        {
    _beside(
        SCORES,
        f"metric_value = {MY_VALUE} and (reached_at, id) > {MY_PLACE}",
        f"metric_value < {MY_VALUE}",
        BEST_FIRST,
        "%(neighbours)s",
    )
}
    ) as s
    left join identity.public_profiles as profile on profile.user_id = s.user_id
    left join identity.users as own on own.id = s.user_id and own.id = %(me)s
    left join gamification.user_stats as stats on stats.user_id = own.id
    where profile.user_id is not null or own.id is not null
) as s
order by {BEST_FIRST}
"""


SNAPSHOTS = """
select
    closed.period_date, closed.participants, closed.closed_at, mine.rank as my_rank, mine.metric_value as my_value,
    array(
        select jsonb_build_object(
            'rank', s.rank, 'value', s.metric_value, 'name', profile.shown_name, 'avatar_url', profile.avatar_url,
            'level', profile.current_level, 'is_me', s.user_id = %(me)s, 'profile_key', profile.profile_key,
            'id', s.id, 'reached_at', s.reached_at
        )
        from gamification.leaderboard_snapshots as s
        inner join identity.public_profiles as profile on profile.user_id = s.user_id
        where
            s.scope_id = closed.scope_id and s.metric_type = closed.metric_type and s.period_type = closed.period_type
            and s.period_date = closed.period_date
        order by s.rank, s.reached_at, s.user_id
        limit %(top)s
    ) as top
from gamification.leaderboards as closed
left join lateral (
    select b.metric_value, gamification.rank_of_score(b.scope_id, b.metric_type, b.period_type, b.period_date, b.metric_value)
    from gamification.leaderboard_scores as b
    where
        b.scope_id = closed.scope_id and b.metric_type = closed.metric_type and b.period_type = closed.period_type
        and b.period_date = closed.period_date and b.user_id = %(me)s
) as mine (metric_value, rank) on true
where
    closed.scope_id = $scope and closed.metric_type = %(metric)s and closed.period_type = %(period)s
    and closed.closed_at is not null and closed.period_date < %(before)s::date
order by closed.period_date desc
limit %(limit)s
"""


def scoped(statement: str, scope_type: str) -> str:
    """Return a statement for leaderboards of a kind of scope."""
    return statement.replace("$scope", SCOPES[scope_type])


class LeaderboardKey(NamedTuple):
    """Identifies a leaderboard: kind and slug of its scope, metric, period and an instant in it. The global one has no slug."""

    scope_type: str
    scope: str | None
    metric: str
    period: str
    at: datetime

    def params(self) -> dict[str, Any]:
        """Return the parameters of its statements."""
        shared = {"metric": self.metric, "period": self.period, "at": self.at}
        return shared if self.scope is None else {**shared, "scope": self.scope}


class Place(NamedTuple):
    """A place on a leaderboard: a value, when it was reached, and the entry's id."""

    value: int
    reached_at: datetime
    after: UUID


class LeaderboardState(NamedTuple):
    """A leaderboard's first day (None for all_time), its size, when it was ranked and closed, and if its scope exists."""

    period_date: date | None
    participants: int
    refreshed_at: datetime | None
    closed_at: datetime | None
    found: bool


def leaderboard_state(db: Transaction, leaderboard: LeaderboardKey) -> Deferred[LeaderboardState]:
    """Queue the query for a leaderboard's state, so that it is sent with the next statement."""
    return db.defer_one(LeaderboardState, scoped(STATE, leaderboard.scope_type), leaderboard.params())


def list_entries(
    db: Transaction, leaderboard: LeaderboardKey, me: UUID, after: Place, limit: int
) -> list[LeaderboardEntry]:
    """Return the entries after one of them, best first; learners who hide are left out."""
    params = {**leaderboard.params(), "me": me, **after._asdict(), "limit": limit}
    return db.fetch_all(LeaderboardEntry, scoped(ENTRIES, leaderboard.scope_type), params)


def list_neighbours(db: Transaction, leaderboard: LeaderboardKey, me: UUID, neighbours: int) -> list[LeaderboardEntry]:
    """Return the learner with so many entries above and below; nothing if they are not on the leaderboard."""
    params = {**leaderboard.params(), "me": me, "neighbours": neighbours}
    return db.fetch_all(LeaderboardEntry, scoped(NEIGHBOURS, leaderboard.scope_type), params)


def list_snapshots(
    db: Transaction, leaderboard: LeaderboardKey, me: UUID, before: date, top: int, limit: int
) -> list[LeaderboardSnapshot]:
    """Return a leaderboard's closed periods before a day, newest first, each with its first learners."""
    params = {**leaderboard.params(), "me": me, "before": before, "top": top, "limit": limit}
    del params["at"]
    return db.fetch_all(LeaderboardSnapshot, scoped(SNAPSHOTS, leaderboard.scope_type), params)


class ClosingLeaderboard(NamedTuple):
    """A leaderboard whose period is over."""

    scope_type: str
    scope_id: UUID
    metric_type: str
    period_type: str
    period_date: date


def leaderboards_to_close(db: Transaction) -> list[ClosingLeaderboard]:
    """Return the leaderboards whose period is over and that were not closed."""
    query = (
        "select scope_type, scope_id, metric_type, period_type, period_date from gamification.leaderboards_to_close(%s)"
    )
    return db.fetch_all(ClosingLeaderboard, query, [db.at])


def close_leaderboard(db: Transaction, leaderboard: ClosingLeaderboard) -> int | None:
    """Close a leaderboard; return how many of its scores the ledger corrected, None if it was closed before."""
    return db.fetch_optional_value(
        int, "select gamification.close_leaderboard(%s, %s, %s, %s, %s, %s)", [*leaderboard, db.at]
    )


def refresh_all_leaderboards(db: Transaction) -> int:
    """Rebuild the ranks of every open leaderboard; return how many, 0 while another run does so."""
    return db.fetch_value(int, "select gamification.refresh_all_leaderboards(%s)", [db.at])
