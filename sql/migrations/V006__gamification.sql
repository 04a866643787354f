-- The ledger and what it adds up to; leaderboards, streaks, achievements, skills, daily challenges, dashboards.

create schema gamification;
comment on schema gamification is 'The XP ledger and what follows from it: stats and leaderboards.';
grant usage on schema gamification to reader, scheduler, read_only;
grant usage, create on schema gamification to definer;

create table gamification.user_stats (
    user_id uuid primary key references identity.users (id) on delete cascade,
    total_xp bigint not null default 0,
    current_level integer not null default 1 check (current_level >= 1),
    total_challenges_started integer not null default 0,
    total_challenges_completed integer not null default 0,
    total_levels_completed integer not null default 0,
    total_time_spent_minutes bigint not null default 0,
    current_streak_days integer not null default 0,
    longest_streak_days integer not null default 0 check (longest_streak_days >= current_streak_days),
    last_activity_date date,
    rank_percentile numeric(5, 2) check (rank_percentile between 0 and 100),
    attempts_made bigint not null default 0,
    hints_revealed integer not null default 0,
    best_day_levels integer not null default 0 check (best_day_levels >= last_day_levels),
    last_day_levels integer not null default 0,
    last_pass_date date,
    active_days integer not null default 0 check (active_days >= active_weeks),
    active_weeks integer not null default 0,
    weekend_days integer not null default 0,
    freezes_used integer not null default 0,
    comebacks integer not null default 0,
    daily_passes integer not null default 0,
    daily_perfects integer not null default 0,
    sessions_completed integer not null default 0,
    counted_edition bigint not null default 0,
    updated_at timestamptz not null default now(),
    constraint user_stats_counts_check check (
        least(
            total_challenges_started, total_challenges_completed, total_levels_completed, current_streak_days,
            hints_revealed, last_day_levels, active_weeks, weekend_days, freezes_used, comebacks, daily_passes,
            daily_perfects, sessions_completed
        ) >= 0
    ),
    constraint user_stats_totals_check check (least(total_xp, total_time_spent_minutes, attempts_made, counted_edition) >= 0)
);
comment on table gamification.user_stats is 'What the ledger and the attempts of a learner add up to, always.';
comment on column gamification.user_stats.attempts_made is 'Like all that follows, a counter of what achievements ask about: content of "public" alone counts.';
comment on column gamification.user_stats.best_day_levels is 'The most levels that were passed for the first time on one local date.';
comment on column gamification.user_stats.last_day_levels is 'How many were passed on last_pass_date, the last such date.';
comment on column gamification.user_stats.counted_edition is 'The metric edition of the counters; 0 where something else than an attempt changed what they count.';

create type gamification.award as (source_type text, source_id text, amount integer, description text);
comment on type gamification.award is 'What pays a learner: its key, once ever for each learner, with the XP and the text of the ledger.';

create type gamification.reached_metric as (user_id uuid, metric text, filter_key text, filter_value text, value bigint);
comment on type gamification.reached_metric is 'A row of learner_metrics, as one statement hands it to the next.';

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
    organization_id uuid not null default '00000000-0000-7000-8000-000000000001'
    references identity.organizations (id) on delete restrict,
    created_at timestamptz not null default now(),
    primary key (id, created_at)
) partition by range (created_at);
create index xp_transactions_user_idx on gamification.xp_transactions (user_id, created_at desc, id desc);
comment on index gamification.xp_transactions_user_idx is 'a learner''s ledger, newest first; its sum';
create index xp_transactions_organization_idx on gamification.xp_transactions (organization_id, user_id)
where organization_id <> '00000000-0000-7000-8000-000000000001';
comment on index gamification.xp_transactions_organization_idx is 'what an organization''s own content paid';
create table gamification.xp_transactions_default partition of gamification.xp_transactions default;
comment on table gamification.xp_transactions is 'The append-only XP ledger, partitioned by month. A correction is a row of its own; a learner who leaves is pseudonymised, their rows stay.';

comment on column gamification.xp_transactions.organization_id is 'Whose XP it is: that of "public" is the platform''s; another organization''s counts on its leaderboards alone.';

-- definer makes and fills the monthly partitions, for which PostgreSQL wants the owner
alter table gamification.xp_transactions owner to definer;
alter table gamification.xp_transactions_default owner to definer;

