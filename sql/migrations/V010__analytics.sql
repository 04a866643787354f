-- Statistics follow from what other schemas hold; what only a client knows is reported by it, and stored here.

create schema analytics;
comment on schema analytics is 'Figures for instructors and operators.';
grant usage on schema analytics to reader, scheduler, read_only;
grant usage, create on schema analytics to definer;

create table analytics.user_events (
    id uuid not null default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    session_id uuid not null,
    kind text not null check (
        kind in (
            'page_view', 'item_opened', 'item_left', 'video_position', 'quiz_focus_lost', 'search', 'search_result_opened',
            'recommendation_shown', 'recommendation_clicked', 'recommendation_dismissed', 'recommendation_saved', 'help_opened'
        )
    ),
    item_id uuid,
    seconds smallint check (seconds between 0 and 1800),
    detail jsonb not null check (jsonb_typeof(detail) = 'object' and pg_column_size(detail) <= 2048),
    client_at timestamptz not null,
    local_date date not null,
    created_at timestamptz not null,
    primary key (id, created_at)
) partition by range (created_at);
create index user_events_user_id_idx on analytics.user_events (user_id, created_at);
comment on index analytics.user_events_user_id_idx is 'a learner''s events: exports and erasure; the foreign key';
create table analytics.user_events_default partition of analytics.user_events default;
comment on table analytics.user_events is 'What clients report of what a learner did, unless the learner''s preferences say no. Partitioned by month, and deleted 13 months later.';
comment on column analytics.user_events.session_id is 'What the client drew when it started.';
comment on column analytics.user_events.item_id is 'The track, challenge or page that it is about. No foreign key: it would cost each event an index.';
comment on column analytics.user_events.seconds is 'How long, as the client says: nothing is paid or opened by it.';
comment on column analytics.user_events.client_at is 'When it happened by the client''s clock, which may be wrong; created_at counts.';
comment on column analytics.user_events.local_date is 'The learner''s day in which it arrived.';

-- definer makes and drops the monthly partitions, for which PostgreSQL wants the owner
alter table analytics.user_events owner to definer;
alter table analytics.user_events_default owner to definer;

create table analytics.daily_activity (
    user_id uuid not null references identity.users (id) on delete cascade,
    local_date date not null,
    events smallint not null check (events between 1 and 2000),
    primary key (user_id, local_date)
);
comment on table analytics.daily_activity is 'How much a learner did on a day of theirs.';
comment on column analytics.daily_activity.events is 'How many events of the day are stored; further ones are not.';
