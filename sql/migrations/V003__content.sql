-- What authors write, and immutable versions of what was published: what an attempt was graded on stays readable for ever. The table
-- of versions refers to challenges, so it is made after them, with curriculum.

create schema content;
comment on schema content is 'What authors write, and immutable versions of what was published.';
grant usage on schema content to reader, scheduler, read_only;
grant usage, create on schema content to definer;

-- Everything that is authored is an item with one draft. Each save that changes the draft is a revision, so that a draft has a history,
-- and a review can name what was read.
create table content.items (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    kind text not null check (kind in ('challenge', 'page', 'track')),
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    owner_id uuid references identity.users (id) on delete set null,
    state text not null default 'draft' check (state in ('draft', 'live', 'archived')),
    revision integer not null check (revision > 0),
    live_version integer check (live_version > 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, kind, slug),
    unique (id, organization_id)
);
create index items_updated_at_idx on content.items (organization_id, updated_at desc, id desc);
comment on index content.items_updated_at_idx is 'an organization''s items, last changed first';
create index items_owner_id_idx on content.items (owner_id) where owner_id is not null;
comment on index content.items_owner_id_idx is 'erasing an author';
comment on table content.items is 'What an organization''s authors write: one row an item, whatever its kind.';
comment on column content.items.owner_id is 'Who may change the draft beside administrators; null once they were erased.';
comment on column content.items.revision is 'Number of the draft''s last revision, from 1.';
comment on column content.items.live_version is 'Number of the version that is live, or was until it was archived; null before the first.';

create table content.item_revisions (
    item_id uuid not null,
    organization_id uuid not null,
    revision integer not null check (revision > 0),
    document jsonb not null check (jsonb_typeof(document) = 'object' and octet_length(document::text) <= 1048576),
    bytes integer not null check (bytes > 0),
    content_hash bytea not null check (length(content_hash) = 32),
    is_imported boolean not null default false,
    created_by uuid references identity.users (id) on delete set null,
    created_at timestamptz not null,
    primary key (item_id, organization_id, revision),
    foreign key (item_id, organization_id) references content.items (id, organization_id) on delete cascade
);
create index item_revisions_created_by_idx on content.item_revisions (created_by) where created_by is not null;
comment on index content.item_revisions_created_by_idx is 'erasing an author';
comment on table content.item_revisions is 'Documents as authors saved them: the last 50 of an item, and up to 500 of the last 90 days.';
comment on column content.item_revisions.bytes is 'Length of the document as text.';
comment on column content.item_revisions.content_hash is 'SHA-256 of the document in canonical form: equal documents have equal hashes.';
comment on column content.item_revisions.is_imported is 'Whether it came from files: the next import replaces it without asking.';
comment on column content.item_revisions.created_by is 'Null once who saved it was erased.';

create table content.reviews (
    item_id uuid not null,
    organization_id uuid not null,
    revision integer not null,
    reviewer_key uuid not null default gen_random_uuid(),
    reviewer_id uuid references identity.users (id) on delete set null,
    verdict text not null check (verdict in ('approved', 'changes_requested')),
    comments jsonb not null check (jsonb_typeof(comments) = 'array' and jsonb_array_length(comments) <= 50),
    created_at timestamptz not null,
    primary key (item_id, organization_id, revision, reviewer_key),
    unique (item_id, organization_id, revision, reviewer_id),
    foreign key (item_id, organization_id, revision)
    references content.item_revisions (item_id, organization_id, revision) on delete cascade
);
create index reviews_reviewer_id_idx on content.reviews (reviewer_id) where reviewer_id is not null;
comment on index content.reviews_reviewer_id_idx is 'erasing a reviewer';
comment on table content.reviews is 'What reviewers say of a revision: one row a reviewer, who neither owns the item nor wrote it.';
comment on column content.reviews.reviewer_key is 'Keeps the rows of reviewers who were erased apart.';
comment on column content.reviews.reviewer_id is 'Null once they were erased.';
comment on column content.reviews.comments is 'Texts, each with a JSON pointer into the document.';

