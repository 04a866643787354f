-- Immutable versions: what an attempt was graded on stays readable for ever. The one table there is refers to challenges, so it
-- is made after them, with curriculum.

create schema content;
comment on schema content is 'Immutable versions of what was published.';
grant usage on schema content to reader, scheduler, read_only;
grant usage, create on schema content to definer;
