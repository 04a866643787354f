-- Who there is. Sign-in is the identity provider's: no credential is ever stored here.

create table identity.organizations (
    id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    name text not null check (length(name) between 1 and 200),
    created_at timestamptz not null
);
comment on table identity.organizations is 'Tenants. Everyone belongs to the organization "public" as well.';

create table identity.users (
    id uuid primary key,
    email text check (length(email) between 3 and 255),
    username text not null check (username ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{2,99}$'),
    display_name text check (length(display_name) between 1 and 200),
    avatar_url text check (length(avatar_url) <= 2000 and avatar_url ~ '^https://'),
    skill_level text not null default 'beginner' check (skill_level in ('beginner', 'intermediate', 'advanced')),
    onboarding_completed boolean not null default false,
    preferences jsonb not null default '{}' check (jsonb_typeof(preferences) = 'object' and pg_column_size(preferences) <= 16384),
    time_zone text not null default 'UTC' check (length(time_zone) <= 64),
    time_zone_changed_at timestamptz,
    visibility text not null default 'public' check (visibility in ('public', 'pseudonym', 'hidden')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_active_at timestamptz not null
);
create unique index users_email_key on identity.users (lower(email));
create unique index users_username_key on identity.users (lower(username));
comment on table identity.users is 'Learners and staff. id is the identity provider''s subject.';
comment on column identity.users.email is 'Null until the identity provider''s trigger delivered it: access tokens carry none.';
comment on column identity.users.visibility is 'What others see: the name, a pseudonym, or nothing.';
comment on column identity.users.time_zone is 'IANA name; the learner''s day is counted in it.';

create table identity.members (
    organization_id uuid not null references identity.organizations (id) on delete cascade,
    user_id uuid not null references identity.users (id) on delete cascade,
    roles text[] not null default '{learner}' check (
        cardinality(roles) > 0 and roles <@ array['learner', 'author', 'reviewer', 'instructor', 'org_admin']
    ),
    created_at timestamptz not null,
    primary key (organization_id, user_id)
);
create index members_user_id_idx on identity.members (user_id);
comment on table identity.members is 'Who belongs to which organization, in which roles.';

create table identity.public_profiles (
    user_id uuid primary key references identity.users (id) on delete cascade,
    shown_name text not null,
    avatar_url text,
    current_level integer not null default 1 check (current_level >= 1),
    last_active_at timestamptz not null
);
comment on table identity.public_profiles is 'What a learner lets others see; no row while hidden. Triggers write it; every board and social page reads names from it.';

insert into identity.organizations (id, slug, name, created_at)
values ('00000000-0000-7000-8000-000000000001', 'public', 'Public', '2026-01-01 00:00:00+00');