-- A version is what was published of an item: who, when, why, and the document. What attempts at a challenge are graded by is frozen
-- beside it, in content.challenge_versions.
create table content.item_versions (
    item_id uuid not null,
    organization_id uuid not null,
    version integer not null check (version > 0),
    label text not null check (label ~ '^v[1-9][0-9]{0,5}\.(0|[1-9][0-9]{0,5})$'),
    document jsonb not null check (jsonb_typeof(document) = 'object' and octet_length(document::text) <= 1048576),
    content_hash bytea not null check (length(content_hash) = 32),
    grader_version integer not null check (grader_version > 0),
    changelog text not null check (length(changelog) between 1 and 2000),
    is_compatible boolean not null,
    breaking_reason text check (length(breaking_reason) between 10 and 2000),
    approvals smallint not null check (approvals >= 0),
    restored_from integer,
    published_by uuid references identity.users (id) on delete set null,
    published_at timestamptz not null,
    primary key (item_id, organization_id, version),
    unique (item_id, organization_id, label),
    foreign key (item_id, organization_id) references content.items (id, organization_id) on delete restrict
);
create index item_versions_published_by_idx on content.item_versions (published_by) where published_by is not null;
comment on index content.item_versions_published_by_idx is 'erasing an author';
comment on table content.item_versions is 'Immutable versions of items, as their authors wrote them; all stay.';
comment on column content.item_versions.label is 'The version for people: the first number rises when solutions of before may fail, the second otherwise.';
comment on column content.item_versions.content_hash is 'SHA-256 of what was published, without what only authors read.';
comment on column content.item_versions.grader_version is 'The grader by which it was checked.';
comment on column content.item_versions.is_compatible is 'Whether solutions of the version before still pass.';
comment on column content.item_versions.breaking_reason is 'Why it was published although they do not.';
comment on column content.item_versions.approvals is 'How many reviewers had approved it.';
comment on column content.item_versions.restored_from is 'The version whose text it has again, after a rollback.';
comment on column content.item_versions.published_by is 'Null for what was loaded from files, and once who published it was erased.';

-- A check evaluates one revision: what stands against its publication, and whether solutions of the live version still pass.
create table content.checks (
    item_id uuid not null,
    organization_id uuid not null,
    revision integer not null,
    state text not null check (state in ('running', 'passed', 'failed')),
    grader_version integer not null check (grader_version > 0),
    compared_with integer,
    report jsonb check (jsonb_typeof(report) = 'object' and octet_length(report::text) <= 524288),
    content jsonb check (jsonb_typeof(content) = 'object'),
    content_hash bytea check (length(content_hash) = 32),
    is_compatible boolean,
    requested_by uuid references identity.users (id) on delete set null,
    requested_at timestamptz not null,
    finished_at timestamptz,
    primary key (item_id, organization_id, revision),
    check ((state = 'running') = (finished_at is null)),
    foreign key (item_id, organization_id, revision)
    references content.item_revisions (item_id, organization_id, revision) on delete cascade
);
create index checks_requested_by_idx on content.checks (requested_by) where requested_by is not null;
comment on index content.checks_requested_by_idx is 'erasing an author';
create index checks_running_idx on content.checks (requested_at) where state = 'running';
comment on index content.checks_running_idx is 'checks that nobody works on any more';
comment on table content.checks is 'What the last check of a revision found; a publication needs one that passed.';
comment on column content.checks.grader_version is 'The grader that checked it: after another one is deployed, it is checked again.';
comment on column content.checks.compared_with is 'The live version whose solutions were tried; null if there was none.';
comment on column content.checks.report is 'What was found, for people; null while it runs.';
comment on column content.checks.content is 'What will be published, with all that follows by a rule; null unless it passed.';
comment on column content.checks.is_compatible is 'Whether solutions of the live version still pass; null unless it passed.';
comment on column content.checks.requested_by is 'Null once who asked for it was erased.';

