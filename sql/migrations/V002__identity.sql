-- Who there is. Sign-in is the identity provider's: no credential is ever stored here.

create schema identity;
comment on schema identity is 'Organizations, members, users and what of them is public.';
grant usage on schema identity to reader, sign_up, scheduler, read_only;
grant usage, create on schema identity to definer;

create table identity.organizations (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    name text not null check (length(name) between 1 and 200),
    status text not null default 'active' check (status in ('active', 'closed')),
    xp_scope text not null default 'organization' check (xp_scope in ('platform', 'organization')),
    max_members integer default 200 check (max_members between 1 and 1000000),
    max_items integer not null default 500 check (max_items between 1 and 1000000),
    reviews_required smallint not null default 1 check (reviews_required between 0 and 2),
    max_bytes bigint not null default 5368709120 check (max_bytes between 1 and 1099511627776),
    shared_drafts boolean not null default false,
    leaderboards boolean not null default true,
    email_domains text[] not null default '{}' check (cardinality(email_domains) <= 20 and array_position(email_domains, null) is null),
    closed_at timestamptz,
    created_at timestamptz not null,
    constraint organizations_closed check ((status = 'closed') = (closed_at is not null)),
    constraint organizations_public check (
        id <> '00000000-0000-7000-8000-000000000001' or (status = 'active' and xp_scope = 'platform')
    )
);
comment on table identity.organizations is 'Tenants. Everyone belongs to the organization "public" as well.';
comment on column identity.organizations.slug is 'Never changes: references in addresses, links and the ledger begin with it.';
comment on column identity.organizations.status is 'Nobody belongs to a closed organization; what was learned in it stays.';
comment on column identity.organizations.xp_scope is 'Whose XP its content pays: the platform''s, where it is trusted, or its own, which counts on its leaderboards alone.';
comment on column identity.organizations.max_members is 'How many may belong to it, suspended ones included; null is without a limit.';
comment on column identity.organizations.max_items is 'How many items its authors may have, drafts included.';
comment on column identity.organizations.reviews_required is 'How many reviewers approve a revision before it is published.';
comment on column identity.organizations.max_bytes is 'How much its uploads may take, those included that were requested and did not arrive yet: 5 GiB at first.';
comment on column identity.organizations.shared_drafts is 'Whether every author may change and delete every draft, and not its owner alone.';
comment on column identity.organizations.leaderboards is 'Whether it shows leaderboards of its members.';
comment on column identity.organizations.email_domains is 'Who has a verified address of one of these may join without an invitation.';
comment on column identity.organizations.closed_at is 'Null while it is open.';

insert into identity.organizations (id, slug, name, xp_scope, max_members, created_at)
values ('00000000-0000-7000-8000-000000000001', 'public', 'Public', 'platform', null, '2026-01-01 00:00:00+00');

