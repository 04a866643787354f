-- The name of a ledger's partition of a month, UTC.
create or replace function platform.partition_name(p_table name, p_from timestamptz) returns text
language sql immutable parallel safe
return p_table || to_char(p_from at time zone 'UTC', '"_y"YYYY"m"MM');
grant execute on function platform.partition_name(name, timestamptz) to scheduler, migrator, definer;
