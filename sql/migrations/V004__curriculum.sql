-- The catalogue as published: track, module, lesson, challenge, level.

create schema curriculum;
comment on schema curriculum is 'Tracks, modules, lessons, challenges and their levels, as published.';
grant usage on schema curriculum to reader, scheduler, read_only;
grant usage, create on schema curriculum to definer;

create table curriculum.learning_tracks (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    ref text not null unique check (ref ~ '^([a-z0-9][a-z0-9-]{0,99}:)?[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    description text not null default '',
    difficulty_level text not null check (difficulty_level in ('fundamentals', 'concepts', 'systems')),
    estimated_hours integer check (estimated_hours > 0),
    prerequisites jsonb not null default '[]' check (jsonb_typeof(prerequisites) = 'array'),
    order_index integer not null check (order_index > 0),
    is_active boolean not null default true,
    is_published boolean not null default true,
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (organization_id, slug),
    unique (id, organization_id),
    constraint learning_tracks_place exclude using btree (organization_id with =, order_index with =) where (is_active) deferrable
);
comment on table curriculum.learning_tracks is 'Courses of challenges in order.';
comment on column curriculum.learning_tracks.ref is 'What addresses name it by: the slug, after the organization''s slug and a colon unless that is public. Kept by a trigger.';
comment on column curriculum.learning_tracks.prerequisites is 'Ids of track_prerequisites, kept by a trigger; the edges are the truth.';

create table curriculum.track_prerequisites (
    organization_id uuid not null,
    track_id uuid not null,
    prerequisite_id uuid not null references curriculum.learning_tracks (id) on delete restrict,
    primary key (track_id, organization_id, prerequisite_id),
    foreign key (track_id, organization_id) references curriculum.learning_tracks (id, organization_id) on delete cascade,
    check (track_id <> prerequisite_id)
);
create index track_prerequisites_prerequisite_id_idx on curriculum.track_prerequisites (prerequisite_id);
comment on index curriculum.track_prerequisites_prerequisite_id_idx is 'tracks that a completed one unlocks';
comment on table curriculum.track_prerequisites is 'A track and one that comes before it; orders recommendations, locks nothing.';
comment on column curriculum.track_prerequisites.organization_id is 'The organization of the track; what comes before it is that organization''s or public.';

create table curriculum.modules (
    id uuid primary key default uuidv7(),
    organization_id uuid not null,
    track_id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    description text not null default '',
    order_index integer not null check (order_index > 0),
    is_published boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (track_id, organization_id, slug),
    unique (id, organization_id),
    foreign key (track_id, organization_id) references curriculum.learning_tracks (id, organization_id) on delete restrict
);
comment on table curriculum.modules is 'Parts of a track.';

create table curriculum.lessons (
    id uuid primary key default uuidv7(),
    organization_id uuid not null,
    module_id uuid not null,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    description text not null default '',
    order_index integer not null check (order_index > 0),
    is_published boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    unique (module_id, organization_id, slug),
    unique (id, organization_id),
    foreign key (module_id, organization_id) references curriculum.modules (id, organization_id) on delete restrict
);
comment on table curriculum.lessons is 'Parts of a module; a lesson has challenges.';

create table curriculum.challenges (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    ref text not null unique check (ref ~ '^([a-z0-9][a-z0-9-]{0,99}:)?[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    description text not null default '',
    statement text not null default '',
    kind text not null default 'system_design' check (kind in ('system_design', 'code', 'data', 'text', 'quiz')),
    category text not null check (length(category) between 1 and 100),
    track_id uuid not null,
    lesson_id uuid not null,
    order_in_track integer not null check (order_in_track > 0),
    difficulty_base text not null check (difficulty_base in ('beginner', 'intermediate', 'advanced')),
    level_count smallint not null default 5 check (level_count between 1 and 5),
    xp_base integer not null default 100 check (xp_base >= 0),
    estimated_minutes integer not null default 30 check (estimated_minutes > 0),
    prerequisites jsonb not null default '[]' check (jsonb_typeof(prerequisites) = 'array'),
    ddia_concepts jsonb not null default '[]' check (jsonb_typeof(ddia_concepts) = 'array'),
    tags jsonb not null default '[]' check (jsonb_typeof(tags) = 'array'),
    metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
    version integer not null default 0 check (version >= 0),
    is_active boolean not null default true,
    is_published boolean not null default true,
    created_by uuid references identity.users (id) on delete set null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    deleted_at timestamptz,
    unique (organization_id, slug),
    unique (id, organization_id),
    constraint challenges_place exclude using btree (track_id with =, organization_id with =, order_in_track with =)
    where (is_active) deferrable,
    foreign key (track_id, organization_id) references curriculum.learning_tracks (id, organization_id) on delete restrict,
    foreign key (lesson_id, organization_id) references curriculum.lessons (id, organization_id) on delete restrict,
    -- JSON is what the files' models say it is, whoever writes it
    constraint challenges_tags_shape check (not jsonb_path_exists(tags, '$[*] ? (@.type() != "string")')),
    constraint challenges_ddia_concepts_shape check (
        not jsonb_path_exists(
            ddia_concepts,
            '$[*] ? (!exists(@.topic ? (@.type() == "string")) || !exists(@.chapter ? (@.type() == "number" && @ >= 1 && @ <= 12)))'
        )
    )
);
create index challenges_track_id_idx on curriculum.challenges (track_id, organization_id);
comment on index curriculum.challenges_track_id_idx is 'a track''s challenges, the archived ones too';
create index challenges_lesson_id_idx on curriculum.challenges (lesson_id, organization_id);
comment on index curriculum.challenges_lesson_id_idx is 'a lesson''s challenges';
create index challenges_created_by_idx on curriculum.challenges (created_by) where created_by is not null;
comment on index curriculum.challenges_created_by_idx is 'erasing an author';
comment on table curriculum.challenges is 'What learners solve. Archived by is_active, never deleted: attempts outlive it.';
comment on column curriculum.challenges.ref is 'What addresses name it by: the slug, after the organization''s slug and a colon unless that is public. Kept by a trigger.';
comment on column curriculum.challenges.level_count is 'How many levels it has in all; fewer may be published yet, and completing it takes them all.';
comment on column curriculum.challenges.version is 'The version that is live, 0 before the first publication.';
comment on column curriculum.challenges.prerequisites is 'Ids of challenge_prerequisites, kept by a trigger; the edges are the truth.';
comment on column curriculum.challenges.created_by is 'Null for reference content, and once the author was erased.';
comment on column curriculum.challenges.statement is 'Markdown: the system, what it must do, how well, and the estimates. Empty while nobody has written it.';

create table curriculum.challenge_prerequisites (
    organization_id uuid not null,
    challenge_id uuid not null,
    prerequisite_id uuid not null references curriculum.challenges (id) on delete restrict,
    primary key (challenge_id, organization_id, prerequisite_id),
    foreign key (challenge_id, organization_id) references curriculum.challenges (id, organization_id) on delete cascade,
    check (challenge_id <> prerequisite_id)
);
create index challenge_prerequisites_prerequisite_id_idx on curriculum.challenge_prerequisites (prerequisite_id);
comment on index curriculum.challenge_prerequisites_prerequisite_id_idx is 'challenges that a completed one unlocks';
comment on table curriculum.challenge_prerequisites is 'A challenge and one that must be completed before it.';
comment on column curriculum.challenge_prerequisites.organization_id is 'The organization of the challenge; what comes before it is that organization''s or public.';

create table curriculum.challenge_levels (
    id uuid primary key default uuidv7(),
    organization_id uuid not null,
    challenge_id uuid not null,
    level_number smallint not null check (level_number between 1 and 5),
    level_name text not null check (length(level_name) between 1 and 100),
    description text not null default '',
    requirements jsonb not null check (jsonb_typeof(requirements) = 'object'),
    test_cases jsonb not null check (jsonb_typeof(test_cases) = 'array' and jsonb_array_length(test_cases) > 0),
    passing_criteria jsonb not null check (jsonb_typeof(passing_criteria) = 'object'),
    answer jsonb check (jsonb_typeof(answer) = 'object'),
    xp_reward integer not null check (xp_reward >= 0),
    hints jsonb not null default '[]' check (jsonb_typeof(hints) = 'array'),
    solution_approach text not null default '',
    estimated_minutes integer not null default 15 check (estimated_minutes > 0),
    unique (challenge_id, organization_id, level_number),
    foreign key (challenge_id, organization_id) references curriculum.challenges (id, organization_id) on delete cascade,
    -- JSON is what the files' models say it is, whoever writes it
    constraint challenge_levels_hints_shape check (
        not jsonb_path_exists(
            hints, '$[*] ? (!exists(@.text ? (@.type() == "string")) || !exists(@.xp_penalty ? (@.type() == "number" && @ >= 0)))'
        )
    ),
    constraint challenge_levels_test_cases_shape check (
        not jsonb_path_exists(test_cases, '$[*] ? (!exists(@.id ? (@.type() == "string")))')
    )
);
comment on table curriculum.challenge_levels is 'The published levels; a level that is not published has no row.';
comment on column curriculum.challenge_levels.test_cases is 'Hidden ones among them: never sent to learners.';
comment on column curriculum.challenge_levels.answer is 'Requirements that the grader alone reads, such as a solution that results are compared with: never sent to learners. Null where the kind has none.';

create table curriculum.pages (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    ref text not null unique check (ref ~ '^([a-z0-9][a-z0-9-]{0,99}:)?[a-z0-9][a-z0-9-]{0,99}$'),
    title text not null check (length(title) between 1 and 200),
    description text not null default '',
    body text not null check (length(body) between 1 and 100000),
    track_id uuid not null,
    lesson_id uuid not null,
    order_in_track integer not null check (order_in_track > 0),
    estimated_minutes integer not null check (estimated_minutes > 0),
    version integer not null default 0 check (version >= 0),
    is_active boolean not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, slug),
    unique (id, organization_id),
    constraint pages_place exclude using btree (track_id with =, organization_id with =, order_in_track with =)
    where (is_active) deferrable,
    foreign key (track_id, organization_id) references curriculum.learning_tracks (id, organization_id) on delete restrict,
    foreign key (lesson_id, organization_id) references curriculum.lessons (id, organization_id) on delete restrict
);
create index pages_track_id_idx on curriculum.pages (track_id, organization_id);
comment on index curriculum.pages_track_id_idx is 'a track''s pages, the archived ones too';
create index pages_lesson_id_idx on curriculum.pages (lesson_id, organization_id);
comment on index curriculum.pages_lesson_id_idx is 'a lesson''s pages';
comment on table curriculum.pages is 'What learners read, as published. Archived by is_active, never deleted: completions outlive it.';
comment on column curriculum.pages.ref is 'What addresses name it by: the slug, after the organization''s slug and a colon unless that is public. Kept by a trigger.';
comment on column curriculum.pages.body is 'Markdown, as its author wrote it: whoever shows it sanitises it.';
comment on column curriculum.pages.order_in_track is 'Its place: before the challenge of the same place.';
comment on column curriculum.pages.version is 'The version that is live.';

-- A table of content that refers to challenges.

create table content.challenge_versions (
    id uuid primary key default uuidv7(),
    organization_id uuid not null,
    challenge_id uuid not null,
    version integer not null check (version > 0),
    label text not null default '',
    content jsonb not null check (jsonb_typeof(content) = 'object'),
    content_hash bytea not null,
    graded_hashes jsonb not null default '{}' check (jsonb_typeof(graded_hashes) = 'object'),
    is_active boolean not null,
    published_by uuid references identity.users (id) on delete set null,
    published_at timestamptz not null default now(),
    unique (challenge_id, organization_id, version),
    foreign key (challenge_id, organization_id) references curriculum.challenges (id, organization_id) on delete restrict
);
create unique index challenge_versions_one_active on content.challenge_versions (challenge_id) where is_active;
comment on index content.challenge_versions_one_active is 'the version on which attempts are graded; one a challenge';
create index challenge_versions_published_by_idx on content.challenge_versions (published_by) where published_by is not null;
comment on index content.challenge_versions_published_by_idx is 'erasing an author';
comment on table content.challenge_versions is 'Immutable versions of challenges; one is live, all stay.';
comment on column content.challenge_versions.graded_hashes is 'By level, a hash of what attempts are graded by: requirements, tests and criteria. An attempt is current while its level''s is that of the live version.';
comment on column content.challenge_versions.label is 'The author''s semantic version, for people.';
comment on column content.challenge_versions.published_by is 'Null for reference content, and once the author was erased.';
