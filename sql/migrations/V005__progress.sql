-- What learners do. All of it follows from attempts, in the attempt's transaction.

create schema progress;
comment on schema progress is 'What each learner attempted, passed and unlocked.';
grant usage on schema progress to reader, scheduler, read_only;
grant usage, create on schema progress to definer;

create table progress.user_challenge_progress (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    status text not null default 'not_started' check (status in ('not_started', 'in_progress', 'completed')),
    current_level smallint not null default 0 check (current_level between 0 and 5),
    levels_completed integer[] not null default '{}',
    unlock_date timestamptz,
    start_date timestamptz,
    completion_date timestamptz,
    total_attempts integer not null default 0,
    total_time_spent_minutes integer not null default 0,
    best_score numeric(5, 2) check (best_score between 0 and 100),
    xp_earned integer not null default 0,
    xp_organization_id uuid references identity.organizations (id) on delete restrict,
    primary key (user_id, challenge_id),
    check ((status = 'completed') = (completion_date is not null)),
    check ((completion_date is null) = (xp_organization_id is null)),
    check (levels_completed <@ array[1, 2, 3, 4, 5]),
    constraint user_challenge_progress_counts_check check (least(total_attempts, total_time_spent_minutes, xp_earned) >= 0)
);
create index user_challenge_progress_challenge_id_idx on progress.user_challenge_progress (challenge_id, status);
comment on index progress.user_challenge_progress_challenge_id_idx is 'completion statistics; archiving a challenge';
create index user_challenge_progress_completion_date_idx on progress.user_challenge_progress (completion_date)
where completion_date is not null;
comment on index progress.user_challenge_progress_completion_date_idx is 'closing a period: completions within it';
create index user_challenge_progress_xp_organization_idx on progress.user_challenge_progress (xp_organization_id)
where xp_organization_id <> '00000000-0000-7000-8000-000000000001';
comment on index progress.user_challenge_progress_xp_organization_idx is 'completions that count on an organization''s leaderboards alone';
comment on table progress.user_challenge_progress is 'One row per learner and challenge they can open or have tried.';
comment on column progress.user_challenge_progress.xp_organization_id is 'Whose XP the completion paid, and on whose leaderboards it counts; null until then.';
comment on column progress.user_challenge_progress.unlock_date is 'What alone opens a challenge; null while locked.';
comment on column progress.user_challenge_progress.levels_completed is 'Sorted, without duplicates.';
comment on column progress.user_challenge_progress.current_level is 'The highest level passed; 0 before the first.';

create table progress.unlock_grants (
    user_id uuid not null,
    challenge_id uuid not null,
    reason text not null check (length(reason) between 1 and 500),
    granted_by uuid not null,
    created_at timestamptz not null,
    primary key (user_id, challenge_id),
    foreign key (user_id, challenge_id)
    references progress.user_challenge_progress (user_id, challenge_id) on delete cascade
);
comment on table progress.unlock_grants is 'Challenges that an administrator''s grant opened, a row until it is taken back or an assessment or a daily challenge opens the same; the audit log keeps all.';
comment on column progress.unlock_grants.granted_by is 'Id of the administrator. No foreign key: the grant outlives them.';

create table progress.user_level_progress (
    user_id uuid not null,
    challenge_id uuid not null,
    level_number smallint not null check (level_number between 1 and 5),
    attempts integer not null default 0,
    hints_used integer not null default 0,
    best_score numeric(5, 2) check (best_score between 0 and 100),
    time_spent_minutes integer not null default 0,
    opened_at timestamptz not null,
    last_attempt_at timestamptz,
    passed_at timestamptz,
    passed_attempt integer check (passed_attempt > 0),
    passed_minutes integer,
    passed_hints integer,
    passed_local_date date,
    suggestion_penalty integer,
    tries_full_at timestamptz,
    primary key (user_id, challenge_id, level_number),
    foreign key (user_id, challenge_id)
    references progress.user_challenge_progress (user_id, challenge_id) on delete cascade,
    constraint user_level_progress_counts_check check (
        least(
            attempts, hints_used, time_spent_minutes, passed_minutes, passed_hints, suggestion_penalty
        ) >= 0
    )
);
comment on table progress.user_level_progress is 'Counts per learner and level; hands out attempt numbers, and keeps them unique across the months of level_attempts.';
comment on column progress.user_level_progress.opened_at is 'When the server first showed the level to the learner; minutes count from it.';
comment on column progress.user_level_progress.passed_attempt is 'Number of the attempt that passed first; null until then, as the other passed_ columns.';
comment on column progress.user_level_progress.passed_minutes is 'Minutes spent on the level until it was passed; null if it was never opened before, so that nobody knows.';
comment on column progress.user_level_progress.passed_hints is 'Hints revealed before it was passed.';
comment on column progress.user_level_progress.passed_local_date is 'The learner''s day on which it was passed.';
comment on column progress.user_level_progress.suggestion_penalty is 'What a suggested change takes off the first pass; null until one was found. A level is charged once.';
comment on column progress.user_level_progress.tries_full_at is 'When the budget of tries is full again; null before the first try. What is left at an instant follows from it.';