-- a new zone holds from the learner's next midnight, so that no instant belongs to two of their days; whoever leaves stays
-- as a row without a person, which the ledger refers to
create table identity.users (
    id uuid primary key default uuidv7(),
    email text check (length(email) between 3 and 255),
    username text not null check (username ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{2,99}$'),
    display_name text check (length(display_name) between 1 and 200),
    avatar_url text check (
        length(avatar_url) <= 2000 and avatar_url ~ '^https://[a-z0-9-]+(\.[a-z0-9-]+)+/[A-Za-z0-9._~%&+,=:@/?-]*$'
    ),
    skill_level text not null default 'beginner' check (skill_level in ('beginner', 'intermediate', 'advanced')),
    onboarding_completed boolean not null default false,
    preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object' and pg_column_size(preferences) <= 16384),
    time_zone text not null default 'UTC' check (length(time_zone) <= 64),
    time_zone_before text check (length(time_zone_before) <= 64),
    time_zone_since timestamptz,
    time_zone_changed_at timestamptz,
    visibility text not null default 'public' check (visibility in ('public', 'pseudonym', 'hidden')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    last_active_at timestamptz not null default now(),
    erased_at timestamptz check (
        erased_at is null
        or (email is null and display_name is null and avatar_url is null and preferences = '{}' and visibility = 'hidden')
    ),
    constraint users_time_zone_pair check ((time_zone_before is null) = (time_zone_since is null))
);
-- text_pattern_ops: the beginnings that administrators search for are ranges in it, whatever the collation of the database
create unique index users_email_key on identity.users (lower(email) text_pattern_ops);
comment on index identity.users_email_key is 'one account for each address, whatever its case; administrators'' search by its beginning';
create unique index users_username_key on identity.users (lower(username) text_pattern_ops);
comment on index identity.users_username_key is 'one learner for each name, whatever its case; administrators'' search by its beginning, and its order';
create index users_display_name_idx on identity.users (lower(display_name) text_pattern_ops) where display_name is not null;
comment on index identity.users_display_name_idx is 'administrators'' search by the beginning of a display name';
comment on table identity.users is 'Learners and staff. id is the identity provider''s subject.';
comment on column identity.users.email is 'Null until the identity provider''s trigger delivered it: access tokens carry none.';
comment on column identity.users.visibility is 'What others see: the name, a pseudonym, or nothing.';
comment on column identity.users.time_zone is 'IANA name; the learner''s day is counted in it.';
comment on column identity.users.time_zone_before is 'The zone until time_zone_since; null while it never changed.';
comment on column identity.users.time_zone_since is 'The learner''s midnight from which time_zone holds; null while it never changed.';
comment on column identity.users.erased_at is 'When the learner left; nothing about a person is in the row since.';

-- Who makes a request is signed by the identity provider's trigger, so that code in a function cannot name somebody else. A key
-- is stored as the two padded blocks of HMAC (RFC 2104), which are the same for every message.
create table identity.proof_keys (
    kid text primary key check (kid ~ '^[a-z0-9_-]{1,40}$'),
    inner_block bytea not null check (length(inner_block) = 64),
    outer_block bytea not null check (length(outer_block) = 64),
    created_at timestamptz not null,
    accepted_until timestamptz
);
comment on table identity.proof_keys is 'Keys that prove who makes a request. Nobody has a grant: functions of definer alone read them.';
insert into identity.proof_keys (kid, inner_block, outer_block, created_at)
select 'database', r.parts[1] || r.parts[2], r.parts[3] || r.parts[4], now()
from (
    -- a random UUID has 122 random bits, and a block is to have 256
    select array_agg(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))) as parts
    from generate_series(1, 4)
) as r;
comment on column identity.proof_keys.kid is 'The name of the key in a proof; "database" signs for tasks and never leaves the database.';
comment on column identity.proof_keys.accepted_until is 'When the proofs of a replaced key end; null for the present key.';

-- An account is made outside the database, which hears of its subject with the learner's first request: until then the name
-- that an administrator chose waits here.
create table identity.requested_names (
    address_hash bytea primary key check (length(address_hash) = 32),
    display_name text not null check (length(display_name) between 1 and 200),
    created_at timestamptz not null
);
comment on table identity.requested_names is 'Display names of requested accounts until the first request; a job deletes older ones.';
comment on column identity.requested_names.address_hash is 'SHA-256 of the address in lower case: the address itself is not needed.';

create table identity.members (
    organization_id uuid not null references identity.organizations (id) on delete cascade,
    user_id uuid not null references identity.users (id) on delete cascade,
    roles text[] not null default '{learner}' check (cardinality(roles) > 0),
    status text not null default 'active' check (status in ('active', 'suspended')),
    created_at timestamptz not null,
    changed_at timestamptz,
    primary key (organization_id, user_id)
);
create index members_user_id_idx on identity.members (user_id);
comment on index identity.members_user_id_idx is 'a learner''s organizations: every tenant policy, every award';
comment on table identity.members is 'Who belongs to which organization, in which roles.';
comment on column identity.members.status is 'A suspended member is treated as none, and takes up again where they were.';
comment on column identity.members.changed_at is 'When roles or status were saved last; null while they are as at first.';
comment on column identity.members.roles is 'Names of identity.roles; a trigger checks them, since an array has no foreign key.';

