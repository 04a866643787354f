-- The kernel's tables, and those of operations. The roles are the cluster's and made beforehand; definer owns the functions
-- that cross learners, so it creates in every schema.

-- the runner keeps its history here, so that this schema is there before the first file
create schema if not exists platform;
comment on schema platform is 'What serves every domain: schema history, idempotency keys, rate limits, outbox, tasks, audit log.';
grant usage on schema platform to reader, scheduler, read_only;
grant usage, create on schema platform to definer;

-- a function is nobody's until its own file grants it
alter default privileges revoke execute on functions from public;

-- unlogged: after a crash everybody starts with a full allowance, which costs less than the write-ahead log would
create unlogged table platform.rate_limits (
    user_id uuid not null,
    bucket text not null,
    used integer not null check (used >= 0),
    window_ends_at timestamptz not null,
    primary key (user_id, bucket)
);
comment on table platform.rate_limits is 'Calls in the present window, a row per learner and bucket; a window begins with its first call. No foreign key: the rows are erased by name, and a count takes no lock on the user.';

create table platform.audit_log (
    id uuid primary key default uuidv7(),
    actor_id uuid,
    action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
    subject_type text not null,
    subject_id text not null,
    organization_id uuid,
    detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
    created_at timestamptz not null
);
create index audit_log_subject_idx on platform.audit_log (subject_type, subject_id, created_at);
comment on index platform.audit_log_subject_idx is 'actions on one subject, in order';
create index audit_log_created_at_idx on platform.audit_log (created_at desc, id desc);
comment on index platform.audit_log_created_at_idx is 'what administrators read, newest first';
create index audit_log_organization_id_idx on platform.audit_log (organization_id, created_at desc, id desc)
where organization_id is not null;
comment on index platform.audit_log_organization_id_idx is 'what an organization''s administrators read, newest first';
comment on table platform.audit_log is 'Sensitive operations: who did what to whom, append-only. No foreign keys: it outlives the rows it describes.';
comment on column platform.audit_log.actor_id is 'Null when the platform itself acted, or where nobody is to learn who did, as of a report.';
comment on column platform.audit_log.organization_id is 'The organization whose administrators may read it; null where it concerns the platform alone.';

-- what each scheduled job that goes through learners has reached, so that the next run goes on there
create table platform.job_cursors (
    job text primary key,
    after_id uuid,
    since timestamptz,
    started_at timestamptz not null,
    finished_at timestamptz
);
comment on table platform.job_cursors is 'How far a job came that takes more than one run; after_id is null once it is through.';
comment on column platform.job_cursors.since is 'Only what changed after this instant needs a look in the present round; null for everything.';

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
