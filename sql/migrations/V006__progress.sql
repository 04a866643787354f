-- What learners do. All of it follows from attempts, in the attempt's transaction.

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
    total_attempts integer not null default 0 check (total_attempts >= 0),
    total_time_spent_minutes integer not null default 0 check (total_time_spent_minutes >= 0),
    best_score numeric(5, 2) check (best_score between 0 and 100),
    xp_earned integer not null default 0 check (xp_earned >= 0),
    primary key (user_id, challenge_id),
    check ((status = 'completed') = (completion_date is not null)),
    check (levels_completed <@ array[1, 2, 3, 4, 5])
);
create index user_challenge_progress_challenge_id_idx on progress.user_challenge_progress (challenge_id, status);
comment on table progress.user_challenge_progress is 'One row per learner and challenge they can open or have tried.';
comment on column progress.user_challenge_progress.unlock_date is 'What alone opens a challenge; null while locked.';
comment on column progress.user_challenge_progress.current_level is 'The highest level passed in order; 0 before the first.';
comment on column progress.user_challenge_progress.levels_completed is 'Sorted, without duplicates.';

create table progress.user_level_progress (
    user_id uuid not null,
    challenge_id uuid not null,
    level_number smallint not null check (level_number between 1 and 5),
    attempts integer not null default 0 check (attempts >= 0),
    hints_used integer not null default 0 check (hints_used >= 0),
    best_score numeric(5, 2) check (best_score between 0 and 100),
    opened_at timestamptz not null,
    last_attempt_at timestamptz,
    passed_at timestamptz,
    primary key (user_id, challenge_id, level_number),
    foreign key (user_id, challenge_id)
    references progress.user_challenge_progress (user_id, challenge_id) on delete cascade
);
comment on table progress.user_level_progress is 'Counts per learner and level; hands out attempt numbers, and keeps them unique across the months of level_attempts.';
comment on column progress.user_level_progress.opened_at is 'When the server first showed the level to the learner; minutes count from it.';

create table progress.level_attempts (
    id uuid not null default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    challenge_version_id uuid not null references content.challenge_versions (id) on delete restrict,
    level_number smallint not null check (level_number between 1 and 5),
    attempt_number integer not null check (attempt_number > 0),
    design_snapshot jsonb not null,
    test_results jsonb not null check (jsonb_typeof(test_results) = 'array'),
    score numeric(5, 2) not null check (score between 0 and 100),
    passed boolean not null,
    xp_earned integer not null default 0 check (xp_earned >= 0),
    hints_used integer not null default 0 check (hints_used >= 0),
    time_spent_minutes integer not null default 0 check (time_spent_minutes >= 0),
    feedback jsonb not null default '{}' check (jsonb_typeof(feedback) = 'object'),
    catalogue_version integer not null,
    local_date date not null,
    created_at timestamptz not null,
    primary key (id, created_at)
) partition by range (created_at);
create index level_attempts_user_idx on progress.level_attempts (user_id, challenge_id, level_number, created_at desc, id desc);
create index level_attempts_challenge_id_idx on progress.level_attempts (challenge_id, level_number);
create index level_attempts_challenge_version_id_idx on progress.level_attempts (challenge_version_id);
create table progress.level_attempts_default partition of progress.level_attempts default;
comment on table progress.level_attempts is 'Every attempt with the design, the verdict and the revision it was judged on. Partitioned by month.';
comment on column progress.level_attempts.catalogue_version is 'The evaluator''s component catalogue that judged it.';
comment on column progress.level_attempts.local_date is 'The learner''s day, in their time zone at the moment of writing.';
comment on column progress.level_attempts.time_spent_minutes is 'Measured by the server, idle time capped at 30 minutes.';

-- definer makes and fills the monthly partitions, for which PostgreSQL wants the owner.
alter table progress.level_attempts owner to definer;
alter table progress.level_attempts_default owner to definer;