-- An invitation to an address needs no secret, since the account's verified address is the proof; one with a code is for whoever has
-- the code, so it makes learners only, and its hash alone is stored.
create table identity.invitations (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete cascade,
    email text check (length(email) between 3 and 255),
    code_hash bytea unique check (length(code_hash) = 32),
    roles text[] not null check (cardinality(roles) > 0),
    max_uses integer not null check (max_uses between 1 and 1000),
    uses integer not null default 0 check (uses between 0 and max_uses),
    created_by uuid references identity.users (id) on delete set null,
    created_at timestamptz not null,
    expires_at timestamptz not null check (expires_at > created_at),
    revoked_at timestamptz,
    mail_id uuid unique,
    mailed_at timestamptz,
    not_mailed text check (not_mailed in ('suppressed', 'limit')),
    constraint invitations_email_lower check (email = lower(email)),
    constraint invitations_address_or_code check ((email is null) <> (code_hash is null)),
    constraint invitations_one_address_one_use check (email is null or max_uses = 1),
    constraint invitations_code_for_learners check (email is not null or roles = '{learner}'),
    constraint invitations_mail_to_address check (mail_id is null or email is not null),
    constraint invitations_mailed check ((mailed_at is null and not_mailed is null) or mail_id is not null),
    constraint invitations_email_key unique (organization_id, email)
);
create index invitations_organization_idx on identity.invitations (organization_id, id desc);
comment on index identity.invitations_organization_idx is 'an organization''s invitations, newest first';
create index invitations_email_idx on identity.invitations (email) where email is not null;
comment on index identity.invitations_email_idx is 'what an address is invited to; its erasure';
create index invitations_created_by_idx on identity.invitations (created_by) where created_by is not null;
comment on index identity.invitations_created_by_idx is 'erasing who invited';
create index invitations_expires_at_idx on identity.invitations (expires_at);
comment on index identity.invitations_expires_at_idx is 'purging what expired a month ago';
comment on table identity.invitations is 'Who may join an organization: an address, or whoever has a code. Kept 30 days after they expire.';
comment on column identity.invitations.email is 'In lower case; null for a code. One row an address: inviting it again renews the row.';
comment on column identity.invitations.code_hash is 'SHA-256 of the code; null for an address.';
comment on column identity.invitations.created_by is 'Null once who invited was erased.';
comment on column identity.invitations.revoked_at is 'Null unless it was revoked.';
comment on column identity.invitations.mail_id is
'The mail that its last making or renewal asked for; null for a code, and where the stage sends no mail.';
comment on column identity.invitations.mailed_at is 'When that mail was handed to the mail service; null until then.';
comment on column identity.invitations.not_mailed is 'Why that mail was not sent; null if it was, or is still to be.';

-- What an address wants no mail of. The address itself is not needed, so whoever reads the table learns none.
create table identity.email_suppressions (
    address_hash bytea not null check (length(address_hash) = 32),
    category text not null check (category in ('all', 'invitations')),
    reason text not null check (reason in ('bounce', 'complaint', 'unsubscribed')),
    created_at timestamptz not null,
    lifted_at timestamptz,
    primary key (address_hash, category)
);
comment on table identity.email_suppressions is 'Addresses that are mailed no more, and what of. Kept when a learner is erased: a mail to an address that bounced harms everybody''s.';
comment on column identity.email_suppressions.address_hash is 'SHA-256 of the address in lower case.';
comment on column identity.email_suppressions.category is 'What is not mailed: all, or mails of one category.';
comment on column identity.email_suppressions.created_at is 'When it bounced, complained or was unsubscribed.';
comment on column identity.email_suppressions.lifted_at is
'When an operator lifted it; null while it holds. The row stays, so that an event of before that comes late changes nothing.';

-- What was handed over to be mailed, for the limits of a day.
create table identity.mails (
    id uuid primary key,
    organization_id uuid not null references identity.organizations (id) on delete cascade,
    address_hash bytea not null check (length(address_hash) = 32),
    created_at timestamptz not null
);
create index mails_organization_id_idx on identity.mails (organization_id, created_at);
comment on index identity.mails_organization_id_idx is 'how many mails an organization had sent in a day; deleting an organization';
create index mails_address_hash_idx on identity.mails (address_hash, created_at);
comment on index identity.mails_address_hash_idx is 'how many mails an address was sent in a day';
create index mails_created_at_idx on identity.mails (created_at);
comment on index identity.mails_created_at_idx is 'purging what is older than two days';
comment on table identity.mails is 'Mails that were handed over to be sent, for the limits of a day. Kept two days.';
comment on column identity.mails.id is 'Names the mail, as identity.invitations.mail_id does: one that is tried again counts once.';
comment on column identity.mails.address_hash is 'SHA-256 of the address in lower case.';