create table gamification.xp_archived (
    user_id uuid not null references identity.users (id) on delete restrict,
    month date not null,
    organization_id uuid not null default '00000000-0000-7000-8000-000000000001'
    references identity.organizations (id) on delete restrict,
    amount bigint not null,
    transactions integer not null check (transactions > 0),
    primary key (user_id, month, organization_id)
);
create index xp_archived_organization_idx on gamification.xp_archived (organization_id)
where organization_id <> '00000000-0000-7000-8000-000000000001';
comment on index gamification.xp_archived_organization_idx is 'what an organization''s own content paid in archived months';
comment on table gamification.xp_archived is 'What the archived months of the ledger add up to, carried forward when they leave: the sums stay right.';

create table gamification.ledger_audits (
    id uuid primary key default uuidv7(),
    started_at timestamptz not null,
    after_id uuid not null default '00000000-0000-0000-0000-000000000000',
    users bigint not null default 0 check (users >= 0),
    differences bigint not null default 0 check (differences >= 0),
    finished_at timestamptz
);
create unique index ledger_audits_one_open on gamification.ledger_audits ((true)) where finished_at is null;
comment on index gamification.ledger_audits_one_open is 'one audit at a time';
comment on table gamification.ledger_audits is 'Nightly audits: how far each came and how many differences it found. One is open at a time.';

create table gamification.leaderboard_scores (
    id uuid not null default uuidv7(),
    scope_type text not null check (scope_type in ('global', 'organization', 'challenge')),
    scope_id uuid not null,
    metric_type text not null check (metric_type in ('xp', 'challenges', 'streak')),
    period_type text not null check (period_type in ('daily', 'weekly', 'monthly', 'all_time')),
    period_date date not null,
    user_id uuid not null references identity.users (id) on delete cascade,
    metric_value bigint not null,
    reached_at timestamptz not null,
    primary key (user_id, scope_id, metric_type, period_type, period_date)
);
create index leaderboard_scores_ranking_idx on gamification.leaderboard_scores
(scope_id, metric_type, period_type, period_date, metric_value desc, reached_at, id);
comment on index gamification.leaderboard_scores_ranking_idx is 'a page, a learner''s neighbours, the rebuild of ranks';
create index leaderboard_scores_changed_idx on gamification.leaderboard_scores (reached_at)
where scope_type <> 'global';
comment on index gamification.leaderboard_scores_changed_idx is 'organizations and challenges whose leaderboards changed';
comment on table gamification.leaderboard_scores is 'A learner''s value on a leaderboard, written with the award. Holds no name.';
comment on column gamification.leaderboard_scores.id is 'Orders values that were reached at the same instant; a cursor may show it, unlike user_id.';
comment on column gamification.leaderboard_scores.reached_at is 'When the value was reached; it changes only with the value. Of equal values the first comes first.';
comment on column gamification.leaderboard_scores.scope_id is 'The organization or challenge; the nil uuid for global.';
comment on column gamification.leaderboard_scores.period_date is 'First day of the period, UTC; 1970-01-01 for all_time.';

create table gamification.leaderboards (
    scope_type text not null,
    scope_id uuid not null,
    metric_type text not null,
    period_type text not null,
    period_date date not null,
    participants bigint not null check (participants >= 0),
    refreshed_at timestamptz not null,
    closed_at timestamptz,
    primary key (scope_id, metric_type, period_type, period_date)
);
comment on table gamification.leaderboards is 'How many are on a leaderboard and when its ranks were last rebuilt.';
comment on column gamification.leaderboards.closed_at is 'When the period was closed and its snapshot taken; null while it is open.';

create table gamification.leaderboard_ranks (
    scope_type text not null check (scope_type in ('global', 'organization', 'challenge')),
    scope_id uuid not null,
    metric_type text not null,
    period_type text not null,
    period_date date not null,
    metric_value bigint not null,
    rank bigint not null check (rank > 0),
    holders bigint not null check (holders > 0),
    primary key (scope_id, metric_type, period_type, period_date, metric_value),
    foreign key (scope_id, metric_type, period_type, period_date)
    references gamification.leaderboards (scope_id, metric_type, period_type, period_date) on delete cascade
);
comment on table gamification.leaderboard_ranks is 'One row per distinct score of a leaderboard: a learner''s rank is an index probe, and a rebuild writes few rows.';

