-- What serves every domain.

create table platform.outbox (
    id uuid primary key default uuidv7(),
    topic text not null check (topic ~ '^[a-z_]+\.[a-z_]+$'),
    user_id uuid references identity.users (id) on delete set null,
    organization_id uuid references identity.organizations (id) on delete cascade,
    payload jsonb not null check (jsonb_typeof(payload) = 'object'),
    created_at timestamptz not null,
    published_at timestamptz
);
create index outbox_unpublished_idx on platform.outbox (id) where published_at is null;
create index outbox_user_id_idx on platform.outbox (user_id) where user_id is not null;
create index outbox_organization_id_idx on platform.outbox (organization_id) where organization_id is not null;
comment on table platform.outbox is 'The one event log: written with the change it tells of, drained by the publisher.';
comment on column platform.outbox.user_id is 'Null for events of no learner, and once the learner was erased.';
comment on column platform.outbox.organization_id is 'Null for events of no organization.';

create table platform.idempotency_keys (
    user_id uuid not null references identity.users (id) on delete cascade,
    key text not null check (length(key) between 1 and 255),
    request_hash bytea not null,
    status smallint not null check (status between 200 and 299),
    headers jsonb not null,
    body text not null check (octet_length(body) <= 65536),
    created_at timestamptz not null,
    primary key (user_id, key)
);
create index idempotency_keys_created_at_idx on platform.idempotency_keys (created_at);
comment on table platform.idempotency_keys is 'The answer already given for a key, stored with what it did; kept 24 hours.';

-- Unlogged: after a crash everybody starts with a full allowance, which costs less than the write-ahead log would.
create unlogged table platform.rate_limits (
    user_id uuid not null,
    bucket text not null,
    allowed_at timestamptz not null,
    primary key (user_id, bucket)
);
comment on table platform.rate_limits is 'GCRA: the theoretical arrival time of the next call, a row per learner and bucket. No foreign key, since a learner is limited before the first write makes the user.';

create table platform.audit_log (
    id uuid primary key default uuidv7(),
    actor_id uuid,
    action text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
    subject_type text not null,
    subject_id text not null,
    detail jsonb not null default '{}' check (jsonb_typeof(detail) = 'object'),
    created_at timestamptz not null
);
create index audit_log_subject_idx on platform.audit_log (subject_type, subject_id, created_at);
comment on table platform.audit_log is 'Sensitive operations: who did what to whom, append-only. No foreign keys: it outlives what it tells of.';
comment on column platform.audit_log.actor_id is 'Null when the platform itself acted.';