-- Who may end a category of mails to an address is whoever has a token that one of these keys has signed: the key never leaves the
-- database, and is stored as the two padded blocks of HMAC, as those of proofs are.
create table identity.unsubscription_keys (
    kid text primary key check (kid ~ '^[a-z0-9-]{1,40}$'),
    inner_block bytea not null check (length(inner_block) = 64),
    outer_block bytea not null check (length(outer_block) = 64),
    created_at timestamptz not null
);
comment on table identity.unsubscription_keys is 'Keys that sign tokens to unsubscribe. Nobody has a grant: functions of definer alone read them.';
comment on column identity.unsubscription_keys.kid is 'The name of the key in a token: the newest signs, and each that is here is believed.';
insert into identity.unsubscription_keys (kid, inner_block, outer_block, created_at)
select '1', r.parts[1] || r.parts[2], r.parts[3] || r.parts[4], now()
from (
    -- a random UUID has 122 random bits, and a block is to have 256
    select array_agg(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))) as parts
    from generate_series(1, 4)
) as r;

-- Roles and permissions are fixed, so that every pair of them can be tested. Who may do something is asked of these tables
-- alone, by identity.require().

create table identity.roles (
    name text primary key check (name ~ '^[a-z_]{1,40}$'),
    description text not null
);
comment on table identity.roles is 'What a member of an organization can be. The platform''s administrator is none of these.';

create table identity.permissions (
    name text primary key check (name ~ '^[a-z]+\.[a-z]+$'),
    description text not null
);
comment on table identity.permissions is 'What a route or a function can require. None of them lets anybody read direct messages.';

create table identity.role_permissions (
    role text not null references identity.roles (name) on delete cascade,
    permission text not null references identity.permissions (name) on delete cascade,
    primary key (role, permission)
);
create index role_permissions_permission_idx on identity.role_permissions (permission);
comment on index identity.role_permissions_permission_idx is 'the roles that have a permission';
comment on table identity.role_permissions is 'Which role has which permission, in the organizations where a member has the role.';

insert into identity.roles (name, description) values
('learner', 'Learns what the organization offers.'),
('author', 'Writes content.'),
('reviewer', 'Reviews and publishes content.'),
('instructor', 'Teaches classes; has these permissions in the classes they teach.'),
('org_admin', 'Manages the organization.');

insert into identity.permissions (name, description) values
('organization.manage', 'Change the organization''s name, settings and status.'),
('organization.audit', 'Read the organization''s audit log.'),
('members.read', 'List the members.'),
('members.manage', 'Invite, suspend and remove members, and give them roles.'),
('features.manage', 'Switch features on and off.'),
('integrations.manage', 'Connect other systems.'),
('content.read', 'Read drafts and reference solutions.'),
('content.write', 'Create and change content.'),
('content.review', 'Approve or reject a version.'),
('content.publish', 'Publish an approved version.'),
('content.archive', 'Withdraw published content.'),
('content.import', 'Load content from files.'),
('media.manage', 'Upload and delete media.'),
('experiments.manage', 'Compare variants of content.'),
('classes.manage', 'Create classes and assign their instructors.'),
('classes.teach', 'Run a class.'),
('coursework.write', 'Create and change assignments.'),
('submissions.read', 'Read what students handed in.'),
('grades.write', 'Grade a submission.'),
('grades.release', 'Show grades to students.'),
('grades.override', 'Correct XP, progress or a released grade.'),
('announcements.write', 'Announce something to members.'),
('discussions.moderate', 'Hide and restore posts.'),
('moderation.decide', 'Decide on what was reported.'),
('analytics.aggregate', 'Read statistics that name nobody.'),
('analytics.individual', 'Read the progress of single learners.'),
('reports.run', 'Produce reports.'),
('similarity.read', 'Read which submissions resemble each other.'),
('learners.message', 'Write to learners.');

