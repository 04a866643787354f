-- Recommendations follow from what other schemas hold; no table yet.

create schema discovery;
comment on schema discovery is 'Recommendations and trends.';
grant usage on schema discovery to reader, scheduler, read_only;
grant usage, create on schema discovery to definer;
