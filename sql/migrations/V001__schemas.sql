-- One schema a domain, and platform for what serves them all. Nothing of ours lives in public.

-- the migration runner keeps its history in platform, so that one is there before the first file
create schema if not exists platform;
create schema identity;
create schema curriculum;
create schema content;
create schema progress;
create schema gamification;
create schema assessment;
create schema social;
create schema discovery;
create schema analytics;

comment on schema platform is 'What serves every domain: schema history, idempotency keys, rate limits, outbox, audit log.';
comment on schema identity is 'Organizations, members, users and what of them is public.';
comment on schema curriculum is 'Tracks, modules, lessons, challenges and their levels, as published.';
comment on schema content is 'Frozen revisions of what was published.';
comment on schema progress is 'What each learner attempted, passed and unlocked.';
comment on schema gamification is 'The XP ledger and what follows from it: stats and boards.';
comment on schema assessment is 'Assessments, quizzes and assignments.';
comment on schema social is 'Follow graph, feed, discussions.';
comment on schema discovery is 'Recommendations and trends.';
comment on schema analytics is 'Figures for instructors and operators.';

-- The roles are the cluster's and made beforehand; definer owns the functions that cross learners, so it creates in every schema.
grant usage on schema platform, identity, curriculum, content, progress, gamification, assessment, social, discovery, analytics
to application, scheduler, read_only;
grant usage, create on schema platform, identity, curriculum, content, progress, gamification, assessment, social, discovery, analytics
to definer;

-- A function is nobody's until its own file grants it.
alter default privileges revoke execute on functions from public;