insert into identity.role_permissions (role, permission)
select g.role, unnest(string_to_array(g.permissions, ' ')) from (values
    ('author', 'content.read content.write content.import media.manage'),
    ('reviewer', 'content.read content.review content.publish moderation.decide'),
    (
        'instructor', 'classes.teach coursework.write submissions.read grades.write grades.release announcements.write '
        || 'discussions.moderate learners.message analytics.aggregate analytics.individual reports.run similarity.read'
    )
) as g (role, permissions)
union all
select 'org_admin', p.name from identity.permissions as p;

create table identity.public_profiles (
    user_id uuid primary key references identity.users (id) on delete cascade,
    profile_key uuid not null default gen_random_uuid(),
    shown_name text not null,
    avatar_url text,
    current_level integer not null default 1 check (current_level >= 1),
    current_streak_days integer not null default 0 check (current_streak_days >= 0),
    last_active_at timestamptz not null
);
comment on table identity.public_profiles is 'What a learner lets others see; no row while hidden. Triggers write it; every leaderboard and social page reads names from it.';
comment on column identity.public_profiles.profile_key is 'Drawn for each choice of visibility, so that nobody finds a learner by a name they showed before.';
comment on column identity.public_profiles.current_streak_days is 'Kept with user_stats; the hourly sweep ends the streaks of who stayed away.';

-- What becomes of a person's rows is declared for every column, never inferred: whether a column may be null says nothing
-- about whose row it is. The names are text, since an OID in a row would not survive a dump.
create table identity.personal_data (
    relation text not null,
    attribute name not null,
    action text not null check (action in ('delete', 'anonymize', 'keep')),
    left_out text check (length(left_out) > 0),
    shown_by text check (length(shown_by) > 0),
    primary key (relation, attribute)
);
comment on table identity.personal_data is 'What erasure and export do with each column that names a person; access.sql of each schema fills it.';
comment on column identity.personal_data.action is 'On erasure: delete the row, set the column to null, or keep both.';
comment on column identity.personal_data.left_out is 'Why the export leaves the rows out; null where it has them.';
comment on column identity.personal_data.shown_by is 'The function that makes of a row what the export has of it; null for the row itself.';

-- Three tables of the kernel refer to users, so they are made after them.

-- an event that cannot be published must not hold up the others: it is tried a few times, then kept aside
create table platform.outbox (
    id uuid primary key default uuidv7(),
    topic text not null check (topic ~ '^[a-z_]+\.[a-z_]+$'),
    user_id uuid references identity.users (id) on delete set null,
    organization_id uuid references identity.organizations (id) on delete cascade,
    payload jsonb not null check (jsonb_typeof(payload) = 'object'),
    created_at timestamptz not null,
    published_at timestamptz,
    attempts smallint not null default 0 check (attempts >= 0),
    last_error text check (length(last_error) <= 500),
    failed_at timestamptz check (published_at is null or failed_at is null)
);
create index outbox_unpublished_idx on platform.outbox (id) where published_at is null;
comment on index platform.outbox_unpublished_idx is 'the publisher''s next events, in order';
create index outbox_user_id_idx on platform.outbox (user_id) where user_id is not null;
comment on index platform.outbox_user_id_idx is 'exporting and erasing a learner';
create index outbox_organization_id_idx on platform.outbox (organization_id) where organization_id is not null;
comment on index platform.outbox_organization_id_idx is 'deleting an organization';
comment on table platform.outbox is 'The one event log: written with the change it describes, drained by the publisher.';
comment on column platform.outbox.user_id is 'Null for events of no learner, and once the learner was erased.';
comment on column platform.outbox.organization_id is 'Null for events of no organization.';
comment on column platform.outbox.attempts is 'How often publishing failed.';
comment on column platform.outbox.last_error is 'Why it failed the last time.';
comment on column platform.outbox.failed_at is 'When the publisher gave up; clear it to have the event tried again.';

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
comment on index platform.idempotency_keys_created_at_idx is 'purging rows older than a day';
comment on table platform.idempotency_keys is 'The answer already given for a key, stored with what it did; kept 24 hours.';