create table content.publications (
    id uuid primary key default uuidv7(),
    item_id uuid not null,
    organization_id uuid not null,
    revision integer,
    restored_from integer,
    state text not null check (state in ('scheduled', 'live', 'superseded', 'cancelled', 'failed')),
    label text,
    changelog text not null check (length(changelog) between 10 and 2000),
    breaking_reason text check (length(breaking_reason) between 10 and 2000),
    scheduled_at timestamptz,
    version integer,
    problem jsonb check (jsonb_typeof(problem) = 'object'),
    requested_by uuid references identity.users (id) on delete set null,
    is_operators boolean not null,
    created_at timestamptz not null,
    finished_at timestamptz,
    check ((revision is null) <> (restored_from is null)),
    check ((version is not null) = (state in ('live', 'superseded'))),
    foreign key (item_id, organization_id) references content.items (id, organization_id) on delete cascade
);
create unique index publications_one_scheduled on content.publications (item_id) where state = 'scheduled';
comment on index content.publications_one_scheduled is 'one publication of an item waits at a time';
create index publications_item_id_idx on content.publications (item_id, organization_id, created_at desc, id desc);
comment on index content.publications_item_id_idx is 'an item''s publications, newest first';
create index publications_scheduled_at_idx on content.publications (scheduled_at) where state = 'scheduled';
comment on index content.publications_scheduled_at_idx is 'publications that are due';
create index publications_requested_by_idx on content.publications (requested_by) where requested_by is not null;
comment on index content.publications_requested_by_idx is 'erasing an author';
comment on table content.publications is 'Who asked for what to be published, when, and what came of it.';
comment on column content.publications.revision is 'The revision of the draft that is published; null for a rollback.';
comment on column content.publications.restored_from is 'The version that a rollback publishes again.';
comment on column content.publications.label is 'The label that was asked for, of those that are higher than the next one.';
comment on column content.publications.version is 'The version that it became.';
comment on column content.publications.problem is 'Why it failed when it was due.';
comment on column content.publications.requested_by is 'Null once they were erased.';
comment on column content.publications.is_operators is 'Whether an administrator of the platform asked for it, who needs no membership when it is due.';
-- Files go from a browser into a bucket, past the API, so a row is made before its object is there. Nothing is linked before it is clean.
create table content.uploads (
    id uuid primary key default uuidv7(),
    organization_id uuid references identity.organizations (id) on delete restrict,
    owner_id uuid references identity.users (id) on delete set null,
    user_id uuid references identity.users (id) on delete cascade,
    purpose text not null check (purpose in ('content', 'import', 'submission')),
    file_name text not null check (length(file_name) between 1 and 200),
    media_type text not null check (length(media_type) between 1 and 100),
    bytes bigint not null check (bytes > 0),
    sha256 bytea not null check (length(sha256) = 32),
    stored_bytes bigint check (stored_bytes > 0),
    width integer check (width > 0),
    height integer check (height > 0),
    state text not null default 'requested' check (state in ('requested', 'clean', 'rejected', 'held', 'deleted')),
    reason text check (length(reason) between 1 and 500),
    expires_at timestamptz not null check (expires_at > created_at),
    created_at timestamptz not null,
    finished_at timestamptz,
    used_at timestamptz,
    constraint uploads_whose check ((organization_id is null) = (user_id is not null)),
    constraint uploads_owned_in_organizations check (owner_id is null or organization_id is not null),
    constraint uploads_submissions_of_learners check ((purpose = 'submission') = (user_id is not null)),
    constraint uploads_finished check ((state = 'requested') = (finished_at is null)),
    constraint uploads_reason check ((state = 'rejected') = (reason is not null)),
    constraint uploads_size_of_images check ((width is null) = (height is null)),
    constraint uploads_clean check (state not in ('clean', 'held') or stored_bytes is not null)
);
create unique index uploads_sha256_key on content.uploads (organization_id, sha256)
where state in ('clean', 'held') and purpose = 'content';
comment on index content.uploads_sha256_key is 'an organization keeps a file once';
create index uploads_organization_idx on content.uploads (organization_id, created_at desc, id desc) where organization_id is not null;
comment on index content.uploads_organization_idx is 'an organization''s uploads, newest first; the bytes it has reserved';
create index uploads_owner_id_idx on content.uploads (owner_id) where owner_id is not null;
comment on index content.uploads_owner_id_idx is 'erasing who uploaded';
create index uploads_user_id_idx on content.uploads (user_id) where user_id is not null;
comment on index content.uploads_user_id_idx is 'exporting and erasing a learner';
create index uploads_state_idx on content.uploads (state, expires_at);
comment on index content.uploads_state_idx is 'the daily job: what never arrived, was refused, or is not used';
comment on table content.uploads is 'Files that were requested, inspected and kept. The object lies in the bucket under the id.';
comment on column content.uploads.organization_id is 'Null for a learner''s own.';
comment on column content.uploads.owner_id is 'Who uploaded for the organization; null for a learner''s own, and once they were erased.';
comment on column content.uploads.user_id is 'Whose it is; null for an organization''s.';
comment on column content.uploads.media_type is 'As it was asked for, and as the form demands; a clean file is of this type.';
comment on column content.uploads.state is 'A held one was clean, and is not delivered while people decide on it.';
comment on column content.uploads.bytes is 'As it was asked for: reserved from then on.';
comment on column content.uploads.sha256 is 'Of the file as it was uploaded.';
comment on column content.uploads.stored_bytes is 'Of the object that is delivered, which is an image''s without metadata; null until it is clean.';
comment on column content.uploads.reason is 'Why it was rejected, for people; null unless it was.';
comment on column content.uploads.expires_at is 'Until when a requested file may arrive and be inspected; its bytes are free after that.';
comment on column content.uploads.finished_at is 'When it became clean, rejected or deleted; null while it is requested.';
comment on column content.uploads.used_at is 'When the daily job last found a draft that shows it; null if it never did.';

