-- The ledger, and what it adds up to.

create table gamification.user_stats (
    user_id uuid primary key references identity.users (id) on delete cascade,
    total_xp bigint not null default 0 check (total_xp >= 0),
    current_level integer not null default 1 check (current_level >= 1),
    total_challenges_started integer not null default 0 check (total_challenges_started >= 0),
    total_challenges_completed integer not null default 0 check (total_challenges_completed >= 0),
    total_levels_completed integer not null default 0 check (total_levels_completed >= 0),
    total_time_spent_minutes bigint not null default 0 check (total_time_spent_minutes >= 0),
    current_streak_days integer not null default 0 check (current_streak_days >= 0),
    longest_streak_days integer not null default 0 check (longest_streak_days >= current_streak_days),
    last_activity_date date,
    rank_percentile numeric(5, 2) check (rank_percentile between 0 and 100),
    updated_at timestamptz not null
);
comment on table gamification.user_stats is 'What the ledger and the attempts of a learner add up to, always.';

create table gamification.xp_awards (
    user_id uuid not null references identity.users (id) on delete restrict,
    source_type text not null check (source_type in ('level', 'challenge', 'achievement', 'daily', 'streak', 'correction', 'import')),
    source_id text not null check (length(source_id) between 1 and 255),
    created_at timestamptz not null,
    primary key (user_id, source_type, source_id)
);
comment on table gamification.xp_awards is 'The key any replay, race or retry of an award hits: one row, one payment, across all months of the ledger.';

create table gamification.xp_transactions (
    id uuid not null default uuidv7(),
    user_id uuid not null references identity.users (id) on delete restrict,
    amount integer not null check (amount <> 0),
    source_type text not null,
    source_id text not null,
    description text not null,
    created_at timestamptz not null,
    primary key (id, created_at)
) partition by range (created_at);
create index xp_transactions_user_idx on gamification.xp_transactions (user_id, created_at desc, id desc);
create table gamification.xp_transactions_default partition of gamification.xp_transactions default;
comment on table gamification.xp_transactions is 'The append-only XP ledger, partitioned by month. A correction is a row of its own; a learner who leaves is pseudonymised, their rows stay.';

-- definer makes and fills the monthly partitions, for which PostgreSQL wants the owner.
alter table gamification.xp_transactions owner to definer;
alter table gamification.xp_transactions_default owner to definer;

create table gamification.leaderboard_scores (
    id uuid not null default uuidv7() unique,
    scope_type text not null check (scope_type in ('global', 'organization', 'challenge')),
    scope_id uuid not null,
    metric_type text not null check (metric_type in ('xp', 'challenges', 'streak')),
    period_type text not null check (period_type in ('daily', 'weekly', 'monthly', 'all_time')),
    period_date date not null,
    user_id uuid not null references identity.users (id) on delete cascade,
    metric_value bigint not null,
    updated_at timestamptz not null,
    primary key (scope_id, metric_type, period_type, period_date, user_id)
);
create index leaderboard_scores_board_idx on gamification.leaderboard_scores
(scope_id, metric_type, period_type, period_date, metric_value desc, id desc);
create index leaderboard_scores_user_id_idx on gamification.leaderboard_scores (user_id);
comment on table gamification.leaderboard_scores is 'A learner''s value on a board, written with the award. Holds no name: public, without row-level security.';
comment on column gamification.leaderboard_scores.id is 'Orders ties among themselves; a cursor may show it, unlike user_id.';
comment on column gamification.leaderboard_scores.scope_id is 'The organization or challenge; the nil uuid for global.';
comment on column gamification.leaderboard_scores.period_date is 'First day of the period, UTC; 1970-01-01 for all_time.';

create table gamification.leaderboard_boards (
    scope_type text not null,
    scope_id uuid not null,
    metric_type text not null,
    period_type text not null,
    period_date date not null,
    participants bigint not null check (participants >= 0),
    refreshed_at timestamptz not null,
    primary key (scope_id, metric_type, period_type, period_date)
);
comment on table gamification.leaderboard_boards is 'How many are on a board and when its ranks were last rebuilt.';

create table gamification.leaderboard_ranks (
    scope_id uuid not null,
    metric_type text not null,
    period_type text not null,
    period_date date not null,
    metric_value bigint not null,
    rank bigint not null check (rank > 0),
    holders bigint not null check (holders > 0),
    primary key (scope_id, metric_type, period_type, period_date, metric_value),
    foreign key (scope_id, metric_type, period_type, period_date)
    references gamification.leaderboard_boards (scope_id, metric_type, period_type, period_date) on delete cascade
);
comment on table gamification.leaderboard_ranks is 'One row per distinct score of a board: a learner''s rank is an index probe, and a rebuild writes few rows.';