create table gamification.leaderboard_snapshots (
    id uuid primary key default uuidv7(),
    scope_type text not null check (scope_type in ('global', 'organization', 'challenge')),
    scope_id uuid not null,
    metric_type text not null check (metric_type in ('xp', 'challenges', 'streak')),
    period_type text not null check (period_type in ('daily', 'weekly', 'monthly', 'all_time')),
    period_date date not null,
    rank bigint not null check (rank > 0),
    user_id uuid references identity.users (id) on delete set null,
    metric_value bigint not null,
    reached_at timestamptz not null,
    created_at timestamptz not null default now()
);
create unique index leaderboard_snapshots_ranking_idx on gamification.leaderboard_snapshots
(scope_id, metric_type, period_type, period_date, rank, reached_at, user_id);
comment on index gamification.leaderboard_snapshots_ranking_idx is 'a closed leaderboard by rank and instant; each learner once';
create index leaderboard_snapshots_user_id_idx on gamification.leaderboard_snapshots (user_id) where user_id is not null;
comment on index gamification.leaderboard_snapshots_user_id_idx is 'erasing a learner';
comment on table gamification.leaderboard_snapshots is 'The first hundred of a closed period, as they stood. Holds no name: public, without row-level security.';
comment on column gamification.leaderboard_snapshots.user_id is 'Null once the learner was erased: the leaderboard keeps its history.';

create table gamification.streak_days (
    user_id uuid not null references identity.users (id) on delete cascade,
    local_date date not null,
    kind text not null check (kind in ('active', 'frozen', 'skipped')),
    streak integer check (streak > 0),
    freezes smallint check (freezes between 0 and 2),
    created_at timestamptz not null,
    primary key (user_id, local_date),
    check ((kind = 'active') = (streak is not null)),
    check ((kind = 'active') = (freezes is not null))
);
create index streak_days_created_at_idx on gamification.streak_days using brin (created_at);
comment on index gamification.streak_days_created_at_idx is 'closing a period: streaks within it; BRIN';
comment on table gamification.streak_days is 'A learner''s calendar. An active day carries the streak as it stood at its end; a frozen one was missed and covered, a skipped one never happened for a learner who moved east.';
comment on column gamification.streak_days.freezes is 'Freezes in hand at the end of an active day.';

create table gamification.streak_milestones (
    days integer primary key check (days > 0),
    xp_reward integer not null check (xp_reward > 0)
);
comment on table gamification.streak_milestones is 'Streaks that pay, each once ever.';

insert into gamification.streak_milestones (days, xp_reward) values (7, 50), (30, 250), (100, 1000), (365, 5000);

create table gamification.achievements (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    ref text not null unique check (ref ~ '^([a-z0-9][a-z0-9-]{0,99}:)?[a-z0-9][a-z0-9-]{0,99}$'),
    name text not null check (length(name) between 1 and 200),
    description text not null default '',
    icon_url text check (length(icon_url) <= 2000),
    category text not null check (category in ('speed', 'mastery', 'streak', 'exploration')),
    rarity text not null default 'common' check (rarity in ('common', 'rare', 'epic', 'legendary')),
    xp_reward integer not null default 0 check (xp_reward >= 0),
    criteria jsonb not null check (jsonb_typeof(criteria) = 'object'),
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, slug)
);
comment on table gamification.achievements is 'What can be achieved; retired by is_active, never deleted.';
comment on column gamification.achievements.ref is 'What addresses name it by: the slug, after the organization''s slug and a colon unless that is public. Kept by a trigger.';
comment on column gamification.achievements.criteria is 'A condition {metric, threshold, filter?}, {"all": [conditions]}, or {"any": [conditions or alls]}.';

create table gamification.achievement_conditions (
    achievement_id uuid not null references gamification.achievements (id) on delete cascade,
    alternative smallint not null,
    position smallint not null,
    metric text not null,
    filter_key text not null default '',
    filter_value text not null default '',
    threshold bigint not null check (threshold > 0),
    primary key (achievement_id, alternative, position)
);
comment on table gamification.achievement_conditions is 'The criteria as rows, kept by a trigger: reached when every condition of one alternative is met.';

