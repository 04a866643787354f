-- Notifications of learners; what is reported, and what people decide of it.

create schema social;
comment on schema social is 'Follow graph, feed, discussions, moderation.';
grant usage on schema social to reader, scheduler, read_only;
grant usage, create on schema social to definer;

create table social.notifications (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    type text not null check (
        type in (
            'achievement', 'achievement_revoked', 'achievement_restored', 'level_complete', 'streak', 'streak_reminder',
            'challenge_unlock', 'new_version', 'case_decided'
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

-- What was reported may be gone when people decide on it, so a case keeps what they need to know of it. Who reported is in a table of
-- its own, of which nobody is shown more than numbers and what was written.
create table social.moderation_cases (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete cascade,
    kind text not null check (kind in ('upload')),
    subject_id uuid not null,
    author_id uuid references identity.users (id) on delete set null,
    copy jsonb not null check (jsonb_typeof(copy) = 'object' and octet_length(copy::text) <= 65536),
    reports integer not null default 0 check (reports >= 0),
    state text not null default 'open' check (state in ('open', 'decided', 'appealed')),
    held_at timestamptz,
    decision text check (decision in ('none', 'warn', 'delete')),
    reason text check (length(reason) between 1 and 500),
    decided_by uuid references identity.users (id) on delete set null,
    decided_at timestamptz,
    appeal text check (length(appeal) between 1 and 2000),
    appealed_at timestamptz,
    created_at timestamptz not null,
    constraint moderation_cases_decided check ((state = 'open') = (decision is null)),
    constraint moderation_cases_with_reason check ((decision is null) = (reason is null) and (decision is null) = (decided_at is null)),
    constraint moderation_cases_decided_by check (decided_by is null or decision is not null),
    constraint moderation_cases_appealed check (appealed_at is not null or (state <> 'appealed' and appeal is null)),
    constraint moderation_cases_appeal_after_decision check (appealed_at is null or decision is not null)
);
create unique index moderation_cases_one_open on social.moderation_cases (kind, subject_id) where state = 'open';
comment on index social.moderation_cases_one_open is 'one open case a subject';
create index moderation_cases_subject_idx on social.moderation_cases (subject_id);
comment on index social.moderation_cases_subject_idx is 'the cases of a subject: whether somebody reported it before, whether another one holds it';
create index moderation_cases_organization_idx on social.moderation_cases (organization_id, created_at desc, id desc);
comment on index social.moderation_cases_organization_idx is 'an organization''s cases, newest first';
create index moderation_cases_author_id_idx on social.moderation_cases (author_id) where author_id is not null;
comment on index social.moderation_cases_author_id_idx is 'exporting and erasing an author';
create index moderation_cases_decided_by_idx on social.moderation_cases (decided_by) where decided_by is not null;
comment on index social.moderation_cases_decided_by_idx is 'erasing who decided';
create index moderation_cases_decided_at_idx on social.moderation_cases (decided_at) where copy <> '{}' or held_at is not null;
comment on index social.moderation_cases_decided_at_idx is 'the hourly job: decisions that are final, copies that are old';
comment on table social.moderation_cases is 'What was reported, and what people decided of it. Emptied 90 days after the decision.';
comment on column social.moderation_cases.subject_id is 'Of the kind; no foreign key, since a case outlives its subject.';
comment on column social.moderation_cases.author_id is 'Whose work was reported; null for nobody''s, and once they were erased.';
comment on column social.moderation_cases.copy is
'What the subject was when the case was opened: name, type, bytes, where it was shown. Emptied 90 days after the decision, and with its author''s erasure.';
comment on column social.moderation_cases.reports is 'How many people reported it, those included who were erased since.';
comment on column social.moderation_cases.held_at is 'Since when this case keeps its subject from being delivered; null while it does not.';
comment on column social.moderation_cases.decision is 'The last one; null while the case is open.';
comment on column social.moderation_cases.reason is 'Of the decision, for the author; null while the case is open.';
comment on column social.moderation_cases.decided_by is 'Null while the case is open, and once they were erased.';
comment on column social.moderation_cases.decided_at is 'Of the last decision; null while the case is open.';
comment on column social.moderation_cases.appeal is 'What its author says against the first decision; null without an appeal, and emptied with the copy.';
comment on column social.moderation_cases.appealed_at is 'An appeal is made once; null without one.';

create table social.moderation_reports (
    case_id uuid not null references social.moderation_cases (id) on delete cascade,
    user_id uuid not null references identity.users (id) on delete cascade,
    reason text not null check (reason in ('copyright', 'harmful', 'incorrect', 'offensive', 'personal_data', 'spam', 'other')),
    note text check (length(note) between 1 and 500),
    created_at timestamptz not null,
    primary key (case_id, user_id)
);
create index moderation_reports_user_id_idx on social.moderation_reports (user_id);
comment on index social.moderation_reports_user_id_idx is 'whether somebody reported a subject before; exporting and erasing them';
comment on table social.moderation_reports is 'Who reported what. A row goes with the erasure of who reported; the case keeps the number.';
comment on column social.moderation_reports.note is 'Null where nothing was written, and emptied with the copy of the case.';
