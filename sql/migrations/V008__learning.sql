-- What a learner does besides attempting: tracks, enrolments, sessions, hints; and what an attempt is remembered by.

-- A new zone holds from the learner's next midnight, so that no instant belongs to two of their days.
alter table identity.users
add column time_zone_before text check (length(time_zone_before) <= 64),
add column time_zone_since timestamptz,
add constraint users_time_zone_pair check ((time_zone_before is null) = (time_zone_since is null)) not valid;
comment on column identity.users.time_zone_before is 'The zone until time_zone_since; null while it never changed.';
comment on column identity.users.time_zone_since is 'The learner''s midnight from which time_zone holds; null while it never changed.';

alter table progress.user_level_progress
add column time_spent_minutes integer not null default 0 check (time_spent_minutes >= 0),
add column passed_attempt integer check (passed_attempt > 0),
add column passed_minutes integer check (passed_minutes >= 0),
add column passed_hints integer check (passed_hints >= 0),
add column passed_local_date date;
comment on column progress.user_level_progress.passed_attempt is 'Number of the attempt that passed first; null until then, as the other passed_ columns.';
comment on column progress.user_level_progress.passed_minutes is 'Minutes spent on the level until it was passed; null if it was never opened before, so that nobody knows.';
comment on column progress.user_challenge_progress.current_level is 'The highest level passed; 0 before the first.';
comment on column progress.user_level_progress.passed_hints is 'Hints revealed before it was passed.';
comment on column progress.user_level_progress.passed_local_date is 'The learner''s day on which it was passed.';

-- A partitioned table takes no concurrent build; at this version its months are few.
-- squawk-ignore require-concurrent-index-creation
create index level_attempts_user_date_idx on progress.level_attempts (user_id, created_at desc, id desc);

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
comment on table progress.user_track_progress is 'A learner''s part of a track; follows from attempts, and from the track when it grows.';
comment on column progress.user_track_progress.completion_date is 'When it was first completed; stays when the track grows afterwards.';
comment on column progress.user_track_progress.unlock_date is 'When the tracks before it were completed; orders recommendations, locks nothing.';

create table progress.user_enrollments (
    id uuid not null default uuidv7() unique,
    user_id uuid not null references identity.users (id) on delete cascade,
    track_id uuid not null references curriculum.learning_tracks (id) on delete cascade,
    enrolled_at timestamptz not null,
    primary key (user_id, track_id)
);
create index user_enrollments_track_id_idx on progress.user_enrollments (track_id);
comment on table progress.user_enrollments is 'Tracks a learner set out to follow; recommendations draw on them first.';

create table progress.learning_sessions (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    session_type text not null check (session_type in ('challenge', 'assessment', 'lesson')),
    resource_id text check (length(resource_id) between 1 and 255),
    start_time timestamptz not null,
    last_seen_at timestamptz not null,
    end_time timestamptz,
    active_seconds integer not null default 0 check (active_seconds >= 0),
    duration_minutes integer not null generated always as (active_seconds / 60) stored,
    xp_earned integer not null default 0,
    completed boolean not null default false,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 8192),
    check (last_seen_at >= start_time),
    check (end_time >= start_time),
    check (not completed or end_time is not null)
);
create unique index learning_sessions_one_open on progress.learning_sessions (user_id) where end_time is null;
create index learning_sessions_user_idx on progress.learning_sessions (user_id, start_time desc, id desc);
comment on table progress.learning_sessions is 'Sittings: what a learner worked on, measured by the server. One is open at a time.';
comment on column progress.learning_sessions.active_seconds is 'Time between signs of life, each gap counted 30 minutes at most.';
comment on column progress.learning_sessions.xp_earned is 'What the ledger paid between start and end.';

create table progress.hint_usage (
    id uuid not null default uuidv7() unique,
    user_id uuid not null,
    challenge_id uuid not null,
    level_number smallint not null,
    hint_number smallint not null check (hint_number > 0),
    xp_penalty integer not null default 0 check (xp_penalty >= 0),
    used_at timestamptz not null,
    primary key (user_id, challenge_id, level_number, hint_number),
    foreign key (user_id, challenge_id, level_number)
    references progress.user_level_progress (user_id, challenge_id, level_number) on delete cascade
);
comment on table progress.hint_usage is 'Hints revealed, each once; their penalties come off the level''s first pass.';

-- What each scheduled job that goes through learners has reached, so that the next run goes on there.
create table platform.job_cursors (
    job text primary key,
    after_id uuid,
    since timestamptz,
    started_at timestamptz not null,
    finished_at timestamptz
);
comment on table platform.job_cursors is 'How far a job came that takes more than one run; after_id is null once it is through.';
comment on column platform.job_cursors.since is 'Only what changed after this instant needs a look in the present round; null for everything.';

alter table identity.public_profiles add column current_streak_days integer not null default 0 check (current_streak_days >= 0);
comment on column identity.public_profiles.current_streak_days is 'Kept with user_stats; the hourly sweep ends the streaks of who stayed away.';

-- JSON is what the files' models say it is, whoever writes it.
alter table curriculum.challenge_levels
add constraint challenge_levels_hints_shape check (
    not jsonb_path_exists(
        hints, '$[*] ? (!exists(@.text ? (@.type() == "string")) || !exists(@.xp_penalty ? (@.type() == "number" && @ >= 0)))'
    )
) not valid,
add constraint challenge_levels_test_cases_shape check (
    not jsonb_path_exists(test_cases, '$[*] ? (!exists(@.id ? (@.type() == "string")))')
) not valid;
alter table curriculum.challenges
add constraint challenges_tags_shape check (not jsonb_path_exists(tags, '$[*] ? (@.type() != "string")')) not valid,
add constraint challenges_ddia_concepts_shape check (
    not jsonb_path_exists(
        ddia_concepts,
        '$[*] ? (!exists(@.topic ? (@.type() == "string")) || !exists(@.chapter ? (@.type() == "number" && @ >= 1 && @ <= 12)))'
    )
) not valid;
