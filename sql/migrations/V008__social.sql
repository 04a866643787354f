-- Notifications of learners.

create schema social;
comment on schema social is 'Follow graph, feed, discussions.';
grant usage on schema social to reader, scheduler, read_only;
grant usage, create on schema social to definer;

create table social.notifications (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    type text not null check (
        type in (
            'achievement', 'achievement_revoked', 'achievement_restored', 'level_complete', 'streak', 'streak_reminder',
            'challenge_unlock', 'new_version'
        )
    ),
    source text not null check (length(source) between 1 and 255),
    params jsonb not null default '{}' check (jsonb_typeof(params) = 'object'),
    is_read boolean not null generated always as (read_at is not null) stored,
    created_at timestamptz not null default now(),
    read_at timestamptz,
    unique (user_id, type, source)
);
create index notifications_user_idx on social.notifications (user_id, created_at desc, id desc);
comment on index social.notifications_user_idx is 'a learner''s notifications, newest first';
create index notifications_unread_idx on social.notifications (user_id, created_at desc, id desc) where read_at is null;
comment on index social.notifications_unread_idx is 'unread notifications and their number';
comment on table social.notifications is 'Notifications of learners, each once: source names what it is about.';
comment on column social.notifications.params is 'What the message of the type names: titles, numbers. The words are in the message catalogue.';
