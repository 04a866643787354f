-- Statistics follow from what other schemas hold; no table yet.

create schema analytics;
comment on schema analytics is 'Figures for instructors and operators.';
grant usage on schema analytics to reader, scheduler, read_only;
grant usage, create on schema analytics to definer;
