-- The least id that uuidv7() gives at an instant: ids from there on were made then or later, by this server's clock. So the
-- primary key finds what is new where no index knows the time.
create or replace function platform.first_id_at(p_at timestamptz) returns uuid
language sql immutable parallel safe
return (lpad(to_hex(floor(extract(epoch from p_at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;
grant execute on function platform.first_id_at(timestamptz) to scheduler, definer;
