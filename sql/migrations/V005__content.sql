-- Frozen revisions: what an attempt was graded on stays readable for ever.

create table content.challenge_versions (
    id uuid primary key default uuidv7(),
    challenge_id uuid not null references curriculum.challenges (id) on delete restrict,
    version integer not null check (version > 0),
    label text not null default '',
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    content_hash bytea not null,
    is_active boolean not null,
    published_by uuid references identity.users (id) on delete set null,
    published_at timestamptz not null,
    unique (challenge_id, version)
);
create unique index challenge_versions_one_active on content.challenge_versions (challenge_id) where is_active;
create index challenge_versions_published_by_idx on content.challenge_versions (published_by) where published_by is not null;
comment on table content.challenge_versions is 'Immutable revisions of challenges; one is live, all stay.';
comment on column content.challenge_versions.label is 'The author''s semantic version, for people.';
comment on column content.challenge_versions.published_by is 'Null for reference content, and once the author was erased.';