-- What was published and shows a file: the file stays for as long as there is such a version, and versions stay.
create table content.upload_references (
    upload_id uuid not null references content.uploads (id) on delete restrict,
    item_id uuid not null,
    organization_id uuid not null,
    primary key (upload_id, item_id, organization_id),
    foreign key (item_id, organization_id) references content.items (id, organization_id) on delete restrict
);
create index upload_references_item_id_idx on content.upload_references (item_id, organization_id);
comment on index content.upload_references_item_id_idx is 'the images of an item';
comment on table content.upload_references is 'Uploads that a version of an item shows.';

-- Content as files: an import plans what a zip would change of the drafts, and applies that plan or nothing.
create table content.imports (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    upload_id uuid references content.uploads (id) on delete set null,
    file_name text not null check (length(file_name) between 1 and 200),
    state text not null default 'planning' check (state in ('planning', 'planned', 'applying', 'applied', 'failed')),
    may_change_all boolean not null,
    is_overwriting boolean not null default false,
    is_operators boolean not null,
    plan jsonb check (jsonb_typeof(plan) = 'object' and octet_length(plan::text) <= 1048576),
    plan_hash bytea check (length(plan_hash) = 32),
    problem jsonb check (jsonb_typeof(problem) = 'object' and octet_length(problem::text) <= 16384),
    requested_by uuid references identity.users (id) on delete set null,
    requested_at timestamptz not null,
    changed_at timestamptz not null,
    constraint imports_planned check ((plan_hash is null) = (plan is null)),
    constraint imports_problem check ((state = 'failed') = (problem is not null))
);
create unique index imports_one_open on content.imports (organization_id) where state in ('planning', 'applying');
comment on index content.imports_one_open is 'one import of an organization works at a time';
create index imports_requested_at_idx on content.imports (organization_id, requested_at desc, id desc);
comment on index content.imports_requested_at_idx is 'an organization''s imports, newest first';
create index imports_upload_id_idx on content.imports (upload_id) where upload_id is not null;
comment on index content.imports_upload_id_idx is 'deleting an upload';
create index imports_requested_by_idx on content.imports (requested_by) where requested_by is not null;
comment on index content.imports_requested_by_idx is 'erasing who asked';
comment on table content.imports is 'Zips of content files, what each would change of the drafts, and what became of that.';
comment on column content.imports.upload_id is 'Null once the zip was deleted.';
comment on column content.imports.file_name is 'Name of the zip.';
comment on column content.imports.may_change_all is 'Whether who asked may change drafts that others own.';
comment on column content.imports.is_overwriting is 'Whether what was edited elsewhere since is replaced.';
comment on column content.imports.is_operators is 'Whether an administrator of the platform asked for it, who needs no membership.';
comment on column content.imports.plan is 'What it would change, for people; null until it was planned.';
comment on column content.imports.plan_hash is 'SHA-256 of the plan with the drafts that it begins from: it is applied to these alone.';
comment on column content.imports.problem is 'Why it failed: kind and detail.';
comment on column content.imports.requested_by is 'Null once they were erased.';
comment on column content.imports.changed_at is 'When the state changed last.';

create table content.exports (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    track text check (track ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    state text not null default 'running' check (state in ('running', 'done', 'failed')),
    items integer check (items >= 0),
    bytes bigint check (bytes > 0),
    requested_by uuid references identity.users (id) on delete set null,
    requested_at timestamptz not null,
    finished_at timestamptz,
    constraint exports_finished check ((state = 'running') = (finished_at is null)),
    constraint exports_done check ((state = 'done') = (items is not null and bytes is not null))
);
create index exports_organization_id_idx on content.exports (organization_id, requested_at);
comment on index content.exports_organization_id_idx is 'an organization''s exports; deleting the old ones';
create index exports_requested_by_idx on content.exports (requested_by) where requested_by is not null;
comment on index content.exports_requested_by_idx is 'erasing who asked';
comment on table content.exports is 'Zips of an organization''s drafts, which lie in the bucket under the id for a week.';
comment on column content.exports.track is 'The one track that was asked for; null for everything.';
comment on column content.exports.items is 'How many items are in it; null until it is done.';
comment on column content.exports.requested_by is 'Null once they were erased.';