create table gamification.metric_counters (
    user_id uuid not null references identity.users (id) on delete cascade,
    filter_key text not null check (filter_key in ('', 'track', 'category', 'difficulty', 'level', 'chapter')),
    filter_value text not null,
    levels_passed integer not null default 0,
    perfect_scores integer not null default 0,
    first_try_passes integer not null default 0,
    hintless_passes integer not null default 0,
    fast_passes integer not null default 0,
    quick_passes integer not null default 0,
    challenges_started integer not null default 0,
    challenges_completed integer not null default 0,
    swift_completions integer not null default 0,
    primary key (user_id, filter_key, filter_value),
    constraint metric_counters_counts_check check (
        least(
            levels_passed, perfect_scores, first_try_passes, hintless_passes, fast_passes, quick_passes, challenges_started,
            challenges_completed, swift_completions
        ) >= 0
    )
) with (fillfactor = 70);
comment on table gamification.metric_counters is 'What a learner''s levels and challenges add up to, by filter; an attempt adds what it changed.';
comment on column gamification.metric_counters.filter_key is 'Empty for all of them; no achievement filters by chapter: its rows say which concepts were explored.';

create table gamification.metric_editions (
    id boolean primary key default true check (id),
    number bigint not null default 1 check (number > 0)
);
insert into gamification.metric_editions default values;
comment on table gamification.metric_editions is 'One row: a number that grows when content changes what counters of the past would count.';

create table gamification.recorded_metrics (
    user_id uuid not null references identity.users (id) on delete cascade,
    metric text not null check (length(metric) between 1 and 60),
    value bigint not null check (value > 0),
    primary key (user_id, metric)
);
comment on table gamification.recorded_metrics is 'Metrics of learners that domains above this one record, since gamification does not read their tables.';

create table gamification.user_achievements (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    achievement_id uuid not null references gamification.achievements (id) on delete restrict,
    unlocked_at timestamptz,
    progress numeric(5, 2) not null default 0 check (progress between 0 and 100),
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    xp_earned integer not null default 0 check (xp_earned >= 0),
    revoked_at timestamptz,
    former_unlocked_at timestamptz,
    revocations integer not null default 0 check (revocations >= 0),
    primary key (user_id, achievement_id),
    check ((unlocked_at is not null) = (progress = 100)),
    check (revoked_at is null or unlocked_at is null),
    check ((revoked_at is null) = (former_unlocked_at is null)),
    check (revoked_at is null or revocations > 0)
);
create index user_achievements_unlocked_idx on gamification.user_achievements (user_id, unlocked_at desc, id desc)
where unlocked_at is not null;
comment on index gamification.user_achievements_unlocked_idx is 'a learner''s newest achievements';
create index user_achievements_achievement_id_idx on gamification.user_achievements (achievement_id);
comment on index gamification.user_achievements_achievement_id_idx is 'the foreign key; how many have one';
comment on table gamification.user_achievements is 'What a learner achieved or is on the way to; unlocked_at is null below 100.';
comment on column gamification.user_achievements.xp_earned is 'What it paid when it was unlocked: the definition may pay something else since.';
comment on column gamification.user_achievements.revoked_at is 'When an administrator took it away; null unless it is away. No award gives it back.';
comment on column gamification.user_achievements.former_unlocked_at is 'When it was unlocked, while it is revoked: a restoration puts it back.';
comment on column gamification.user_achievements.revocations is 'How often it was revoked; the corrections of each revocation are named by its number.';
comment on column gamification.user_achievements.metadata is 'The values that unlocked it, by metric; kept while it is revoked.';

create table gamification.skills (
    id uuid primary key default uuidv7(),
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    name text not null check (length(name) between 1 and 200),
    description text not null default '',
    category text not null check (length(category) between 1 and 50),
    parent_skill_id uuid references gamification.skills (id) on delete restrict,
    prerequisites jsonb not null default '[]' check (jsonb_typeof(prerequisites) = 'array'),
    max_level integer not null default 5 check (max_level between 1 and 20),
    xp_per_level integer not null default 100 check (xp_per_level > 0),
    order_index integer not null default 1,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    check (parent_skill_id <> id)
);
create index skills_parent_skill_id_idx on gamification.skills (parent_skill_id) where parent_skill_id is not null;
comment on index gamification.skills_parent_skill_id_idx is 'a skill''s children';
comment on table gamification.skills is 'The skill tree; a parent is one of the prerequisites.';
comment on column gamification.skills.parent_skill_id is 'Null for the root of a branch.';
comment on column gamification.skills.prerequisites is 'Ids of skill_prerequisites, kept by a trigger; the edges are the truth.';

