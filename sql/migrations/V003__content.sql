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
    kind text not null check (kind in ('challenge', 'track')),
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    owner_id uuid references identity.users (id) on delete set null,
    state text not null default 'draft' check (state in ('draft', 'live', 'archived')),
    revision integer not null check (revision > 0),
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

create table content.item_revisions (
    item_id uuid not null,
    organization_id uuid not null,
    revision integer not null check (revision > 0),
    document jsonb not null check (jsonb_typeof(document) = 'object' and octet_length(document::text) <= 1048576),
    bytes integer not null check (bytes > 0),
    content_hash bytea not null check (length(content_hash) = 32),
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