-- Work that takes longer than a request. A worker proves with the nonce that its dispatch is the latest one, so that a late
-- answer of an earlier dispatch changes nothing.
create table platform.tasks (
    id uuid primary key default uuidv7(),
    kind text not null check (kind ~ '^[a-z][a-z_]{0,59}$'),
    parent_id uuid references platform.tasks (id) on delete restrict,
    user_id uuid references identity.users (id) on delete cascade,
    organization_id uuid references identity.organizations (id) on delete cascade,
    payload jsonb not null check (jsonb_typeof(payload) = 'object' and octet_length(payload::text) <= 524288),
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    dedup_key text check (length(dedup_key) between 1 and 255),
    tries smallint not null default 0 check (tries >= 0),
    max_tries smallint not null default 3 check (max_tries between 1 and 10),
    run_after timestamptz not null,
    due_at timestamptz not null,
    expires_at timestamptz,
    lease_until timestamptz,
    nonce uuid not null,
    progress double precision not null default 0 check (progress between 0 and 1),
    result jsonb check (octet_length(result::text) <= 262144),
    problem jsonb check (jsonb_typeof(problem) = 'object' and octet_length(problem::text) <= 16384),
    created_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz,
    constraint tasks_lease_while_running check ((state = 'running') = (lease_until is not null)),
    constraint tasks_finished check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
    constraint tasks_emptied check (finished_at is null or payload = '{}'),
    constraint tasks_result_when_done check (result is null or state = 'done')
);
create unique index tasks_dedup_key_key on platform.tasks (dedup_key) where state in ('queued', 'running');
comment on index platform.tasks_dedup_key_key is 'one open task a dedup_key';
create index tasks_due_idx on platform.tasks (run_after) where state = 'queued';
comment on index platform.tasks_due_idx is 'the minute job: queued tasks that are due';
create index tasks_due_at_idx on platform.tasks (due_at) where finished_at is null;
comment on index platform.tasks_due_at_idx is 'health: whether a task waits for minutes';
create index tasks_lease_idx on platform.tasks (lease_until) where state = 'running';
comment on index platform.tasks_lease_idx is 'the minute job: running tasks whose lease ended';
create index tasks_finished_at_idx on platform.tasks (finished_at) where finished_at is not null;
comment on index platform.tasks_finished_at_idx is 'purging what finished a week ago';
create index tasks_user_id_idx on platform.tasks (user_id, created_at desc, id desc);
comment on index platform.tasks_user_id_idx is 'a learner''s tasks, newest first; erasing them';
create index tasks_organization_id_idx on platform.tasks (organization_id) where organization_id is not null;
comment on index platform.tasks_organization_id_idx is 'deleting an organization';
create index tasks_parent_id_idx on platform.tasks (parent_id) where parent_id is not null;
comment on index platform.tasks_parent_id_idx is 'the children of a task: whether all have finished, their results, cancelling them';
comment on table platform.tasks is 'The one queue: work that is done after the request that asked for it. Finished tasks are kept 7 days.';
comment on column platform.tasks.kind is 'Names the function that does the work.';
comment on column platform.tasks.parent_id is 'The task whose work this is a part of, for the same person; null for one that was asked for.';
comment on column platform.tasks.user_id is 'Who asked; null for a task of the platform itself.';
comment on column platform.tasks.organization_id is 'Null for a task of no organization.';
comment on column platform.tasks.payload is 'What the work needs; emptied when the task has finished.';
comment on column platform.tasks.dedup_key is 'Unique among open tasks; null where several may be open.';
comment on column platform.tasks.tries is 'How often a worker has started it.';
comment on column platform.tasks.due_at is
'Since when a worker may take it, whatever was dispatched since; infinite while it waits for its children.';
comment on column platform.tasks.run_after is
'When the minute job dispatches a queued task: when its retry is due, or a minute after the last dispatch; infinity while it waits for children.';
comment on column platform.tasks.expires_at is 'A task still open at this instant fails as expired; null for a task that may wait.';
comment on column platform.tasks.lease_until is 'Until when the worker that runs it may take; null unless running.';
comment on column platform.tasks.nonce is 'Names the latest dispatch; each new dispatch and each retry draws another.';
comment on column platform.tasks.problem is 'Why it failed, or why its last try did: kind and detail.';
