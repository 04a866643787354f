-- What operating takes: tries of events, archived months, audits of the ledger, learners who left.

-- An event that cannot be published must not hold up the others: it is tried a few times, then kept aside.
alter table platform.outbox
add column attempts smallint not null default 0 check (attempts >= 0),
add column last_error text check (length(last_error) <= 500),
add column failed_at timestamptz check (published_at is null or failed_at is null);
comment on column platform.outbox.attempts is 'How often publishing failed.';
comment on column platform.outbox.last_error is 'Why it failed the last time.';
comment on column platform.outbox.failed_at is 'When the publisher gave up; clear it to have the event tried again.';

create table platform.partition_archives (
    parent text not null check (parent ~ '^[a-z_]+\.[a-z_]+$'),
    month date not null check (extract(day from month) = 1),
    object_key text not null,
    rows bigint not null check (rows >= 0),
    bytes bigint not null check (bytes > 0),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    columns text [] not null,
    min_created_at timestamptz,
    max_created_at timestamptz,
    archived_at timestamptz not null,
    restored_at timestamptz,
    primary key (parent, month)
);
comment on table platform.partition_archives is 'Months of the ledgers that were moved to the archive, as their manifests describe them.';
comment on column platform.partition_archives.restored_at is 'When the month was last brought back; null while it is only in the archive.';

create table gamification.xp_archived (
    user_id uuid not null references identity.users (id) on delete restrict,
    month date not null,
    amount bigint not null,
    transactions integer not null check (transactions > 0),
    primary key (user_id, month)
);
comment on table gamification.xp_archived is 'What the archived months of the ledger add up to, carried forward when they leave: the sums stay right.';

create table progress.attempts_archived (
    user_id uuid not null references identity.users (id) on delete cascade,
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    month date not null,
    attempts integer not null check (attempts > 0),
    primary key (user_id, challenge_id, month)
);
create index attempts_archived_challenge_id_idx on progress.attempts_archived (challenge_id);
comment on table progress.attempts_archived is 'How many attempts the archived months hold, carried forward when they leave.';

create table gamification.ledger_audits (
    id uuid primary key default uuidv7(),
    started_at timestamptz not null,
    after_id uuid not null default '00000000-0000-0000-0000-000000000000',
    users bigint not null default 0 check (users >= 0),
    differences bigint not null default 0 check (differences >= 0),
    finished_at timestamptz
);
create unique index ledger_audits_one_open on gamification.ledger_audits ((true)) where finished_at is null;
comment on table gamification.ledger_audits is 'Nightly audits: how far each came and how many differences it found. One is open at a time.';

-- Whoever leaves stays as a row without a person, which the ledger refers to.
alter table identity.users
add column erased_at timestamptz check (
    erased_at is null
    or (email is null and display_name is null and avatar_url is null and preferences = '{}' and visibility = 'hidden')
);
comment on column identity.users.erased_at is 'When the learner left; nothing about a person is in the row since.';