create table progress.level_attempts (
    id uuid not null default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    challenge_version_id uuid not null references content.challenge_versions (id) on delete restrict,
    daily_challenge_id uuid,
    level_number smallint not null check (level_number between 1 and 5),
    attempt_number integer not null check (attempt_number > 0),
    design_snapshot jsonb not null,
    test_results jsonb not null check (jsonb_typeof(test_results) = 'array'),
    score numeric(5, 2) not null check (score between 0 and 100),
    passed boolean not null,
    xp_earned integer not null default 0,
    hints_used integer not null default 0,
    time_spent_minutes integer not null default 0,
    feedback jsonb not null default '{}' check (jsonb_typeof(feedback) = 'object'),
    catalogue_version integer not null,
    kind text not null default 'system_design',
    grader_version integer not null default 1 check (grader_version > 0),
    local_date date not null,
    created_at timestamptz not null default now(),
    primary key (id, created_at),
    constraint level_attempts_counts_check check (least(xp_earned, hints_used, time_spent_minutes) >= 0)
) partition by range (created_at);
create index level_attempts_user_idx on progress.level_attempts (user_id, challenge_id, level_number, created_at desc, id desc);
comment on index progress.level_attempts_user_idx is 'a learner''s attempts at a level, newest first';
create index level_attempts_challenge_id_idx on progress.level_attempts (challenge_id, level_number);
comment on index progress.level_attempts_challenge_id_idx is 'pass rates of a level; the foreign key';
create index level_attempts_challenge_version_id_idx on progress.level_attempts (challenge_version_id);
comment on index progress.level_attempts_challenge_version_id_idx is 'attempts graded on a version; the foreign key';
create index level_attempts_user_date_idx on progress.level_attempts (user_id, created_at desc, id desc);
comment on index progress.level_attempts_user_date_idx is 'a learner''s activity, newest first';
create table progress.level_attempts_default partition of progress.level_attempts default;
comment on table progress.level_attempts is 'Every attempt with the design, the result and the version it was graded on. Partitioned by month.';
comment on column progress.level_attempts.catalogue_version is 'The evaluator''s component catalogue that graded it.';
comment on column progress.level_attempts.kind is 'The grader that graded it.';
comment on column progress.level_attempts.grader_version is 'The version of that grader, catalogue included: results of different versions are not compared.';
comment on column progress.level_attempts.local_date is 'The learner''s day, in their time zone at the moment of writing.';
comment on column progress.level_attempts.time_spent_minutes is 'Measured by the server, idle time capped at 30 minutes.';
comment on column progress.level_attempts.daily_challenge_id is 'The daily challenge it was submitted to, and graded by its load; null for the level as such. No foreign key: such a row is never deleted, and a key would cost every attempt an index.';

-- definer makes and fills the monthly partitions, for which PostgreSQL wants the owner
alter table progress.level_attempts owner to definer;
alter table progress.level_attempts_default owner to definer;

create table progress.attempts_archived (
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    month date not null,
    attempts integer not null check (attempts > 0),
    primary key (user_id, challenge_id, month)
);
create index attempts_archived_challenge_id_idx on progress.attempts_archived (challenge_id);
comment on index progress.attempts_archived_challenge_id_idx is 'the foreign key';
comment on table progress.attempts_archived is 'How many attempts the archived months hold, carried forward when they leave.';

create table progress.user_track_progress (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    track_id uuid not null references curriculum.learning_tracks (id) on delete restrict,
    status text not null default 'not_started' check (status in ('not_started', 'in_progress', 'completed')),
    progress_percentage numeric(5, 2) not null generated always as (
        case when total_challenges = 0 then 0 else round(100.0 * challenges_completed / total_challenges, 2) end
    ) stored,
    challenges_completed integer not null default 0 check (challenges_completed >= 0),
    total_challenges integer not null check (total_challenges >= challenges_completed),
    unlock_date timestamptz,
    start_date timestamptz,
    completion_date timestamptz,
    primary key (user_id, track_id)
);
create index user_track_progress_track_id_idx on progress.user_track_progress (track_id, status);
comment on index progress.user_track_progress_track_id_idx is 'totals of a track that grows; completion statistics';
comment on table progress.user_track_progress is 'A learner''s part of a track; follows from attempts, and from the track when it grows.';
comment on column progress.user_track_progress.completion_date is 'When it was first completed; stays when the track grows afterwards.';
comment on column progress.user_track_progress.unlock_date is 'When the tracks before it were completed; orders recommendations, locks nothing.';