create table gamification.skill_prerequisites (
    skill_id uuid not null references gamification.skills (id) on delete cascade,
    prerequisite_id uuid not null references gamification.skills (id) on delete restrict,
    primary key (skill_id, prerequisite_id),
    check (skill_id <> prerequisite_id)
);
create index skill_prerequisites_prerequisite_id_idx on gamification.skill_prerequisites (prerequisite_id);
comment on index gamification.skill_prerequisites_prerequisite_id_idx is 'skills that one unlocks';
comment on table gamification.skill_prerequisites is 'A skill and one that must have a level before points go into it.';

create table gamification.user_skills (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    skill_id uuid not null references gamification.skills (id) on delete restrict,
    current_level integer not null default 0 check (current_level >= 0),
    points_allocated integer not null default 0 check (points_allocated >= 0),
    unlocked_at timestamptz,
    mastered_at timestamptz,
    primary key (user_id, skill_id)
);
create index user_skills_skill_id_idx on gamification.user_skills (skill_id);
comment on index gamification.user_skills_skill_id_idx is 'the foreign key';
comment on table gamification.user_skills is 'Points a learner put into a skill; the pool is the XP earned less all points allocated.';

create table gamification.daily_challenges (
    id uuid primary key default uuidv7(),
    date date not null unique,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    level_number smallint not null check (level_number between 1 and 5),
    difficulty_modifier numeric(3, 2) not null default 1.0 check (difficulty_modifier >= 1),
    xp_multiplier numeric(3, 2) not null default 2.0 check (xp_multiplier >= 1),
    special_requirements jsonb not null default '{}' check (jsonb_typeof(special_requirements) = 'object'),
    participants_count integer not null default 0 check (participants_count >= 0),
    average_score numeric(5, 2) check (average_score between 0 and 100),
    created_at timestamptz not null default now(),
    aggregated_at timestamptz
);
create index daily_challenges_challenge_id_idx on gamification.daily_challenges (challenge_id);
comment on index gamification.daily_challenges_challenge_id_idx is 'the last day of a challenge; the foreign key';
comment on table gamification.daily_challenges is 'One challenge and level a UTC day, at more load, open to everybody on that day.';
comment on column gamification.daily_challenges.difficulty_modifier is 'Multiplies the level''s load; never below 1, so that passing the day passes the level.';
comment on column gamification.daily_challenges.participants_count is 'As of aggregated_at, as the average score and the ranks.';

create table gamification.daily_challenge_attempts (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    daily_challenge_id uuid not null references gamification.daily_challenges (id) on delete restrict,
    score numeric(5, 2) not null check (score between 0 and 100),
    attempts integer not null default 1 check (attempts > 0),
    passed boolean not null default false,
    xp_earned integer not null default 0 check (xp_earned >= 0),
    rank integer check (rank > 0),
    completed_at timestamptz not null default now(),
    primary key (user_id, daily_challenge_id)
);
create index daily_challenge_attempts_ranking_idx on gamification.daily_challenge_attempts (daily_challenge_id, (-score), completed_at, id);
comment on index gamification.daily_challenge_attempts_ranking_idx is 'the daily leaderboard';
comment on table gamification.daily_challenge_attempts is 'A learner''s best attempt at a daily challenge.';
comment on column gamification.daily_challenge_attempts.score is 'The best one as its learner sees it: in tenths of the whole if it failed. level_attempts has the exact ones.';
comment on column gamification.daily_challenge_attempts.completed_at is 'When the best score was reached first.';
comment on column gamification.daily_challenge_attempts.rank is 'As of the challenge''s aggregated_at; ties share it.';

create table gamification.user_dashboard_summary (
    user_id uuid primary key references identity.users (id) on delete cascade,
    username text not null,
    display_name text,
    total_xp bigint not null,
    current_level integer not null,
    current_streak_days integer not null,
    rank_percentile numeric(5, 2),
    achievements_count integer not null,
    challenges_completed integer not null,
    track_progress jsonb not null check (jsonb_typeof(track_progress) = 'object'),
    refreshed_at timestamptz not null
);
comment on table gamification.user_dashboard_summary is 'The dashboard of every learner as of the last hour: what statistics read. A learner''s own is read live.';
