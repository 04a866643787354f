-- Questions, the assessments made of them, and their results.

create schema assessment;
comment on schema assessment is 'Assessments, quizzes and assignments.';
grant usage on schema assessment to reader, scheduler, read_only;
grant usage, create on schema assessment to definer;

create table assessment.assessment_questions (
    id uuid primary key default uuidv7(),
    organization_id uuid not null references identity.organizations (id) on delete restrict,
    slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,99}$'),
    challenge_id uuid not null,
    chapter smallint not null check (chapter between 1 and 12),
    difficulty text not null check (difficulty in ('beginner', 'intermediate', 'advanced')),
    prompt text not null check (length(prompt) between 1 and 2000),
    options jsonb not null check (jsonb_typeof(options) = 'array' and jsonb_array_length(options) between 3 and 5)
    check (not jsonb_path_exists(options, '$[*] ? (@.type() != "string")')),
    correct_option smallint not null check (correct_option >= 0 and correct_option < jsonb_array_length(options)),
    explanation text not null check (length(explanation) between 1 and 4000),
    is_active boolean not null default true,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (organization_id, slug),
    foreign key (challenge_id, organization_id) references curriculum.challenges (id, organization_id) on delete restrict
);
create index assessment_questions_challenge_id_idx on assessment.assessment_questions (challenge_id, organization_id);
comment on index assessment.assessment_questions_challenge_id_idx is 'questions on a challenge';
comment on table assessment.assessment_questions is 'The question bank; retired by is_active, never deleted.';
comment on column assessment.assessment_questions.challenge_id is 'The topic: the challenge that teaches it.';
comment on column assessment.assessment_questions.correct_option is 'Counted from 0; never sent before the response.';

create table assessment.assessments (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    assessment_type text not null check (assessment_type in ('initial', 'track_placement', 'periodic')),
    track_id uuid references curriculum.learning_tracks (id) on delete restrict,
    question_ids uuid [] not null default '{}',
    skipped boolean not null default false,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    completed_at timestamptz,
    unique (id, user_id),
    check ((assessment_type = 'track_placement') = (track_id is not null)),
    check (not skipped or assessment_type = 'initial')
);
create index assessments_user_idx on assessment.assessments (user_id, assessment_type, created_at desc);
comment on index assessment.assessments_user_idx is 'the open or last assessment of a kind';
create index assessments_track_id_idx on assessment.assessments (track_id) where track_id is not null;
comment on index assessment.assessments_track_id_idx is 'the foreign key';
comment on table assessment.assessments is 'Assessments that learners began, with the questions drawn for them.';
comment on column assessment.assessments.track_id is 'The track of a placement; null for the other types.';

create table assessment.assessment_results (
    id uuid primary key default uuidv7(),
    user_id uuid not null references identity.users (id) on delete cascade,
    assessment_id uuid not null,
    assessment_type text not null check (assessment_type in ('initial', 'track_placement', 'periodic')),
    questions jsonb not null check (jsonb_typeof(questions) = 'array'),
    responses jsonb not null check (jsonb_typeof(responses) = 'array'),
    score numeric(5, 2) not null check (score between 0 and 100),
    skill_level_recommendation text not null check (skill_level_recommendation in ('beginner', 'intermediate', 'advanced')),
    track_recommendations jsonb not null default '[]' check (jsonb_typeof(track_recommendations) = 'array'),
    challenge_recommendations jsonb not null default '[]' check (jsonb_typeof(challenge_recommendations) = 'array'),
    strengths jsonb not null default '[]' check (jsonb_typeof(strengths) = 'array'),
    weaknesses jsonb not null default '[]' check (jsonb_typeof(weaknesses) = 'array'),
    completed_at timestamptz not null default now(),
    unique (assessment_id, user_id),
    foreign key (assessment_id, user_id) references assessment.assessments (id, user_id) on delete cascade
);
create index assessment_results_user_idx on assessment.assessment_results (user_id, completed_at desc, id desc);
comment on index assessment.assessment_results_user_idx is 'a learner''s results, newest first';
comment on table assessment.assessment_results is 'Answered assessments with the questions as they were asked.';