create table progress.user_enrollments (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    track_id uuid not null references curriculum.learning_tracks (id) on delete cascade,
    enrolled_at timestamptz not null default now(),
    primary key (user_id, track_id)
);
create index user_enrollments_track_id_idx on progress.user_enrollments (track_id);
comment on index progress.user_enrollments_track_id_idx is 'deleting a track; its enrolments';
comment on table progress.user_enrollments is 'Tracks a learner set out to follow; recommendations draw on them first.';

create table progress.page_completions (
    user_id uuid not null references identity.users (id) on delete cascade,
    page_id uuid not null references curriculum.pages (id) on delete restrict,
    version integer not null check (version > 0),
    completed_at timestamptz not null,
    primary key (user_id, page_id)
);
create index page_completions_page_id_idx on progress.page_completions (page_id);
comment on index progress.page_completions_page_id_idx is 'the foreign key';
comment on table progress.page_completions is 'Pages that a learner has read, by their own word; they pay nothing.';
comment on column progress.page_completions.version is 'The version of the page that was live then.';

create table progress.learning_sessions (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    session_type text not null check (session_type in ('challenge', 'assessment', 'lesson')),
    resource_id text check (length(resource_id) between 1 and 255),
    start_time timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    end_time timestamptz,
    active_seconds integer not null default 0 check (active_seconds >= 0),
    duration_minutes integer not null generated always as (active_seconds / 60) stored,
    xp_earned integer not null default 0,
    completed boolean not null default false,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 1024),
    check (last_seen_at >= start_time),
    check (end_time >= start_time),
    check (not completed or end_time is not null)
);
create unique index learning_sessions_one_open on progress.learning_sessions (user_id) where end_time is null;
comment on index progress.learning_sessions_one_open is 'the open session: one a learner';
create index learning_sessions_user_idx on progress.learning_sessions (user_id, start_time desc, id desc);
comment on index progress.learning_sessions_user_idx is 'a learner''s sessions, newest first';
comment on table progress.learning_sessions is 'Learning sessions: what a learner worked on, measured by the server. One is open at a time.';
comment on column progress.learning_sessions.active_seconds is 'Time between signs of life, each gap counted 30 minutes at most.';
comment on column progress.learning_sessions.xp_earned is 'What the ledger paid between start and end.';

create table progress.hint_usage (
    id uuid not null default uuidv7() unique,
    user_id uuid not null,
    challenge_id uuid not null,
    level_number smallint not null,
    hint_number smallint not null check (hint_number > 0),
    xp_penalty integer not null default 0 check (xp_penalty >= 0),
    used_at timestamptz not null default now(),
    primary key (user_id, challenge_id, level_number, hint_number),
    foreign key (user_id, challenge_id, level_number)
    references progress.user_level_progress (user_id, challenge_id, level_number) on delete cascade
);
comment on table progress.hint_usage is 'Hints revealed, each once; their penalties come off the level''s first pass.';

create table progress.saved_designs (
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete cascade,
    level_number smallint not null check (level_number between 1 and 5),
    design jsonb not null check (jsonb_typeof(design) = 'object' and octet_length(design::text) <= 262144),
    saved_at timestamptz not null,
    primary key (user_id, challenge_id, level_number)
);
create index saved_designs_challenge_id_idx on progress.saved_designs (challenge_id);
comment on index progress.saved_designs_challenge_id_idx is 'a challenge that is deleted takes the designs for it along';
comment on table progress.saved_designs is 'What a learner draws for a level and has not submitted yet, finished or not; one a learner and level.';

create table progress.suggestions (
    user_id uuid not null references identity.users (id) on delete cascade,
    attempt_id uuid not null,
    change jsonb check (jsonb_typeof(change) = 'object'),
    xp_penalty integer not null check (xp_penalty >= 0),
    created_at timestamptz not null,
    primary key (user_id, attempt_id)
);
comment on table progress.suggestions is 'What was suggested for a failed attempt, so that it always shows the same.';
comment on column progress.suggestions.attempt_id is 'The attempt, whose month may be in the archive: no foreign key.';
comment on column progress.suggestions.change is 'The change, the test that it is for, and what it costs; null where no single change helps.';
comment on column progress.suggestions.xp_penalty is 'What this change was charged: the first of a level costs, and user_level_progress has the sum.';
