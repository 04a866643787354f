-- Orchestration of what learners do across the domains: functions only, no tables.

create schema learning;
comment on schema learning is 'What learners do, across progress, gamification, social and the outbox.';
grant usage on schema learning to reader, scheduler, migrator, read_only;
grant usage, create on schema learning to definer;
